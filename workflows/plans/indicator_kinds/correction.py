"""What would change if an indicator were of the other kind, a stock or a flow: in reports that are not approved, and in
documents that are. Reads only; `workflows.plans.indicator_kinds.actions.correct_kinds` writes what it returns.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet

from approvals.models import Document
from units.models import Aggregation, Indicator, Plan
from units.plans import versions as plans
from workflows.figures import consolidation
from workflows.figures.annual import APPROVED
from workflows.figures.course import EarlierFigure, YearToDate, course_of, told_in
from workflows.figures.origins.provenance import LIGHTS
from workflows.figures.origins.readings import Last, carried_words, last_by_unit, standing
from workflows.figures.origins.sources import SourceReading, source_of
from workflows.models import IndicatorFigure, ReportingPeriod, ReportKind, WardReport
from workflows.models.states import FAILED, OPEN, WardState
from workflows.pure.aggregation import Figure, Reading
from workflows.pure.quoted import measured

PRINTED = ("value", "year_value", "light")
BEHIND = ("numerator", "denominator", "computed_value", "computed_year", "carried")
Kinds = Mapping[int, bool]  # whether an indicator is a stock, by its number


@dataclass(frozen=True)
class CorrectionEffect:
    """A figure as it is, and (`row`) the values it would have; `document` is the number it was issued under."""

    figure: IndicatorFigure
    row: Mapping[str, Any]
    document: str = ""

    @property
    def report(self) -> WardReport:
        return self.figure.report

    @property
    def indicator(self) -> Indicator:
        return self.figure.indicator

    @property
    def prints_otherwise(self) -> bool:
        return self._differs(PRINTED)

    @property
    def changes(self) -> bool:
        """Whether anything of the figure would change, also what is behind it."""
        return self._differs((*PRINTED, *BEHIND))

    @property
    def old(self) -> str:
        return self._words(self.figure.value)

    @property
    def new(self) -> str:
        return self._words(self.row["value"])

    @property
    def old_year(self) -> str:
        return self._words(self.figure.year_value)

    @property
    def new_year(self) -> str:
        return self._words(self.row["year_value"])

    @property
    def old_light(self) -> str:
        """As the pages' part for lights knows it."""
        return _light(self.figure.year_value, self.figure.light)

    @property
    def new_light(self) -> str:
        return _light(self.row["year_value"], self.row["light"])

    def _differs(self, names: Iterable[str]) -> bool:
        return any(getattr(self.figure, name) != self.row.get(name) for name in names)

    def _words(self, value: Any) -> str:
        return measured(value, self.indicator.measure, self.indicator.decimals)


@dataclass(frozen=True)
class Correction:
    """What changes: figures not approved yet (`open`), which cannot be written while some of them are `waiting` for a
    signature; and figures that approved or issued documents print wrong (`signed`).
    """

    open: list[CorrectionEffect] = field(default_factory=list)
    signed: list[CorrectionEffect] = field(default_factory=list)

    @property
    def waiting(self) -> list[WardReport]:
        reports = {effect.report.pk: effect.report for effect in self.open}
        return [report for report in reports.values() if report.state == WardState.AWAITING_APPROVAL]


def kinds_as(plan: Plan, stocks: Iterable[int]) -> Kinds:
    """The indicators whose kind changes, in any version of the plan, where those with the numbers `stocks` are stocks
    and no others are; the latest value is one always. One query.
    """
    wanted = set(stocks)
    indicators = Indicator.objects.filter(plan__in=plans.versions_of(plan)).exclude(aggregation=Aggregation.LATEST)
    numbered = indicators.order_by("number").values_list("number", "stock")
    return {number: number in wanted for number, stock in numbered if stock != (number in wanted)}


def correction(plan: Plan, kinds: Kinds) -> Correction:
    """What these kinds change in the figures of the plan's year. Three queries, and one for each report."""
    effects = _effects(plan, kinds)
    signed = [effect for effect in effects if effect.report.state in APPROVED and effect.prints_otherwise]
    documents = _documents({effect.report.pk for effect in signed})
    return Correction(
        open=[effect for effect in effects if effect.report.state not in APPROVED and effect.changes],
        signed=[replace(effect, document=documents.get(effect.report.pk, "")) for effect in signed],
    )


