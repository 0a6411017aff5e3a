"""Changing when the periods of a kind fall, from the next one on or of those too that are open."""

from typing import Any

from django.db import transaction

from units.models import Person
from workflows.cases.inputs.texts import stated
from workflows.cases.times import calendar_days
from workflows.models import ReportingPeriod, ReportKind, WardReport
from workflows.models.states import OPEN
from workflows.periods import kinds
from workflows.periods.steering.actions import move_due
from workflows.pure.schedule import plan_period


def change_schedule(
    kind: ReportKind, *, by: Person, seen: int, move_open: bool = False, reason: str = "", **settings: Any
) -> list[ReportingPeriod]:
    """Change when the periods of a kind fall, and from where on figures are red or asked about. Returns the open
    periods whose due times moved with it: none unless `move_open`, for which the units read the `reason`. The days
    whose data they ask for stay as they are.

    Raises NotPossible as `kinds.change_kind`, and where an open period would be late at once.
    """
    reason = stated(reason) if move_open else ""
    with transaction.atomic():
        row = kinds.change_kind(kind, by=by, seen=seen, **settings)
        return _move_open(row, by, reason) if move_open else []


def _move_open(kind: ReportKind, by: Person, reason: str) -> list[ReportingPeriod]:
    calendar, moved = calendar_days.of(kind.ward_id), []
    for report in open_reports(kind).select_for_update(of=("self",)):
        report.follow_assignments()
        times = plan_period(kind.schedule, report.period.code, calendar)
        due = {"unit_due_at": times.unit_due_at, "ward_due_at": times.ward_due_at}
        if move_due(report, by=by, reason=reason, **due):
            moved.append(report.period)
    return moved


def open_reports(kind: ReportKind) -> Any:
    """What the ward reports in the periods of a kind that are open, the oldest first."""
    found = WardReport.objects.with_names().filter(period__kind=kind, state__in=OPEN, replaced_by=None)
    return found.order_by("period__ends")
