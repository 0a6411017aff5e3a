"""What a unit's corrected figure changes in the ward's figures of its period and of later ones, and what the next
report tells of it (docs/decisions/0079). Reads only.

What was approved stays as it is: beside it a figure keeps what it would be now (`IndicatorFigure.restated`), and the
year of later periods counts that.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from workflows.cases.inputs.texts import plain
from workflows.models import IndicatorFigure, ReportKind, Restatement, UnitReport, WardReport
from workflows.models.figures import NUMBERS
from workflows.models.restatements import numbers_of
from workflows.models.states import FAILED, OPEN, TAKEN_IN
from workflows.pure.aggregation import Figure, adjusted, combine, format_number
from workflows.pure.period_words import period_words
from workflows.pure.quoted import measured
from workflows.pure.wording.facts import RestatementFact

from .consolidation import CARRIED_WRONGLY, counted, light_of, override_of, rounded, year_of
from .course import EarlierFigure, course_since, told_in
from .origins.sources import SourceReading, source_of

PARTS_PLACES = 4
SHOWN_PLACES = 2

Numbers = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class RestatementEffect:
    """An approved figure of the ward, and (`now`) what it would be; its report, period and indicator are read."""

    figure: IndicatorFigure
    now: IndicatorFigure

    @property
    def period(self) -> str:
        return self.figure.report.period.words

    @property
    def was(self) -> tuple[str, str]:
        """The period's figure and the year's, as they count until now."""
        stands = self.figure.as_it_stands
        return self._words(stands.value), self._words(stands.year_value)

    @property
    def becomes(self) -> tuple[str, str]:
        return self._words(self.now.value), self._words(self.now.year_value)

    def kept(self, at: datetime) -> dict[str, Any]:
        """As `IndicatorFigure.restated` stores it."""
        numbers = {name: plain(getattr(self.now, name)) for name in NUMBERS}
        return {**numbers, "light": self.now.light, "sources": self.now.sources, "at": at.isoformat()}

    def _words(self, value: Decimal | None) -> str:
        indicator: Any = self.figure.indicator
        return measured(value, indicator.measure, indicator.decimals)


def effects(report: UnitReport, number: int, given: Numbers) -> list[RestatementEffect]:
    """The approved figures of the year that change where the unit's report says `given` of the indicator: that of its
    own period first. One query.
    """
    found: list[RestatementEffect] = []
    earlier: list[EarlierFigure] = []
    for figure in _figures(report, number):
        stands = figure.as_it_stands
        sources = [source_of(kept) for kept in stands.sources]
        others = [_corrected(source, report, given) for source in sources]
        result = counted(figure) if others == sources else _figure_of(figure, others)
        now = _now(figure, result, earlier, others)
        earlier.append(told_in(figure.report.period, result))
        if others != sources or (found and now.year_value != stands.year_value):
            found.append(RestatementEffect(figure, now))
    return [each for each in found if each.figure.report.state not in OPEN]


def _figures(report: UnitReport, number: int) -> QuerySet[Any]:
    """All of the indicator in the year that count, oldest first, with `telling`: the id of the kind that tells the
    plan's course.
    """
    rows = IndicatorFigure.objects.with_sources().filter(
        ~Q(report__state__in=FAILED),
        report__ward=report.ward_id,
        report__replaced_by=None,
        report__period__plan__number=report.period.plan.number,
        report__period__plan__year=report.period.plan.year,
        indicator__number=number,
    )
    telling = Subquery(ReportKind.objects.telling(report.ward_id).values("pk"))
    return (
        rows.annotate(carried_wrongly=CARRIED_WRONGLY, telling=telling)
        .select_related("indicator", "report__period__kind", "report__period__plan")
        .order_by("report__period__ends", "report")
    )


def _corrected(source: SourceReading, report: UnitReport, given: Numbers) -> SourceReading:
    """The source with `given` in it where it is the unit's reading of that period, also one that was carried on."""
    reading, numbers = source.reading, cast(dict[str, Any], given)
    is_own = source.report_id == report.pk and not reading.since
    if is_own or (reading.unit_id == report.unit_id and reading.since == report.period.code):
        return source._replace(reading=reading._replace(**numbers))
    return source


