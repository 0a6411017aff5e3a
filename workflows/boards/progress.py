"""How far the unit reports of periods have come, as lists of periods count them. Reads only."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from approvals.clock import now
from workflows.models import ReportingPeriod
from workflows.models.states import HELD_BY_UNIT, HELD_BY_WARD, TAKEN_IN, UnitState

NEWEST_FIRST = ("-ends", "-starts", "pk")


def counted(periods: QuerySet[ReportingPeriod], only: Q | None = None) -> QuerySet[ReportingPeriod]:
    """Newest first, with how many unit reports are expected, submitted (returned ones too), returned, taken in and
    overdue. `only` narrows which are counted.
    """
    shown = only or Q()

    def count(which: Q) -> Count:
        return Count("unit_reports", filter=shown & which)

    return (
        periods.select_related("kind")
        .annotate(
            expected=count(Q(unit_reports__state__in=[*HELD_BY_UNIT, *HELD_BY_WARD, *TAKEN_IN])),
            submitted=count(Q(unit_reports__state__in=[*HELD_BY_WARD, *TAKEN_IN, UnitState.RETURNED])),
            returned=count(Q(unit_reports__state=UnitState.RETURNED)),
            taken_in=count(Q(unit_reports__state__in=TAKEN_IN)),
            overdue=count(_overdue(now())),
        )
        .order_by(*NEWEST_FIRST)
    )


def _overdue(at: datetime) -> Q:
    """Of a period's unit reports, which are overdue at `at`."""
    by_itself = Q(unit_reports__extended_to=None) | Q(unit_reports__extended_to__lte=at)
    return by_itself & Q(unit_reports__state__in=HELD_BY_UNIT, unit_due_at__lte=at)
