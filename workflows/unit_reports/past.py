"""What a unit handed in before for the periods of a kind. Reads only."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Subquery

from workflows.models import IndicatorEntry, ReportingPeriod, UnitReport
from workflows.pure import entry_checks


class PastEntry(NamedTuple):
    """What was reported in an earlier period, by the day that it ended on."""

    ends: date
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None


def last_report(report: UnitReport) -> Subquery:
    """The id of what the unit handed in for the period before, of the same kind; none where it did not."""
    before = ReportingPeriod.objects.filter(kind=report.period.kind_id, ends__lt=report.period.ends)
    last = Subquery(before.order_by("-ends").values("pk")[:1])
    handed_in = UnitReport.objects.filter(unit=report.unit_id, period=last, submitted_at__isnull=False)
    return Subquery(handed_in.order_by().values("pk"))


def past_of(report: UnitReport) -> dict[int, list[PastEntry]]:
    """What the unit handed in before for the periods of this kind, by the indicator's number: so many as count."""
    handed_in = UnitReport.objects.filter(
        unit=report.unit_id,
        period__kind=report.period.kind_id,
        period__ends__lt=report.period.ends,
        submitted_at__isnull=False,
    )
    reports = Subquery(handed_in.order_by("-period__ends").values("pk")[: entry_checks.LOOKS_BACK])
    told = IndicatorEntry.objects.filter(report__in=reports).order_by("report__period__ends")
    past: dict[int, list[PastEntry]] = defaultdict(list)
    for number, *of_then in told.values_list("indicator__number", "report__period__ends", *PastEntry._fields[1:]):
        past[number].append(PastEntry(*of_then))
    return dict(past)
