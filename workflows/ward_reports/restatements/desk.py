"""The lines of a person's desk about corrected figures of earlier periods."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from units import grants
from units.models import Person
from workflows.cases.calendar_days import Calendars
from workflows.cases.desks import SHOWN, Ask, Task
from workflows.models import Restatement

DECIDE = Ask(_("A unit corrects a figure of this period: decide"), _("Read and decide"), "restatement")
PROPOSE = Ask(_("Your unit corrects a figure of this period: check it"), _("Read and propose"), "restatement")


def lines_of(person: Person, _calendars: Calendars) -> list[Task]:
    """What waits for the person. One query, none for whoever neither submits nor coordinates."""
    heads, coordinates = (grants.units_where(person, right) for right in ("submit_reports", "review_reports"))
    if not heads and not coordinates:
        return []
    written = Q(state=Restatement.State.WRITTEN, report__unit__in=heads)
    proposed = Q(state=Restatement.State.PROPOSED, report__ward__in=coordinates)
    rows = Restatement.objects.with_names().filter(written | proposed).order_by("at", "pk")
    return [_task(row) for row in rows[: SHOWN + 1]]


def _task(row: Restatement) -> Task:
    return Task(
        report=row.report,
        ask=DECIDE if row.state == Restatement.State.PROPOSED else PROPOSE,
        url=reverse("restatement", args=[row.report_id, row.pk]),
        holder="",
        since=row.proposed_at or row.at,
        reason=row.reason,
        due=None,
    )
