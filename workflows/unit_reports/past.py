"""What a unit submitted before for the periods of a kind. Reads only."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Subquery

from workflows.models import IndicatorEntry, ReportingPeriod, UnitReport
from workflows.pure import entry_checks


class PastEntry(NamedTuple):
    """What was reported in an earlier period, which ended on the day `ends`."""

    ends: date
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None


def last_report(report: UnitReport) -> Subquery:
    """The id of the report that the unit submitted for the period before, of the same kind; none where it did not."""
    before = ReportingPeriod.objects.before(report.period)
    last = Subquery(before.order_by("-ends").values("pk")[:1])
    submitted = UnitReport.objects.filter(unit=report.unit_id, period=last, submitted_at__isnull=False)
    return Subquery(submitted.order_by().values("pk"))


def past_of(report: UnitReport) -> dict[int, list[PastEntry]]:
    """The unit's last LOOKS_BACK submitted entries of this kind, oldest first, by the indicator's number. One query."""
    if report.period.is_asked:
        return {}
    submitted = UnitReport.objects.filter(
        unit=report.unit_id,
        period__kind=report.period.kind_id,
        period__ends__lt=report.period.ends,
        submitted_at__isnull=False,
    )
    reports = Subquery(submitted.order_by("-period__ends").values("pk")[: entry_checks.LOOKS_BACK])
    entries = IndicatorEntry.objects.filter(report__in=reports).order_by("report__period__ends")
    past: dict[int, list[PastEntry]] = defaultdict(list)
    for number, *of_then in entries.values_list("indicator__number", "report__period__ends", *PastEntry._fields[1:]):
        past[number].append(PastEntry(*of_then))
    return dict(past)
