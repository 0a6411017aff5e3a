"""The yearly report and the year's months: the figures it begins with, and where what was written disagrees with them.

A month counts once its ward report is approved. The yearly report is due before December is over ("trước 05/12"), so
what exceeds the known months is an estimate then, marked "ước". Reads only.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from units.models import Aggregation, Indicator, Plan
from workflows.models import (
    AssignmentEntry,
    AssignmentStatus,
    IndicatorEntry,
    IndicatorFigure,
    ReportingPeriod,
    UnitReport,
    WardReport,
)
from workflows.models.states import TAKEN_IN, UnitState, WardState
from workflows.pure.aggregation import Figure, Reading, combine, quantise, telling_places, year_to_date
from workflows.pure.entry_checks import Numbers, is_below
from workflows.pure.period_codes import NamedPeriod, ended_on
from workflows.pure.quoted import difference, measured

from . import delivered

APPROVED = [WardState.APPROVED, WardState.ISSUED, WardState.DISPATCHED, WardState.RECEIVED]
MONTHS = 12
STORED_PLACES = 4
PERCENT_PLACES = 2

Typed = dict[str, Decimal | None]
Key = tuple[int, int]  # unit, indicator's number


def month_words(codes: Iterable[str]) -> list[str]:
    """Months as people write them: "12/2026"."""
    return [f"{int(month)}/{year}" for year, month in (code.split("-") for code in codes)]


@dataclass(frozen=True)
class Gap:
    """A unit that reports for the year, and the approved months in which it had to report and gave no figures."""

    unit: str
    report_id: int
    months: list[str]

    @property
    def words(self) -> str:
        return ", ".join(month_words(self.months))


@dataclass(frozen=True)
class Months:
    """The months of a year that count, and those that are missing from the first one opened on, as codes."""

    known: list[str]
    missing: list[str]

    @property
    def missing_words(self) -> list[str]:
        return month_words(self.missing)

    @property
    def only_the_last_are_missing(self) -> bool:
        """Whether what is missing comes after all that is known: then an estimate may stand for it."""
        return bool(self.known) and all(ended_on(code) > ended_on(self.known[-1]) for code in self.missing)


@dataclass(frozen=True)
class Disagreement:
    """An indicator for which the year as written is not what the months give. `unit` is blank for the ward's figure.

    `estimate` is the part beyond the months where the rest of the year may be estimated, else blank. `below`: the year
    is less than what its months hold; `reason` is the unit's, where it gave one.
    """

    unit: str
    report_id: int | None
    number: int
    name: str
    written: str
    months: str
    difference: str
    estimate: str
    below: bool = False
    reason: str = ""


def prefilled(period: ReportingPeriod) -> dict[Key, Typed]:
    """What each unit's yearly entry begins with: its approved months, by the indicators of the year's own plan."""
    indicators = {indicator.number: indicator for indicator in period.plan.indicators.all()}
    found = _readings(period).items()
    return {key: _year(indicators[key[1]], readings) for key, readings in found if key[1] in indicators}


def progress(period: ReportingPeriod) -> dict[Key, tuple[str, str]]:
    """What each unit's yearly entry of an assignment begins with, by the assignment's number: status and result as the
    office last accepted them in one of the year's months. One query.
    """
    rows = _accepted_progress(period).values_list("report__unit_id", "assignment__number", "status", "result")
    return {(unit, number): (status, result) for unit, number, status, result in rows}


def last_progress(report: UnitReport) -> dict[int, AssignmentEntry]:
    """The same of one unit's yearly report, as its months' entries. One query."""
    entries = _accepted_progress(report.period).filter(report__unit=report.unit_id).select_related("assignment")
    return {entry.assignment.number: entry for entry in entries}


def _accepted_progress(period: ReportingPeriod) -> Any:
    """Of the year's months, oldest first, so that the last accepted one comes last."""
    accepted = AssignmentEntry.objects.filter(
        report__period__in=_monthly(period).values("pk"), report__state__in=TAKEN_IN
    )
    return accepted.exclude(status=AssignmentStatus.NOT_REPORTED).order_by("report__period__ends")


def of_months(report: UnitReport, indicators: Iterable[Indicator]) -> dict[int, Numbers]:
    """What the approved months give for these indicators of a unit's yearly report, by number. One query."""
    months = _readings(report.period, report__unit=report.unit_id)
    given = {row.number: _year(row, months.get((report.unit_id, row.number), [])) for row in indicators}
    return {number: _numbers(typed) for number, typed in given.items() if typed["value"] is not None}