def _figure_of(figure: Any, sources: list[SourceReading]) -> Figure:
    """What these sources give; an adjustment by hand stands."""
    way = figure.indicator.aggregation
    computed = combine(way, (source.reading for source in sources))
    return adjusted(way, override_of(figure).given, computed) if figure.is_overridden else computed


def _now(
    figure: Any, result: Figure, earlier: Iterable[EarlierFigure], sources: list[SourceReading]
) -> IndicatorFigure:
    """The figure as it would be, a copy that is not saved."""
    period, now = figure.report.period, copy(figure)
    behind = [each for each in earlier if each.kind in (period.kind_id, figure.telling) and each.ends < period.ends]
    year = year_of(period, figure.indicator, course_since(period, behind, figure.counted_from), result)
    now.value, now.numerator, now.denominator = rounded(result.value), result.numerator, result.denominator
    now.year_value, now.sources = rounded(year), [source.plain() for source in sources]
    if figure.light:
        now.light = light_of(period, figure.indicator, year)
    return now


def told_by(report: WardReport) -> list[dict[str, Any]]:
    """What the report tells of corrected figures, as JSON stores it: of the year's earlier periods that it counts, what
    was accepted since a report of its kind was last put together. One query.
    """
    period = report.period
    if period.is_asked:
        return []
    before = WardReport.objects.counting().filter(
        period__kind=period.kind_id, period__ends__lt=period.ends, consolidated_at__gte=OuterRef("decided_at")
    )
    kinds = Q(report__period__kind=period.kind_id) | Q(
        report__period__kind__in=ReportKind.objects.telling(period.ward_id)
    )
    rows = Restatement.objects.filter(
        ~Exists(before),
        kinds,
        state=Restatement.State.ACCEPTED,
        report__ward=period.ward_id,
        report__period__plan__number=period.plan.number,
        report__period__plan__year=period.year,
        report__period__ends__lt=period.ends,
    )
    ordered = rows.order_by("entry__indicator__number", "report__period__ends", "report__unit__order", "pk")
    return [_plain_fact(row) for row in ordered.select_related("entry__indicator", "report__period", "report__unit")]


def brought(units: Iterable[UnitReport]) -> list[dict[str, Any]]:
    """The same of what the documents of wards tell of theirs, by reports that are taken in: a ward says it once, in
    its next report, and so does its superior. No query.
    """
    taken = [unit for unit in units if unit.corrections and unit.state in TAKEN_IN]
    facts = [
        RestatementFact(
            number=each["ma"],
            name=each["ten"],
            unit=unit.unit.short_name,
            period=each["ky"],
            was=each["tu"],
            becomes=each["thanh"],
            ward_was="",
            ward_becomes="",
            reason=each["ly_do"],
        )
        for unit in taken
        for each in unit.corrections
    ]
    return [asdict(fact) for fact in facts]


def facts_of(report: WardReport) -> tuple[RestatementFact, ...]:
    """What the report tells of them, as of its consolidation. No query."""
    return tuple(RestatementFact(**kept) for kept in report.restatements)


def in_words(indicator: Any, kept: Mapping[str, Any]) -> str:
    """An entry's numbers for Vietnamese documents: "61,4% (27/44)"."""
    numbers = numbers_of(kept)
    value = measured(numbers["value"], indicator.measure, max(indicator.decimals, SHOWN_PLACES))
    parts = [format_number(part, PARTS_PLACES) for part in (numbers["numerator"], numbers["denominator"]) if part]
    return f"{value} ({'/'.join(parts)})" if parts else value


def _plain_fact(row: Any) -> dict[str, Any]:
    indicator = row.entry.indicator
    ward = row.of_ward or ["", ""]
    fact = RestatementFact(
        number=indicator.number,
        name=indicator.name,
        unit=row.report.unit.short_name,
        period=period_words(row.report.period.code),
        was=in_words(indicator, row.was),
        becomes=in_words(indicator, row.becomes),
        ward_was=ward[0],
        ward_becomes=ward[1],
        reason=row.reason,
    )
    return asdict(fact)
