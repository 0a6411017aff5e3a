"""Where a figure of the ward comes from: whose readings, which version, accepted by whom and when. Three queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from units import grants
from units.models import Aggregation, Person
from workflows.figures.compared import why_not_compared
from workflows.figures.course import course_since, told_in
from workflows.models import IndicatorEntry, IndicatorFigure, ReportKind, WardReport
from workflows.models.states import FAILED, TAKEN_IN, UnitState
from workflows.pure.aggregation import format_number, is_reported
from workflows.pure.period_codes import PERIODIC
from workflows.pure.period_words import period_words
from workflows.pure.quoted import NO_FIGURE, measured

from .sources import SourceReading, source_of, taken_in_of

PART_PLACES = 4
LIGHTS = {"green": "green", "amber": "yellow", "red": "red"}


@dataclass(frozen=True)
class Contribution:
    """A unit's part in the figure, as it was taken in. `now` is what the unit's report has now, where it differs;
    `since` the earlier period that the reading is of, where the unit reported nothing in this one.

    `is_waived`: the unit need not report; `delivers`: it stands for a ward.
    `accepted_by` and `accepted_at` are blank where nothing was taken in: waived, or consolidated before this was kept.
    """

    unit: str
    report_id: int
    value: str
    fraction: str
    version: int | None
    accepted_by: str
    accepted_at: datetime | None
    now: str
    is_lead: bool
    is_waived: bool
    since: str = ""
    delivers: bool = False

    @property
    def is_reported(self) -> bool:
        return bool(self.value)


@dataclass(frozen=True)
class YearPart:
    """The figure of an earlier period of the year."""

    report_id: int
    period: str
    value: str


@dataclass(frozen=True)
class FigureInWords:
    """A figure as pages show it; its indicator must be read with it."""

    figure: IndicatorFigure

    @property
    def indicator(self) -> Any:
        return self.figure.indicator

    @property
    def key(self) -> int:
        return self.indicator.number

    @property
    def title(self) -> str:
        return str(self.indicator)

    @property
    def measure(self) -> str:
        return self.indicator.measure

    @property
    def value(self) -> str:
        return self._words(self.figure.value)

    @property
    def is_reported(self) -> bool:
        return self.figure.reported > 0 or self.figure.is_overridden

    @property
    def fraction(self) -> str:
        return _fraction(self.figure.numerator, self.figure.denominator)

    @property
    def year_value(self) -> str:
        """A dash where the period's days are no year."""
        is_none = self.figure.year_value is None and not self.figure.light
        return "–" if is_none else self._words(self.figure.year_value)

    @property
    def goal(self) -> str:
        return measured(self.indicator.goal, self.indicator.measure, PART_PLACES)

    @property
    def computed(self) -> str:
        """What the units' reports give, where the figure is adjusted by hand."""
        return self._words(self.figure.computed_value)

    @property
    def before(self) -> str:
        """The figure of the period before, as of the consolidation."""
        return "" if self.figure.before is None else self._words(self.figure.before)

    @property
    def lacking(self) -> str:
        """The units whose figures are missing for a comparison with it, or the days of its data."""
        return self.figure.before_lacks

    @property
    def why_not(self) -> str:
        """Why it is not compared with the period before, as a sentence."""
        return why_not_compared(self.lacking)

    @property
    def computed_year(self) -> str:
        return self._words(self.figure.computed_year)

    @property
    def light(self) -> str:
        """As the pages' part for lights knows it."""
        return LIGHTS.get(self.figure.light, "none") if self.figure.year_value is not None else "none"

    def _words(self, value: Decimal | None) -> str:
        return measured(value, self.indicator.measure, self.indicator.decimals)


@dataclass(frozen=True)
class Provenance(FigureInWords):
    """A figure with where it comes from; its report must be read with it."""

    parts: list[Contribution]
    earlier: list[YearPart]

    @property
    def report(self) -> WardReport:
        return self.figure.report

    @property
    def is_adjustable(self) -> bool:
        return True

    @property
    def facts(self) -> list[tuple[str, str]]:
        return [
            (_("Year to date"), self.year_value),
            (_("Goal"), self.goal),
            (_("Aggregation"), self.indicator.method),
        ]

    @property
    def adjusted(self) -> str:
        sentence = _("Adjusted by hand. The units' reports give %(computed)s, and %(year)s for the year to date.")
        return sentence % {"computed": self.computed, "year": self.computed_year}


