"""What a unit submitted before for the periods of a kind. Reads only."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet, Subquery

from approvals import compiled
from workflows.models import IndicatorEntry, ReportingPeriod, UnitReport
from workflows.pure import entry_checks
from workflows.pure.entry_checks import Numbers
from workflows.pure.period_codes import are_alike

MOST = 12  # reports that are read back: a year of months, and more than any check looks at


class PastEntry(NamedTuple):
    """What was reported in an earlier period, which ended on the day `ends`. `is_alike`: it is of the same length as
    the period beside which it is read.
    """

    ends: date
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    is_alike: bool = True

    @property
    def numbers(self) -> Numbers:
        return self.value, self.numerator, self.denominator


def place_of(report: UnitReport) -> dict[str, Any]:
    """What tells which report comes before this one, as `last_report` takes it."""
    period = report.period
    return {"unit": report.unit_id, "kind": period.kind_id, "ends": period.ends, "asked": period.is_asked}


def last_report(unit: int, kind: int, ends: date, asked: bool) -> Subquery:
    """The id of the report that the unit submitted for the period of the kind before one that ends on this day; none
    where it did not, and before what was `asked` for by itself.
    """
    before = ReportingPeriod.objects.standing().filter(kind=kind, ends__lt=ends)
    last = Subquery((before.none() if asked else before).order_by("-ends").values("pk")[:1])
    submitted = UnitReport.objects.filter(unit=unit, period=last, submitted_at__isnull=False)
    return Subquery(submitted.order_by().values("pk"))


@dataclass(frozen=True)
class Past:
    """What a unit submitted before of an indicator, oldest first: in its last LOOKS_BACK reports, and in the year."""

    last: Sequence[PastEntry] = ()
    year: Sequence[PastEntry] = ()

    def beside(self, *, level: bool) -> list[PastEntry]:
        """The last ones with which a figure is compared: of what came in a period those of the same length."""
        return [past for past in self.last if level or past.is_alike]


NOTHING = Past()


def past_of(report: UnitReport, numbers: Collection[int] | None = None) -> dict[int, Past]:
    """The unit's submitted entries of this kind by the indicator's number, or those of these `numbers`. One query."""
    if report.period.is_asked:
        return {}
    period = report.period
    before: dict[str, Any] = {"unit": report.unit_id, "kind": period.kind_id, "ends": period.ends}
    entries = compiled.read(_submitted, **before, numbers=None if numbers is None else list(numbers))
    found: dict[int, list[PastEntry]] = defaultdict(list)
    for number, starts, ends, value, numerator, denominator in entries:
        is_alike = are_alike((starts, ends), (period.starts, period.ends))
        found[number].append(PastEntry(ends, value, numerator, denominator, is_alike))
    ends = sorted({past.ends for each in found.values() for past in each})[-entry_checks.LOOKS_BACK :]
    year = report.period.ends.year
    return {
        number: Past([each for each in past if each.ends in ends], [each for each in past if each.ends.year == year])
        for number, past in found.items()
    }


def _submitted(unit: int, kind: int, ends: date, numbers: list[int] | None) -> QuerySet[IndicatorEntry, Any]:
    """What the unit submitted for the last periods of a kind before one that ends on this day, oldest first."""
    submitted = UnitReport.objects.filter(
        unit=unit, period__kind=kind, period__ends__lt=ends, submitted_at__isnull=False
    )
    reports = Subquery(submitted.order_by("-period__ends").values("pk")[:MOST])
    entries = IndicatorEntry.objects.filter(report__in=reports).order_by("report__period__ends")
    if numbers is not None:
        entries = entries.filter(indicator__number__in=numbers)
    days = ("report__period__starts", "report__period__ends")
    return entries.values_list("indicator__number", *days, "value", "numerator", "denominator")
