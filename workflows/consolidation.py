"""Consolidation: the ward's figures and the drafted prose, from what its units reported.

Reads here, no writes: `workflows.actions.consolidate` saves what it returns. Units that need not report, and blanks,
are "not reported", never zero. The number of statements does not grow with units or indicators.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from operator import itemgetter
from typing import Any

from django.db.models import Case, CharField, DateField, JSONField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf, TruncDate

from approvals.clock import ZONE

from .aggregation import Figure, Light, Reading, Thresholds, adjusted, combine, light, quantise, year_to_date
from .difficulties import difficulty_facts
from .facts import Absence, AssignmentFact, Facts, GroupFact, IndicatorFact, UnitWords
from .informants import is_note
from .issuers import names_of
from .last_known import LastKnown, moment_of, silent, told_of
from .models import (
    AssignmentEntry,
    Difficulty,
    IndicatorFigure,
    NarrativeTemplate,
    ReportKind,
    UnitReport,
    WardReport,
)
from .narrative import Narrative, draft
from .period_words import period_before, year_before
from .progress import Moment, standing
from .quoted import Quoted
from .readings import carried_words, readings_of
from .schedule import share_of_year
from .sources import TAKEN_IN, Source, source_of, taken_in
from .states import FAILED, UnitState

PLACES = 6
ASSIGNMENT, DIFFICULTY = 0, 1
OVERRIDE = ("reason", "overridden_by_id", "overridden_at")
CARRIED_WRONGLY = Case(  # the sources of a flow that was taken for a level then, and corrected since
    When(~Q(carried=""), overridden_at=None, indicator__stock=False, indicator__cumulative=False, then="sources"),
    output_field=JSONField(),
)
EARLIER = ("indicator__number", "indicator__aggregation", "value", "numerator", "denominator", CARRIED_WRONGLY)


@dataclass(frozen=True)
class Override:
    """What a coordinator gives in place of a computed figure, with the columns that say who, when and why."""

    given: Reading
    told: Mapping[str, Any]


@dataclass(frozen=True)
class Consolidation:
    """The rows of IndicatorFigure, by attribute names, the drafted prose, which unit reports it is made from, and what
    is last known of the assignments of which these tell nothing.
    """

    figures: list[dict[str, Any]]
    quoted: tuple[IndicatorFact, ...]
    narrative: Narrative
    taken_in: dict[str, Any]
    last_known: LastKnown


Overrides = Mapping[int, Override]


def consolidate(report: WardReport, units: list[UnitReport], overrides: Overrides) -> Consolidation:
    """Consolidate `units`, all the unit reports of the period, into `report`. Four statements.

    `units` carry `accepted_by`; `overrides` are by the indicator's id; `report.consolidated_at` is the moment of which
    it tells. Raises wording.WordingFault where a template of the ward cannot be read.
    """
    indicators = indicators_of(report, with_templates=True)
    rows = figures(report, indicators, overrides)
    quoted = tuple(_fact(indicator, row) for indicator, row in zip(indicators, rows, strict=True))
    templates = {part: text for part in NarrativeTemplate.Part.values if (text := _template(indicators, part))}
    told = _told(report)
    narrative = draft(facts(report, units, quoted, told, told.last_known), templates)
    return Consolidation(rows, quoted, narrative, taken_in(units), told.last_known)


def indicators_of(report: WardReport, *, with_templates: bool = False) -> list[Any]:
    """The plan's indicators; with the ward's own templates beside each, which spares a statement."""
    indicators = report.period.plan.indicators.all()
    if not with_templates:
        return list(indicators)
    templates = NarrativeTemplate.objects.filter(kind=report.period.kind_id)
    texts = {f"{part}_template": Subquery(templates.filter(part=part).values("text")[:1]) for part in PARTS}
    return list(indicators.annotate(**texts))


PARTS = NarrativeTemplate.Part.values


def _template(indicators: list[Any], part: str) -> str:
    return next((getattr(indicator, f"{part}_template") or "" for indicator in indicators), "")


def figures(report: WardReport, indicators: Iterable[Any], overrides: Overrides) -> list[dict[str, Any]]:
    """A row of IndicatorFigure for each indicator, from what is taken in by now. Two statements."""
    indicators, before = list(indicators), _before(report)
    rows = rows_of(report, indicators, before.this_year, overrides)
    return [row | before.compared(indicator.number) for indicator, row in zip(indicators, rows, strict=True)]


def rows_of(
    report: WardReport, indicators: Iterable[Any], earlier: Mapping[int, list[Figure]], overrides: Overrides
) -> list[dict[str, Any]]:
    """The same, beside no earlier period, where the year's earlier figures are known by the indicator's number. One
    statement.
    """
    readings = readings_of(report)
    return [
        figure_row(
            report,
            indicator,
            readings.sources[indicator.pk],
            earlier.get(indicator.number, []),
            overrides.get(indicator.pk),
        )
        | {
            "explained": "\n".join(sorted(readings.explained[indicator.pk])),
            "carried": carried_words(readings.sources[indicator.pk], readings.names),
        }
        for indicator in indicators
    ]


def figure_row(
    report: WardReport, indicator: Any, sources: list[Source], earlier: list[Figure], override: Override | None
) -> dict[str, Any]:
    """The row of one indicator. The adjusted figure takes the computed one's place in the year to date too."""
    computed = combine(indicator.aggregation, (source.reading for source in sources))
    figure = adjusted(indicator.aggregation, override.given, computed) if override else computed
    year = year_to_date(indicator.aggregation, [*earlier, figure], stock=indicator.is_level)
    row = {
        "report_id": report.pk,
        "indicator_id": indicator.pk,
        "value": _rounded(figure.value),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "year_value": _rounded(year.value),
        "light": _light(report.period.kind, report.period.code, indicator, year.value),
        "reported": len(computed.reported),
        "expected": len(sources),
        "sources": [source.plain() for source in sources],
    }
    if override:
        row |= override.told
        row["computed_value"] = _rounded(computed.value)
        row["computed_year"] = _rounded(
            year_to_date(indicator.aggregation, [*earlier, computed], stock=indicator.is_level).value
        )
    return row