def _numbers(typed: Typed) -> Numbers:
    return typed["value"], typed["numerator"], typed["denominator"]


def _year(indicator: Indicator, readings: Iterable[Reading]) -> Typed:
    return of_year(indicator.aggregation, readings, level=indicator.is_level)


def of_year(aggregation: Any, readings: Iterable[Reading], *, level: bool) -> Typed:
    """One unit's year from its months, oldest first, in the shape in which it would type it; of a level the last."""
    months = [_figure(aggregation, reading) for reading in readings]
    year = year_to_date(aggregation, months, stock=level)
    value = None if year.value is None else quantise(year.value, STORED_PLACES)
    if value is None or aggregation not in (Aggregation.RATIO, Aggregation.MEAN):
        return {"value": value, "numerator": None, "denominator": None}
    numerator = year.numerator if aggregation == Aggregation.RATIO else None
    return {"value": value, "numerator": numerator, "denominator": year.denominator}


def _figure(aggregation: Any, reading: Reading) -> Figure:
    """A unit's own count is what it typed; the ward's would be one unit."""
    if aggregation == Aggregation.COUNT:
        return Figure(reading.value, None, None, (), ())
    return combine(aggregation, [reading])


def months_of(period: ReportingPeriod) -> Months:
    """The months that the year of `period` is made of. One query."""
    rows = _monthly(period).values_list("code", "ward_reports__state", "ward_reports__replaced_by")
    states = {code: state for code, state, replaced_by in rows.order_by("ends") if replaced_by is None}
    codes = [NamedPeriod("monthly", period.year, month).code for month in range(1, MONTHS + 1)]
    known = [code for code in codes if states.get(code) in APPROVED]
    since = codes[codes.index(next(iter(states), codes[0])) :]
    return Months(known, [code for code in since if code not in known])


def gaps(period: ReportingPeriod, report: UnitReport | None = None) -> list[Gap]:
    """The units of the yearly report whose figures an approved month lacks; of one `report` its unit's alone. One
    query.
    """
    years = UnitReport.objects.filter(period=period, unit=OuterRef("unit")).exclude(state=UnitState.CANCELLED)
    lacking = UnitReport.objects.filter(period__in=_approved(period)).exclude(state__in=TAKEN_IN)
    if report:
        lacking = lacking.filter(unit=report.unit_id)
    asked = lacking.annotate(of_year=Subquery(years.values("pk")[:1])).exclude(of_year=None)
    rows = asked.order_by("unit__order", "unit__code", "period__ends")
    months: dict[tuple[str, int], list[str]] = defaultdict(list)
    for name, pk, code in rows.values_list("unit__short_name", "of_year", "period__code"):
        months[name, pk].append(code)
    return [Gap(name, pk, codes) for (name, pk), codes in months.items()]


def _monthly(period: ReportingPeriod) -> Any:
    number = Plan.objects.filter(pk=period.plan_id).values("number")
    months = ReportingPeriod.objects.standing().filter(kind=period.kind.months_id, plan__year=period.year)
    return months.filter(plan__number__in=number)


def _approved(period: ReportingPeriod) -> Any:
    approved = WardReport.objects.filter(replaced_by=None, state__in=APPROVED)
    return _monthly(period).filter(pk__in=approved.values("period"))


def _readings(period: ReportingPeriod, **narrowed: Any) -> dict[Key, list[Reading]]:
    """Each unit's monthly readings, oldest first. Of a ward that tells its year to date, that stands for the months up
    to it: so does what the ward has corrected in them since they were received. One query.
    """
    entries = IndicatorEntry.objects.filter(
        report__period__in=_approved(period).values("pk"), report__state__in=TAKEN_IN, **narrowed
    ).order_by("report__period__ends")
    names = ("value", "numerator", "denominator", "told_year", "indicator__aggregation")
    found: dict[Key, list[Reading]] = defaultdict(list)
    for unit, number, *numbers, told, way in entries.values_list("report__unit_id", "indicator__number", *names):
        reading = Reading(unit, True, *numbers)
        year = delivered.year_reading(way, reading, told)
        found[unit, number] = [year] if year else [*found[unit, number], reading]
    return dict(found)


