"""Which periods open by the clock, and when the next one does."""

from datetime import datetime

from approvals.clock import now
from approvals.errors import NotPossible
from workflows.cases.times import calendar_days
from workflows.models import ReportKind
from workflows.models.kinds import ReportKindQuerySet
from workflows.pure.schedule import codes_open_on, next_to_open

from . import actions


def open_due(ward_id: int | None = None) -> list[str]:
    """Open every period whose time has come, of one ward or of all. Returns why others could not be. Idempotent."""
    calendars = calendar_days.every()
    reasons = []
    for kind in _kinds(ward_id).select_related("ward"):
        for code in codes_open_on(kind.schedule, now(), calendars.of(kind.ward_id), since=kind.opens_from):
            try:
                actions.open_period(kind, code)
            except NotPossible as reason:
                reasons.append(f"{kind.code} {code} of {kind.ward} is not opened: {reason}")
    return reasons


def next_opening(ward_id: int, at: datetime) -> datetime | None:
    """When the next period of the ward opens after `at`; None where none does by the clock."""
    calendar = calendar_days.of(ward_id)
    kinds = _kinds(ward_id)
    coming = [next_to_open(kind.schedule, at, calendar, since=kind.opens_from).opens_at for kind in kinds]
    return min(coming, default=None)


def _kinds(ward_id: int | None) -> ReportKindQuerySet:
    kinds = ReportKind.objects.periodic()
    return kinds.filter(ward=ward_id) if ward_id else kinds