def override_of(figure: IndicatorFigure) -> Override:
    """The override that stands on a figure, to be carried over."""
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
    )


def fact_of(figure: IndicatorFigure) -> IndicatorFact:
    """The figure as a draft reads it."""
    return IndicatorFact(**asdict(quoted(figure)), reasons=_reasons(figure.explained))


def _reasons(explained: str) -> tuple[tuple[str, str], ...]:
    """Each reason with the unit that gave it; who told what was entered on a unit's behalf is none."""
    told = (line.partition(": ") for line in explained.splitlines())
    return tuple((unit, words) for unit, _colon, words in told if words and not is_note(words))


def _fact(indicator: Any, row: Mapping[str, Any]) -> IndicatorFact:
    return IndicatorFact(
        number=indicator.number,
        name=indicator.name,
        measure=indicator.measure,
        places=indicator.decimals,
        goal=indicator.goal,
        value=row["value"],
        year_value=row["year_value"],
        light=row["light"],
        direction=indicator.direction,
        before=row["before"],
        year_before=row["year_before"],
        reasons=_reasons(row["explained"]),
    )


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else quantise(value, PLACES)


def _light(kind: ReportKind, code: str, indicator: Any, value: Decimal | None) -> Light:
    return light(
        value,
        goal=indicator.goal,
        direction=indicator.direction,
        aggregation=indicator.aggregation,
        stock=indicator.stock,
        share_of_year=share_of_year(code),
        thresholds=Thresholds(kind.green, kind.amber),
    )


@dataclass(frozen=True)
class Before:
    """Figures of earlier periods of the kind by the indicator's number: the year's, oldest first, the period before's
    and those of the same month of the year before.
    """

    this_year: dict[int, list[Figure]]
    before: dict[int, Decimal | None]
    year_before: dict[int, Decimal | None]

    def compared(self, number: int) -> dict[str, Decimal | None]:
        """What a row of IndicatorFigure keeps of them."""
        return {"before": self.before.get(number), "year_before": self.year_before.get(number)}


def _before(report: WardReport) -> Before:
    """One statement."""
    code = report.period.code
    last, same = period_before(code), year_before(code)
    found = Before(defaultdict(list), {}, {})
    rows = _standing(report).filter(_is_earlier(report) | Q(report__period__code__in=(last, same)))
    for period, number, *told in rows.values_list("report__period__code", *EARLIER).order_by("report__period__code"):
        figure = _counted(*told)
        if period[:4] == code[:4]:
            found.this_year[number].append(figure)
        if period == last:
            found.before[number] = _rounded(figure.value)
        if period == same:
            found.year_before[number] = _rounded(figure.value)
    return found


def _counted(
    way: Any, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None, sources: list[Any] | None
) -> Figure:
    """An earlier period's figure as the year counts it: of a flow what was told in that period alone."""
    if sources is None:
        return Figure(value, numerator, denominator, (), ())
    return combine(way, (source.reading for source in map(source_of, sources) if not source.reading.since))


def earlier_figures(report: WardReport) -> Any:
    """The figures of the year's earlier periods of this kind, oldest first; a year has none before it."""
    return _standing(report).filter(_is_earlier(report)).order_by("report__period__code")


def _standing(report: WardReport) -> Any:
    """The figures of the kind's periods that count."""
    rows = IndicatorFigure.objects.filter(report__period__kind=report.period.kind_id, report__replaced_by=None)
    return rows.exclude(report__state__in=FAILED)


def _is_earlier(report: WardReport) -> Q:
    """In the year, before the report; no yearly report's code is before that of its own year."""
    code = report.period.code
    return Q(report__period__code__startswith=code[:4], report__period__code__lt=code)