def affected(plan: Plan) -> list[CorrectionEffect]:
    """The figures of levels that approved and issued documents print otherwise than the plan's present kinds give."""
    levels = {row.number: row.stock for row in plan.indicators.all() if row.is_level}
    return correction(plan, levels).signed


def yearly(plan: Plan) -> "QuerySet[WardReport]":
    """Yearly reports that are not approved: their units' entries were prefilled by the former kinds."""
    reports = WardReport.objects.counting().filter(
        period__plan__in=plans.versions_of(plan), period__kind__frequency=ReportKind.Frequency.ANNUAL, state__in=OPEN
    )
    return reports.with_names()


def _effects(plan: Plan, kinds: Kinds) -> list[CorrectionEffect]:
    """Every figure of these indicators in the year, oldest first, so that each rests on those before it."""
    names = dict(plan.ward.members.values_list("pk", "short_name"))
    telling = ReportKind.objects.telling(plan.ward_id).values_list("pk", flat=True).first()
    earlier: dict[int, list[EarlierFigure]] = defaultdict(list)
    effects = []
    for report, figures in groupby(_figures(plan, kinds), key=lambda figure: figure.report):
        last = last_by_unit(report.period, list(kinds))
        for figure in figures:
            indicator = _of_kind(figure.indicator, stock=kinds[figure.indicator.number])
            sources = _sources(figure, indicator, last)
            past, period = earlier[indicator.number], report.period
            override = consolidation.override_of(figure) if figure.is_overridden else None
            row = consolidation.figure_row(report, indicator, sources, _course(period, past, telling), override)
            result = Figure(row["value"], row["numerator"], row["denominator"], (), ())
            past.append(told_in(period, result))
            carried = carried_words(indicator.aggregation, sources, names)
            effects.append(CorrectionEffect(figure, row | {"carried": carried}))
    return effects


def _course(period: ReportingPeriod, earlier: Iterable[EarlierFigure], telling: int | None) -> YearToDate:
    """Of a figure, from all that were told before in the year."""
    kinds = (period.kind_id, telling)
    return course_of(period, [each for each in earlier if each.kind in kinds and each.ends < period.ends], telling)


def _figures(plan: Plan, kinds: Kinds) -> list[IndicatorFigure]:
    """Oldest first, with their sources; those that were consolidated before sources were kept are left out."""
    figures = IndicatorFigure.objects.with_sources().filter(
        ~Q(report__state__in=FAILED),
        indicator__number__in=list(kinds),
        report__period__plan__in=plans.versions_of(plan),
        report__period__kind__practice=False,
        report__replaced_by=None,
    )
    related = figures.select_related("indicator", "report__period__kind", "report__period__plan", "report__ward")
    rows = related.order_by("report__period__ends", "report", "indicator__number")
    return [figure for figure in rows if figure.sources]


def _of_kind(indicator: Indicator, *, stock: bool) -> Indicator:
    """A copy that is not saved."""
    other = copy(indicator)
    other.stock = stock or indicator.aggregation == Aggregation.LATEST
    return other


def _sources(
    figure: IndicatorFigure, indicator: Indicator, last: Mapping[tuple[int, int], Last]
) -> list[SourceReading]:
    """The figure's sources as they were taken in; of a level a blank one is what the unit reported last."""
    kept = [source_of(plain) for plain in figure.sources]
    own = [each._replace(reading=_blank(each.reading)) if each.reading.since else each for each in kept]
    if not indicator.is_level:
        return own
    way, number = indicator.aggregation, indicator.number
    return [
        each._replace(reading=standing(way, each.reading, last.get((each.reading.unit_id, number)))) for each in own
    ]


def _blank(reading: Reading) -> Reading:
    return Reading(reading.unit_id, reading.lead, order=reading.order)


def _documents(reports: set[int]) -> dict[int, str]:
    """The numbers under which these reports were issued, by their id."""
    documents = Document.objects.filter(subject_kind=WardReport._meta.model_name, subject_id__in=reports)
    return {document.subject_id: str(document) for document in documents.exclude(state=Document.State.VOIDED)}


def _light(value: Any, light: str) -> str:
    return "none" if value is None else LIGHTS.get(light, "none")
