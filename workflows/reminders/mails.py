"""The mail of a reminder, if what it is about still waits when the mail goes out."""

from typing import Any

from approvals.models import OutboxMessage
from units.models import Notice
from units.notices import mails
from workflows.cases.types import TYPES
from workflows.models import Reminder
from workflows.models.states import HELD_BY_UNIT

from .due import UNSENT

NOT_HANDED_IN = {"unitreport": HELD_BY_UNIT, "wardreport": UNSENT}


def deliver(message: OutboxMessage) -> None:
    """Outbox handler for `reminder`: one mail to one person. Nothing where all that it says was done meanwhile."""
    notice = Notice.objects.select_related("person").get(key=message.payload["notice"])
    if notice.person.is_active and still_waits(notice.key):
        mails.send(notice, key=message.key)


def still_waits(key: str) -> bool:
    """Whether one of the cases of which the message speaks is not handed in yet; where somebody asked for it, whether
    it is where it was then. Two queries.
    """
    lines = list(Reminder.objects.filter(message=key))
    cases: Any = TYPES[lines[0].subject_kind].model._default_manager
    spoken_of = cases.filter(pk__in=[line.subject_id for line in lines])
    if lines[0].rung_id is None:
        return spoken_of.filter(state_since__lte=lines[0].at).exists()
    return spoken_of.filter(state__in=NOT_HANDED_IN[lines[0].subject_kind]).exists()
