"""The line of the desk for whoever replies to the opinions on a case."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.cases.desks import Ask, Task
from workflows.cases.rules import states_of


def to_reply(cases: list[Any]) -> list[Task]:
    """A line for each case that has opinions `unanswered` (routes/underway/opinions.py) while one may still reply."""
    return [
        _line(case) for case in cases if case.unanswered and case.state in states_of("reply_to_opinion", type(case))
    ]


def _line(case: Any) -> Task:
    sentence = ngettext(
        "Reply to the opinions: %(number)d has no reply yet",
        "Reply to the opinions: %(number)d have no reply yet",
        case.unanswered,
    )
    return Task(
        report=case,
        ask=Ask(sentence % {"number": case.unanswered}, _("Read and reply"), case.NAME),
        url=f"{case.get_absolute_url()}#opinions",
        holder="",
        since=case.state_since,
        reason="",
        due=None,
    )
