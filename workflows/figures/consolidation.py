"""Consolidation: the ward's figures from what its units reported.

Reads here, no writes. Units that need not report, and blanks, are "not reported", never zero. The number of queries
does not grow with units or indicators.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, JSONField, Q, QuerySet, When
from django.utils.translation import gettext as _

from approvals import compiled
from approvals.errors import NotPossible
from workflows.models import IndicatorFigure, ReportingPeriod, ReportKind, WardReport
from workflows.models.querysets import either
from workflows.models.restatements import numbers_of
from workflows.models.states import FAILED
from workflows.pure.aggregation import (
    Figure,
    Light,
    Reading,
    Thresholds,
    adjusted,
    combine,
    light,
    quantise,
    year_to_date,
)
from workflows.pure.overrides import OVERRIDE, Override, Overrides
from workflows.pure.period_codes import period_before, year_before
from workflows.pure.quoted import Quoted
from workflows.pure.schedule import share_of_year

from .compared import Earlier, compared, units_of, unlike_words
from .course import EarlierFigure, YearToDate, course_of, course_since
from .delivered import course_with
from .origins.readings import Readings, carried_words, readings_of
from .origins.sources import SourceReading, source_of

PLACES = 6

WRONGLY = Q(overridden_at=None, restated__isnull=True, indicator__stock=False, indicator__cumulative=False)
CARRIED_WRONGLY = Case(  # the sources of a flow that was taken for a level then, and corrected since
    When(~Q(carried="") & WRONGLY, then="sources"), output_field=JSONField()
)
STORED = ("value", "numerator", "denominator", CARRIED_WRONGLY, "restated")
EARLIER = ("indicator__number", "indicator__aggregation", *STORED)
PLAN = "report__period__plan__number"
PERIOD = {name: F(f"report__period__{name}") for name in ("kind_id", "code", "starts", "ends")}


def figures(report: WardReport, indicators: Iterable[Any], overrides: Overrides) -> list[dict[str, Any]]:
    """A row of IndicatorFigure for each indicator, from the reports accepted so far. Two queries."""
    indicators, before, readings = list(indicators), _before(report), readings_of(report)
    rows = rows_of(report, indicators, readings, before.this_year, overrides)
    return [
        row | before.compared(indicator, row["value"], readings.sources[indicator.pk], readings.names)
        for indicator, row in zip(indicators, rows, strict=True)
    ]


def rows_of(
    report: WardReport,
    indicators: Iterable[Any],
    readings: Readings,
    earlier: Mapping[int, list[EarlierFigure]],
    overrides: Overrides,
) -> list[dict[str, Any]]:
    """The same rows without the comparisons; `earlier` has the year's earlier figures by the indicator's number."""
    return [
        figure_row(
            report,
            indicator,
            readings.sources[indicator.pk],
            _course(report.period, indicator, readings, earlier.get(indicator.number, [])),
            overrides.get(str(indicator.pk)),
        )
        | {
            "explained": "\n".join(sorted(readings.explained[indicator.pk])),
            "carried": carried_words(indicator.aggregation, readings.sources[indicator.pk], readings.names),
        }
        for indicator in indicators
    ]


def _course(period: ReportingPeriod, indicator: Any, readings: Readings, earlier: list[EarlierFigure]) -> YearToDate:
    course = course_of(period, earlier, readings.telling)
    of_units = readings.years.get(indicator.pk)
    if of_units is None or indicator.is_level or period.is_asked:
        return course
    return course_with(indicator.aggregation, period, course, earlier, of_units)


def figure_row(
    report: WardReport, indicator: Any, sources: list[SourceReading], course: YearToDate, override: Override | None
) -> dict[str, Any]:
    """The row of one indicator. The adjusted figure takes the computed one's place in the year to date too."""
    computed = combine(indicator.aggregation, (source.reading for source in sources))
    figure = adjusted(indicator.aggregation, override.given, computed) if override else computed
    since, year = None if indicator.is_level else course.since, year_of(report.period, indicator, course, figure)
    row = {
        "report_id": report.pk,
        "indicator_id": indicator.pk,
        "value": rounded(figure.value),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "year_value": rounded(year),
        "counted_from": since,
        "light": "" if since or report.period.is_asked else light_of(report.period, indicator, year),
        "reported": len(computed.reported),
        "expected": len(sources),
        "sources": [source.plain() for source in sources],
    }
    if override:
        row |= override.columns
        row["computed_value"] = rounded(computed.value)
        row["computed_year"] = rounded(year_of(report.period, indicator, course, computed))
    return row


