"""What a reminder says, in Vietnamese: the notice, its mail, and what somebody pastes elsewhere."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from approvals.clock import ZONE, now
from units.models import Office, Person
from workflows.models import CaseStep, Rung
from workflows.pure.calendar import Calendar, slack, words
from workflows.pure.schedule import due_words

from .due import DueReport

NAMED = 12  # units in one sentence


def sentence_of(reports: Sequence[DueReport], calendar: Calendar) -> str:
    """Of what somebody is reminded: of one report, or of several of a period that share a deadline or nearly do."""
    first = reports[0]
    with override("vi"):
        values = {"due": due_words(first.due_at), "left": words(slack(now(), first.due_at, calendar))}
        if len(reports) == 1:
            return _("%(case)s: due %(due)s, %(left)s.") % (values | {"case": first.name})
        return _several(reports, values)


def asked(case: Any, by: Person, late_from: datetime | None, calendar: Calendar) -> str:
    """The same where `by` reminds of a case that waits for somebody."""
    with override("vi"):
        values = {"person": by, "case": case}
        if late_from is None:
            return _("%(person)s reminds you: %(case)s waits for you.") % values
        values |= {"due": due_words(late_from), "left": words(slack(now(), late_from, calendar))}
        return _("%(person)s reminds you: %(case)s waits for you. Due %(due)s, %(left)s.") % values


def unsafe(case: Any, steps: Sequence[CaseStep], moment: datetime) -> str:
    """That the steps after the one that is open have less time left than the route allows them."""
    with override("vi"):
        time = date_format(moment.astimezone(ZONE), "DATETIME_FORMAT")
        values = {"case": case, "step": steps[0].title, "time": time, "due": due_words(case.ends_at)}
        sentence = _("%(case)s: since %(time)s the steps after “%(step)s” lack time; due %(due)s.")
        return sentence % values


def to_paste(case: Any, late_from: datetime | None, calendar: Calendar) -> str:
    """What somebody pastes into a message of their own: what waits, until when, and the page where it is done."""
    with override("vi"):
        address = settings.SITE_URL + case.get_absolute_url()
        if late_from is None:
            return _("%(case)s waits for you. Open it here: %(address)s") % {"case": case, "address": address}
        values = {"due": due_words(late_from), "left": words(slack(now(), late_from, calendar))}
        sentence = _("%(case)s waits for you. Due %(due)s, %(left)s. Open it here: %(address)s")
        return sentence % (values | {"case": case, "address": address})


def path_of(reports: Sequence[DueReport]) -> str:
    """The page on which it is done: the report's own, or for several that of their period."""
    first = reports[0].report
    if len(reports) == 1:
        return first.get_absolute_url()
    query = urlencode({"kind": first.period.kind.code, "ward": first.ward_id})
    return f"/periods/{first.period.code}/?{query}"  # written out: reversing it loads every page in the worker


def rung_words(rung: Rung) -> str:
    """When a rung speaks, and to whom."""
    return _("%(when)s, to: %(whom)s") % {"when": when_words(rung), "whom": whom_words(rung)}


def when_words(rung: Rung) -> str:
    due = str(rung.get_due_display())
    if rung.amount == 0:
        return _("on the last day of %(due)s") % {"due": due}
    amount = f"{rung.amount} {rung.get_measure_display()}"
    sentence = _("%(amount)s after %(due)s") if rung.after else _("%(amount)s before %(due)s")
    return sentence % {"amount": amount, "due": due}


def whom_words(rung: Rung) -> str:
    return ", ".join(str(Office(office).label) for office in rung.offices)


def _several(reports: Sequence[DueReport], values: dict[str, Any]) -> str:
    names = [each.report.unit.short_name for each in reports]
    shown = ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
    sentence = ngettext(
        "%(period)s: %(count)d report is not handed in (due %(due)s, %(left)s): %(units)s.",
        "%(period)s: %(count)d reports are not handed in (due %(due)s, %(left)s): %(units)s.",
        len(names),
    )
    return sentence % (values | {"period": reports[0].report.period, "count": len(names), "units": shown})
