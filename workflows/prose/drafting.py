"""What a ward report is consolidated into: its figures, and the prose drafted from them and from what units wrote.

Reads here, no writes: `ward_reports.actions.consolidate` saves what it returns. The number of queries does not grow
with units or indicators.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from workflows.difficulties.facts import unclosed_facts
from workflows.figures import restated
from workflows.figures.consolidation import figures, quoted
from workflows.figures.last_known import LastKnown, moment_of, silent, statuses_of
from workflows.figures.origins.sources import taken_in
from workflows.models import AssignmentEntry, IndicatorFigure, UnitReport, WardReport
from workflows.models.states import TAKEN_IN, UnitState
from workflows.pure.informants import is_note
from workflows.pure.overrides import Overrides
from workflows.pure.progress import Moment, goes_on, standing
from workflows.pure.wording.facts import (
    PROVINCE,
    AssignmentFact,
    Facts,
    GroupFact,
    IndicatorFact,
    MissingUnit,
    UnitWords,
)
from workflows.pure.wording.narrative import Narrative, draft
from workflows.pure.wording.typed import quoted_items, quoted_proposals

from .issuers import names_of


@dataclass(frozen=True)
class Consolidation:
    """The rows of IndicatorFigure, by attribute names, the drafted prose, which unit reports it is made from, and the
    status last known of the assignments of which these say nothing.
    """

    figures: list[dict[str, Any]]
    quoted: tuple[IndicatorFact, ...]
    narrative: Narrative
    taken_in: dict[str, Any]
    last_known: LastKnown


def consolidate(
    report: WardReport, units: list[UnitReport], overrides: Overrides, templates: Mapping[str, str]
) -> Consolidation:
    """Consolidate `units`, all the unit reports of the period, into `report`. Five queries.

    `units` carry `accepted_by`; `overrides` are by key, `templates` the ward's own by part; `report.consolidated_at` is
    the moment as of which it reports, `report.restatements` what it tells of earlier periods. Raises
    templates.WordingFault where a template of the ward cannot be read.
    """
    indicators = list(report.period.indicators)
    rows = figures(report, indicators, overrides)
    quoted = tuple(_fact(indicator, row) for indicator, row in zip(indicators, rows, strict=True))
    assignments = list(_assignments(report))
    known = _last_known(assignments)
    narrative = draft(_facts(report, units, quoted, assignments, known), templates)
    return Consolidation(rows, quoted, narrative, taken_in(units), known)


def facts_of(report: WardReport, units: Iterable[Any], indicators: tuple[IndicatorFact, ...]) -> Facts:
    """All that the prose of a consolidated report is drafted from, as it was last known then. Two queries."""
    assignments = list(_assignments(report))
    known = _last_known(assignments) if report.last_known is None else report.last_known
    return _facts(report, units, indicators, assignments, known)


def fact_of(figure: IndicatorFigure) -> IndicatorFact:
    """The figure as a draft reads it."""
    return IndicatorFact(**asdict(quoted(figure)), reasons=_reasons(figure.explained))


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
        before_lacks=row["before_lacks"],
        year_before_lacks=row["year_before_lacks"],
        counted_from=row["counted_from"],
        reasons=_reasons(row["explained"]),
    )


def _reasons(explained: str) -> tuple[tuple[str, str], ...]:
    """Each reason with the unit that gave it; notes on what was entered on a unit's behalf are left out."""
    lines = (line.partition(": ") for line in explained.splitlines())
    return tuple((unit, words) for unit, _colon, words in lines if words and not is_note(words))


def _facts(
    report: WardReport,
    units: Iterable[Any],
    indicators: tuple[IndicatorFact, ...],
    assignments: list[Any],
    known: LastKnown,
) -> Facts:
    """One query, of the ward's difficulties."""
    units = list(units)
    words = tuple(_words(row, on_plan=report.period.on_plan) for row in units if row.state in TAKEN_IN)
    return Facts(
        code=report.period.code,
        indicators=indicators,
        groups=_groups(assignments, known, moment_of(report)),
        units=words,
        absences=tuple(MissingUnit(row.unit.name, row.reason) for row in units if row.state == UnitState.WAIVED),
        difficulties=unclosed_facts(report.period, report.ward_id),
        estimates=report.period.estimates,
        on_plan=report.period.on_plan,
        asked=report.period.is_asked,
        in_part=report.period.asks_some,
        issuer=names_of(report.period.kind, report.period.plan, report.ward.name).within,
        recipient=report.period.plan.province_recipient,
        superior=report.period.plan.province_recipient if report.ward.has_wards else PROVINCE,
        members=tuple(name for row in units for name in (row.unit.name, row.unit.short_name)),
        restatements=restated.facts_of(report),
        full_names={row.unit.short_name: row.unit.name for row in units},
        since=report.period.more_since,
        wards=tuple(row.unit.name for row in units if row.unit.delivers),
    )


def _words(row: Any, *, on_plan: bool) -> UnitWords:
    """Of a ward's document what it quotes: where it reports on the plan its results and directions are those of its own
    units, counted by its own indicators, and are left to the document.
    """
    if not row.unit.delivers:
        return UnitWords(row.unit.name, row.results, row.difficulties, row.proposals, row.directions)
    raised = (quoted_items(row.difficulties), quoted_proposals(row.proposals))
    if on_plan:
        return UnitWords(row.unit.name, "", *raised, "")
    return UnitWords(row.unit.name, quoted_items(row.results), *raised, quoted_items(row.directions))


def _assignments(report: WardReport) -> QuerySet[Any]:
    """The plan's assignments in order, with `reported` and `last` of `statuses_of`; `why` is how the lead unit explains
    it: what it has done so far is no reason.
    """
    by_lead = AssignmentEntry.objects.filter(
        assignment=OuterRef("pk"),
        report__unit=OuterRef("lead"),
        report__period=report.period,
        report__state__in=TAKEN_IN,
    )
    assignments = statuses_of(report.period).annotate(why=Subquery(by_lead.values("explanation")[:1]))
    return assignments.select_related("group", "lead").order_by("group__order", "number")


def _last_known(assignments: Iterable[Any]) -> LastKnown:
    return silent((each.pk, each.reported, each.last) for each in assignments)


def _groups(assignments: Iterable[Any], known: LastKnown, moment: Moment) -> tuple[GroupFact, ...]:
    """The plan's groups with their assignments, each as its lead unit reported it."""
    groups: dict[tuple[int, str], list[AssignmentFact]] = defaultdict(list)
    for each in assignments:
        stands = standing(each.reported or "", known.get(str(each.pk), ""), late=moment.is_late(each.due_on))
        told = (each.name, each.lead.name, stands.status, stands.kept, each.due_on, each.why or "")
        fact = AssignmentFact(*told, goes_on(each.recurring, moment.ends))
        groups[each.group.order, each.group.name].append(fact)
    return tuple(GroupFact(name, tuple(facts)) for (_order, name), facts in groups.items())