def year_of(period: ReportingPeriod, indicator: Any, course: YearToDate, figure: Figure) -> Decimal | None:
    """None of what the office asked for by itself: its days are no year; none where
    a ward told none of its own.
    """
    if period.is_asked or course.lacks:
        return None
    return year_to_date(indicator.aggregation, [*course.figures, figure], stock=indicator.is_level).value


def override_of(figure: IndicatorFigure) -> Override:
    """The override of an adjusted figure, to be carried over to a new one."""
    given = Reading(0, True, figure.value, figure.numerator, figure.denominator)
    return Override(given, {name: getattr(figure, name) for name in OVERRIDE})


def quoted(figure: IndicatorFigure) -> Quoted:
    """The figure as prose may quote it; its indicator is read already."""
    indicator: Any = figure.indicator
    return Quoted(
        number=indicator.number,
        name=indicator.name,
        measure=indicator.measure,
        places=indicator.decimals,
        goal=indicator.goal,
        value=figure.value,
        year_value=figure.year_value,
        light=figure.light,
        direction=indicator.direction,
        before=figure.before,
        year_before=figure.year_before,
        before_lacks=figure.before_lacks,
        year_before_lacks=figure.year_before_lacks,
        counted_from=figure.counted_from,
    )


def rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else quantise(value, PLACES)


def light_of(period: ReportingPeriod, indicator: Any, value: Decimal | None) -> Light:
    kind = period.kind
    return light(
        value,
        goal=indicator.goal,
        direction=indicator.direction,
        aggregation=indicator.aggregation,
        stock=indicator.stock,
        share_of_year=share_of_year(kind.frequency, period.ends, period.year),
        thresholds=Thresholds(kind.green, kind.amber),
    )


@dataclass(frozen=True)
class Before:
    """Figures of earlier periods by the indicator's number: the year's, oldest first, those of the kind's period before
    and of the same month of the year before.
    """

    this_year: dict[int, list[EarlierFigure]]
    before: dict[int, Earlier]
    year_before: dict[int, Earlier]

    def compared(
        self, indicator: Any, value: Decimal | None, sources: list[SourceReading], names: Mapping[int, str]
    ) -> dict[str, Any]:
        """What a row of IndicatorFigure keeps of them."""
        last, same = self.before.get(indicator.number), self.year_before.get(indicator.number)
        now = units_of(indicator, (source.reading for source in sources) if last or same else ())
        before, lacking = compared(indicator, value, now, last, names)
        year_before, year_lacking = compared(indicator, value, now, same, names)
        return {
            "before": before,
            "before_lacks": lacking,
            "year_before": year_before,
            "year_before_lacks": year_lacking,
        }


def _before(report: WardReport) -> Before:
    """One query."""
    period = report.period
    last, same = period_before(period.code), year_before(period.code)
    found = Before(defaultdict(list), {}, {})
    rows = compiled.read(_told_before, apart={"year": period.year}, last=last, same=same, **_place_of(period))
    for kind, code, starts, ends, year, plan, kept, number, *stored in rows:
        figure = _counted(*stored)
        if year == period.year and plan != period.plan.number:
            continue  # its numbers name other indicators
        if year == period.year:
            found.this_year[number].append(EarlierFigure(kind, code, starts, ends, figure))
        if kind == period.kind_id and code in (last, same):
            unlike = unlike_words((period.starts, period.ends), (starts, ends))
            earlier = Earlier(code, rounded(figure.value), kept, unlike)
            (found.before if code == last else found.year_before)[number] = earlier
    return found


def _told_before(last: str, same: str, *, kind: int, **place: Any) -> QuerySet[Any, Any]:
    """The figures of the year's earlier periods, oldest first, and of the kind's own periods of these codes."""
    is_compared = Q(report__period__kind=kind, report__period__code__in=(last, same))
    sources = Case(When(is_compared, then="sources"), output_field=JSONField())
    rows = _standing().filter(_precedes(kind=kind, **place) | is_compared)
    values = rows.values_list(*PERIOD.values(), "report__period__plan__year", PLAN, sources, *EARLIER)
    return values.order_by("report__period__ends")


