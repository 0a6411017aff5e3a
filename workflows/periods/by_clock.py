"""Which periods open by the clock, and when the next one does."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from approvals.clock import now
from approvals.errors import NotPossible
from units.models import Plan
from workflows.cases.times import calendar_days
from workflows.models import ReportingPeriod, ReportKind
from workflows.models.kinds import ReportKindQuerySet
from workflows.pure.period_codes import named
from workflows.pure.schedule import codes_open_on, next_to_open

from . import actions


def open_due(ward_id: int | None = None) -> list[str]:
    """Open every period whose time has come, of one ward or of all. Returns why others could not be. Idempotent; three
    queries where there is nothing to open, however many wards there are.
    """
    reasons = []
    missing = list(_missing(list(_kinds(ward_id).select_related("ward"))))
    planned = set(Plan.objects.values_list("ward", "year")) if missing else set()
    for kind, code in missing:
        try:
            year = named(code).year  # type: ignore[union-attr]
            if (kind.ward_id, year) not in planned:
                raise actions.no_plan(year)
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


def _missing(kinds: list[Any]) -> Iterator[tuple[ReportKind, str]]:
    """The periods of these kinds that should be open and are not; what was cancelled is left alone."""
    calendars = calendar_days.every()
    due = [
        (kind, code)
        for kind in kinds
        for code in codes_open_on(kind.schedule, now(), calendars.of(kind.ward_id), since=kind.opens_from)
    ]
    periods = ReportingPeriod.objects.filter(code__in={code for _kind, code in due})
    there = set(periods.order_by().values_list("kind", "code"))
    yield from ((kind, code) for kind, code in due if (kind.pk, code) not in there)


def _kinds(ward_id: int | None) -> ReportKindQuerySet:
    kinds = ReportKind.objects.periodic()
    return kinds.filter(ward=ward_id) if ward_id else kinds