def provenance(report_id: int, number: int, person: Person) -> Provenance:
    """Of an indicator's figure. Raises IndicatorFigure.DoesNotExist for whoever may not read all units' reports."""
    readable = grants.units_where(person, "view_reports")
    figures = list(_with_earlier(report_id, number).filter(report__ward__in=readable))
    if not figures or figures[-1].report_id != report_id:
        raise IndicatorFigure.DoesNotExist
    figure = figures.pop()
    parts = _parts(figure)
    told_by_wards = any(part.delivers for part in parts) and not figure.indicator.is_level
    return Provenance(figure, parts, [] if told_by_wards else _earlier(figures, figure))


def _with_earlier(report_id: int, number: int) -> QuerySet[IndicatorFigure]:
    """The figure, and before it those of the year's earlier periods of its kind and of the one that tells the plan's
    course, oldest first. One query.
    """
    report = WardReport.objects.filter(pk=report_id)
    figures = IndicatorFigure.objects.with_sources().select_related(
        "indicator", "overridden_by", "report__ward", "report__period__kind"
    )
    telling = ReportKind.objects.telling(Subquery(report.values("ward")))
    kinds = Q(report__period__kind__in=report.values("period__kind")) | Q(report__period__kind__in=telling)
    earlier = ~Q(report__state__in=FAILED) & kinds
    earlier &= Q(
        report__replaced_by=None,
        report__period__kind__frequency__in=PERIODIC,
        report__period__ends__lt=Subquery(report.values("period__ends")),
        report__period__plan__year=Subquery(report.values("period__plan__year")),
        report__period__plan__number=Subquery(report.values("period__plan__number")),
    )
    rows = figures.filter(indicator__number=number)
    return rows.filter(Q(report=report_id) | earlier).order_by("report__period__ends")


def _parts(figure: IndicatorFigure) -> list[Contribution]:
    """Lead first, then in the units' order. One query."""
    sources = [source_of(kept) for kept in figure.sources]
    entries = IndicatorEntry.objects.filter(
        indicator=figure.indicator_id, report__in=[source.report_id for source in sources]
    ).select_related("report__unit")
    by_report = {entry.report_id: entry for entry in entries}
    ranked = sorted(sources, key=lambda source: (not source.reading.lead, source.reading.order))
    taken_in = taken_in_of(figure.report.taken_in)
    return [
        _part(figure.indicator, source, by_report[source.report_id], taken_in.get(source.report_id))
        for source in ranked
    ]


def _part(indicator: Any, source: SourceReading, entry: IndicatorEntry, taken: Any) -> Contribution:
    reading = source.reading
    then, fraction = _in_words(indicator, reading)
    now, now_fraction = _in_words(indicator, entry if entry.report.state in TAKEN_IN else None)
    differs = (now, now_fraction) != (("", "") if reading.since else (then, fraction))
    return Contribution(
        unit=entry.report.unit.name,
        report_id=source.report_id,
        value=then,
        fraction=fraction,
        version=taken.version if taken else None,
        accepted_by=taken.accepted_by if taken else "",
        accepted_at=taken.accepted_at if taken else None,
        now=(" ".join(part for part in (now, now_fraction and f"({now_fraction})") if part) or NO_FIGURE)
        if differs
        else "",
        is_lead=reading.lead,
        delivers=entry.report.unit.delivers,
        is_waived=entry.report.state == UnitState.WAIVED,
        since=period_words(reading.since) if reading.since else "",
    )


def _in_words(indicator: Any, reading: Any) -> tuple[str, str]:
    """A reading's value and its parts in words; blank where nothing is reported."""
    if reading is None or not is_reported(indicator.aggregation, reading):
        return "", ""
    value = reading.value
    if indicator.aggregation == Aggregation.RATIO:
        value = reading.numerator * 100 / reading.denominator
    return measured(value, indicator.measure, max(indicator.decimals, 2)), _fraction(
        reading.numerator, reading.denominator
    )


def _fraction(numerator: Decimal | None, denominator: Decimal | None) -> str:
    parts = (numerator, denominator)
    return "/".join(format_number(part, PART_PLACES) for part in parts if part is not None)


def _earlier(figures: Iterable[Any], figure: IndicatorFigure) -> list[YearPart]:
    """Those that the year to date is made of, as they stood when it was put together; none of what the office asked for
    by itself.
    """
    indicator, period = figure.indicator, figure.report.period
    stood = [_as_it_stood(each, figure.report) for each in figures]
    of_the_year = [] if period.is_asked else [told_in(each.report.period, each) for each in stood]
    return [
        YearPart(each.report_id, each.report.period.words, measured(each.value, indicator.measure, indicator.decimals))
        for each in course_since(period, of_the_year, figure.counted_from).figures
    ]


def _as_it_stood(figure: Any, report: WardReport) -> Any:
    """An earlier figure with what units had corrected of it when the report was put together."""
    since = datetime.fromisoformat(figure.restated["at"]) if figure.restated else None
    return figure.as_it_stands if since and report.consolidated_at and since <= report.consolidated_at else figure