def _counted(
    way: Any,
    value: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
    sources: list[Any] | None,
    restated: Mapping[str, Any] | None,
) -> Figure:
    """An earlier period's figure as the year counts it: as units have corrected it since; of a flow what was reported
    in that period alone.
    """
    if restated:
        given = numbers_of(restated)
        return Figure(given["value"], given["numerator"], given["denominator"], (), ())
    if sources is None:
        return Figure(value, numerator, denominator, (), ())
    return combine(way, (source.reading for source in map(source_of, sources) if not source.reading.since))


def counted(figure: Any, as_of: datetime | None = None) -> Figure:
    """The same of a row that has `carried_wrongly` too; without what was corrected after `as_of`."""
    kept = figure.restated
    if kept and as_of and datetime.fromisoformat(kept["at"]) > as_of:
        kept = None
    way, behind = figure.indicator.aggregation, (figure.carried_wrongly, kept)
    return _counted(way, figure.value, figure.numerator, figure.denominator, *behind)


def earlier_figures(report: WardReport) -> Any:
    """The figures of the year's earlier periods of this kind and of the one that tells the plan's course, oldest first;
    a year has none before it.
    """
    return _standing().filter(_is_earlier(report)).order_by("report__period__ends")


def _standing() -> Any:
    """The figures that count."""
    return IndicatorFigure.objects.filter(report__replaced_by=None).exclude(report__state__in=FAILED)


def _is_earlier(report: WardReport) -> Q:
    """In the year, before the report; nothing comes before a year, or before what the office asked for."""
    return _precedes(year=report.period.year, **_place_of(report.period))


def _place_of(period: ReportingPeriod) -> dict[str, Any]:
    """Where the period stands in its ward's year; nothing comes before what the office asked for by itself."""
    ends = None if period.is_asked else period.ends
    plan = period.plan.number
    return {"kind": period.kind_id, "ward": period.ward_id, "plan": plan, "ends": ends}


def _precedes(*, kind: int, ward: int, plan: str, year: int, ends: date | None) -> Q:
    if ends is None:
        return Q(pk__in=())
    kinds = Q(report__period__kind=kind) | Q(report__period__kind__in=ReportKind.objects.telling(ward))
    return kinds & Q(**{PLAN: plan}, report__period__plan__year=year, report__period__ends__lt=ends)


def figures_and_earlier(
    report: WardReport, as_of: datetime | None = None
) -> tuple[list[IndicatorFigure], dict[int, list[EarlierFigure]]]:
    """The report's figures in the plan's order, with their indicators, and the year's earlier ones, as units had
    corrected these by `as_of`, else by now. One query.
    """
    of_report = IndicatorFigure.objects.filter(report=report)
    rows = IndicatorFigure.objects.filter(either(of_report, earlier_figures(report))).select_related("indicator")
    own: list[IndicatorFigure] = []
    earlier: dict[int, list[EarlierFigure]] = defaultdict(list)
    for row in rows.annotate(carried_wrongly=CARRIED_WRONGLY, **PERIOD).order_by(
        "report__period__ends", "indicator__number"
    ):
        if row.report_id == report.pk:
            own.append(row)
        else:
            figure = EarlierFigure._make([*(getattr(row, name) for name in PERIOD), counted(row, as_of)])
            earlier[row.indicator.number].append(figure)
    return own, earlier


def course_behind(report: WardReport, figure: IndicatorFigure) -> YearToDate:
    """The year's earlier figures that a figure of the report adds up. One query."""
    rows = earlier_figures(report).filter(indicator__number=figure.indicator.number)
    values = rows.values_list(*PERIOD.values(), *EARLIER)
    earlier = [
        EarlierFigure(kind, code, starts, ends, _counted(*stored))
        for kind, code, starts, ends, _number, *stored in values
    ]
    return course_since(report.period, earlier, figure.counted_from)


def is_consolidated(report: WardReport) -> bool:
    """Whether it has figures made from its unit reports."""
    return report.consolidated_at is not None


def refuse_unless_consolidated(row: WardReport) -> None:
    if not is_consolidated(row):
        raise NotPossible(_("Consolidate the unit reports first."))