def figures_and_earlier(report: WardReport) -> tuple[list[IndicatorFigure], dict[int, list[Figure]]]:
    """The report's figures in the plan's order, with their indicators, and the year's earlier ones. One statement."""
    earlier_ones = earlier_figures(report).order_by().values("pk")
    rows = IndicatorFigure.objects.filter(Q(report=report) | Q(pk__in=earlier_ones)).select_related("indicator")
    own: list[IndicatorFigure] = []
    earlier: dict[int, list[Figure]] = defaultdict(list)
    for row in rows.annotate(carried_wrongly=CARRIED_WRONGLY).order_by("report__period__code", "indicator__number"):
        if row.report_id == report.pk:
            own.append(row)
        else:
            numbers = (row.value, row.numerator, row.denominator)
            figure = _counted(row.indicator.aggregation, *numbers, row.carried_wrongly)
            earlier[row.indicator.number].append(figure)
    return own, earlier


def earlier_of(report: WardReport, number: int) -> list[Figure]:
    """The same for one indicator."""
    rows = earlier_figures(report).filter(indicator__number=number).values_list(*EARLIER)
    return [_counted(*told) for _number, *told in rows]


def facts_of(report: WardReport, units: Iterable[Any], indicators: tuple[IndicatorFact, ...]) -> Facts:
    """All that the prose of a consolidated report is drafted from, as it was last known then. One statement."""
    told = _told(report)
    known = told.last_known if report.last_known is None else report.last_known
    return facts(report, units, indicators, told, known)


@dataclass(frozen=True)
class Told:
    """What is read in one statement: the rows of the plan's assignments and of the difficulties, each in order."""

    assignments: list[tuple]
    difficulties: list[tuple]

    @property
    def last_known(self) -> LastKnown:
        return silent((pk, told, last) for *_names, told, _due, _none, pk, last, _why in self.assignments)


def facts(
    report: WardReport, units: Iterable[Any], indicators: tuple[IndicatorFact, ...], told: Told, known: LastKnown
) -> Facts:
    """All that the prose is drafted from."""
    units = list(units)
    words = tuple(
        UnitWords(row.unit.name, row.results, row.difficulties, row.proposals, row.directions)
        for row in units
        if row.state in TAKEN_IN
    )
    return Facts(
        code=report.period.code,
        indicators=indicators,
        groups=_groups(told.assignments, known, moment_of(report)),
        units=words,
        absences=tuple(Absence(row.unit.name, row.reason) for row in units if row.state == UnitState.WAIVED),
        difficulties=difficulty_facts(told.difficulties),
        estimates=report.period.estimates,
        issuer=names_of(report.period.kind, report.period.plan, report.ward.name).within,
        recipient=report.period.plan.province_recipient,
        members=tuple(name for row in units for name in (row.unit.name, row.unit.short_name)),
    )


def _told(report: WardReport) -> Told:
    rows = list(_assignments(report).union(_difficulties(report), all=True))
    return Told(
        sorted((row[1:] for row in rows if row[0] == ASSIGNMENT), key=itemgetter(0, 1)),
        sorted(row[1:-2] for row in rows if row[0] == DIFFICULTY),
    )


def _assignments(report: WardReport) -> Any:
    """The plan's assignments, each as its lead unit reported it; the columns are those of `_difficulties`."""
    by_lead = AssignmentEntry.objects.filter(
        assignment=OuterRef("pk"),
        report__unit=OuterRef("lead"),
        report__period=report.period,
        report__state__in=TAKEN_IN,
    )
    why = by_lead.values(why=Coalesce(NullIf("explanation", Value("")), "result", output_field=CharField()))
    assignments = told_of(report.period).annotate(why=Subquery(why[:1])).order_by()
    return assignments.values_list(
        *(Value(ASSIGNMENT), "group__order", "number", "group__name", "name", "lead__name", "told", "due_on"),
        *(Value(None, output_field=DateField()), "pk", "last", "why"),
    )


def _difficulties(report: WardReport) -> Any:
    """What is not closed in the ward: read with the assignments, which spares a statement."""
    unclosed = Difficulty.objects.filter(ward=report.ward_id).unclosed().order_by()
    return unclosed.values_list(
        *(Value(DIFFICULTY), Coalesce("unit__order", Value(0)), "pk", "unit__name", "text"),
        *(Coalesce("to_unit__short_name", "to", output_field=CharField()), "state"),
        *(TruncDate(name, tzinfo=ZONE) for name in ("raised_at", "answered_at")),
        *("merged_into_id", Value(None, output_field=CharField()), Value(None, output_field=CharField())),
    )


def _groups(rows: Iterable[tuple], known: LastKnown, moment: Moment) -> tuple[GroupFact, ...]:
    """The plan's groups with their assignments; `rows` are those of `_assignments`, in order."""
    groups: dict[tuple[int, str], list[AssignmentFact]] = defaultdict(list)
    for order, _number, group, name, lead, told, due_on, _none, pk, _last, why in rows:
        stands = standing(told or "", known.get(str(pk), ""), late=moment.is_late(due_on))
        groups[order, group].append(AssignmentFact(name, lead, stands.status, stands.kept, due_on, why or ""))
    return tuple(GroupFact(name, tuple(facts)) for (_order, name), facts in groups.items())