def disagreements(period: ReportingPeriod, months: Months, report: UnitReport | None = None) -> list[Disagreement]:
    """Where a unit's yearly entry is not what its months give; of all units that report, or of one `report`. Two
    queries.
    """
    own = {"report__unit": report.unit_id} if report else {}
    months_of_units = _readings(period, **own)
    entries = IndicatorEntry.objects.filter(report__period=period, **own).exclude(report__state=UnitState.WAIVED)
    entries = entries.select_related("indicator", "report__unit")
    found = (
        _disagreement(entry, months_of_units.get((entry.report.unit_id, entry.indicator.number), []), period, months)
        for entry in entries.order_by("report__unit__order", "indicator__number")
    )
    return [each for each in found if each]


def _disagreement(entry: Any, readings: list[Reading], period: ReportingPeriod, months: Months) -> Disagreement | None:
    expected = _year(entry.indicator, readings)
    if expected["value"] is None:
        return None
    compared = ("numerator" if entry.indicator.aggregation == Aggregation.RATIO else "value", "denominator")
    if all(getattr(entry, name) == expected[name] for name in compared):
        return None
    below = is_below(
        (entry.value, entry.numerator, entry.denominator), _numbers(expected), level=entry.indicator.is_level
    )
    found = _in_words(entry.indicator, entry.value, expected["value"], period, months, entry.report)
    return replace(found, below=below, reason=entry.explanation)


def _in_words(
    indicator: Any, written: Decimal | None, months_value: Decimal, period: ReportingPeriod, months: Months, report: Any
) -> Disagreement:
    numbers = [months_value] if written is None else [written, months_value]
    coarsest = PERCENT_PLACES if indicator.measure == "%" else STORED_PLACES
    places = telling_places(numbers, coarsest, STORED_PLACES)
    beyond = None if written is None else quantise(written, places) - quantise(months_value, places)
    may_be_estimate = period.estimates and bool(months.missing) and months.only_the_last_are_missing
    is_estimate = may_be_estimate and _adds_up(indicator) and beyond is not None and beyond > 0
    in_words = "" if beyond is None else difference(beyond, indicator.measure, places)
    return Disagreement(
        unit=report.unit.short_name if report else "",
        report_id=report.pk if report else None,
        number=indicator.number,
        name=indicator.name,
        written="" if written is None else measured(written, indicator.measure, places),
        months=measured(months_value, indicator.measure, places),
        difference=in_words,
        estimate=in_words if is_estimate else "",
    )


def _adds_up(indicator: Indicator) -> bool:
    """Whether the months beyond those known can only add to them."""
    return indicator.aggregation == Aggregation.SUM and not indicator.is_level


def ward_disagreements(report: WardReport, months: Months) -> list[Disagreement]:
    """Where the yearly figures are not what the ward's own months came to by the last that counts. One query."""
    if not months.known:
        return []
    last_month = _approved(report.period).filter(code=months.known[-1])
    last = WardReport.objects.filter(replaced_by=None, period__in=last_month)
    rows = IndicatorFigure.objects.filter(Q(report=report) | Q(report__in=last)).select_related("indicator")
    figures = list(rows.order_by("indicator__number"))
    expected = {row.indicator.number: row.as_it_stands.year_value for row in figures if row.report_id != report.pk}
    return [
        replace(
            _in_words(row.indicator, row.value, months_value, report.period, months, None),
            below=row.value is not None and row.value < months_value,
            reason=row.reason,
        )
        for row in figures
        if row.report_id == report.pk
        and (months_value := expected.get(row.indicator.number)) is not None
        and row.value != months_value
    ]


def below_months(report: WardReport) -> list[Disagreement]:
    """Where a yearly report says less than the year's months hold: the ward's figures, then its units'. Four queries,
    and none for a report of a month.
    """
    if not report.period.adds_months:
        return []
    months = months_of(report.period)
    found = [*ward_disagreements(report, months), *disagreements(report.period, months)]
    return [each for each in found if each.below]


def below_by_report(period: ReportingPeriod) -> Counter[int]:
    """How many figures of each unit's yearly report are less than its months hold. Three queries, none for a month."""
    if not period.adds_months:
        return Counter()
    found = disagreements(period, months_of(period))
    return Counter(each.report_id for each in found if each.report_id and each.below)
