"""Consolidation: the ward's figures and the drafted prose, from what its units reported.

Reads here, no writes: `workflows.actions.consolidate` saves what it returns. Units that need not report, and blanks,
are "not reported", never zero. The number of statements does not grow with units or indicators.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery

from .aggregation import Figure, Light, Reading, Thresholds, combine, light, year_to_date
from .models import (
    AssignmentEntry,
    AssignmentStatus,
    IndicatorEntry,
    IndicatorFigure,
    ReportKind,
    UnitReport,
    WardReport,
)
from .narrative import Absence, AssignmentFact, Facts, GroupFact, IndicatorFact, Narrative, UnitWords, draft
from .schedule import share_of_year
from .states import UnitState

TAKEN_IN = (UnitState.ACCEPTED, UnitState.CONSOLIDATED)


@dataclass(frozen=True)
class Consolidation:
    """The rows of IndicatorFigure, by attribute names, and the drafted prose."""

    figures: list[dict[str, Any]]
    narrative: Narrative


def consolidate(report: WardReport, units: list[UnitReport]) -> Consolidation:
    """Consolidate `units`, all the unit reports of the period, into `report`. Four statements."""
    indicators: list[Any] = list(report.period.plan.indicators.all())
    readings = _readings(report)
    earlier = _earlier(report)
    rows, facts = [], []
    for indicator in indicators:
        asked = readings[indicator.pk]
        figure = combine(indicator.aggregation, asked)
        year = year_to_date(indicator.aggregation, [*earlier[indicator.number], figure])
        colour = _light(report.period.kind, report.period.code, indicator, year.value)
        rows.append(
            {
                "report_id": report.pk,
                "indicator_id": indicator.pk,
                "value": _rounded(figure.value),
                "numerator": figure.numerator,
                "denominator": figure.denominator,
                "year_value": _rounded(year.value),
                "light": colour,
                "reported": len(figure.reported),
                "expected": len(asked),
            }
        )
        facts.append(
            IndicatorFact(indicator.name, indicator.measure, year.value, indicator.goal, colour, indicator.direction)
        )
    return Consolidation(rows, _narrative(report, units, tuple(facts)))


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.000001"))


def _light(kind: ReportKind, code: str, indicator: Any, value: Decimal | None) -> Light:
    return light(
        value,
        goal=indicator.goal,
        direction=indicator.direction,
        aggregation=indicator.aggregation,
        share_of_year=share_of_year(code),
        thresholds=Thresholds(kind.green, kind.amber),
    )


def _readings(report: WardReport) -> dict[int, list[Reading]]:
    """Every unit's reading of every indicator it is asked for; what is not taken in counts as blank."""
    rows = IndicatorEntry.objects.filter(report__period=report.period).values_list(
        "indicator_id",
        "report__unit_id",
        "indicator__lead_id",
        "report__unit__order",
        "report__state",
        "value",
        "numerator",
        "denominator",
    )
    readings: dict[int, list[Reading]] = defaultdict(list)
    for indicator, unit, lead, order, state, value, numerator, denominator in rows.order_by():
        given = (value, numerator, denominator) if state in TAKEN_IN else (None, None, None)
        readings[indicator].append(Reading(unit, unit == lead, *given, order))
    return readings


def _earlier(report: WardReport) -> dict[int, list[Figure]]:
    """The figures of the year's earlier periods of this kind, oldest first, by the indicator's number."""
    figures: dict[int, list[Figure]] = defaultdict(list)
    if report.period.kind.frequency == ReportKind.Frequency.ANNUAL:
        return figures
    rows = IndicatorFigure.objects.filter(
        report__period__kind=report.period.kind_id,
        report__period__code__startswith=report.period.code[:4],
        report__period__code__lt=report.period.code,
        report__replaced_by=None,
    ).order_by("report__period__code")
    for number, value, numerator, denominator in rows.values_list(
        "indicator__number", "value", "numerator", "denominator"
    ):
        figures[number].append(Figure(value, numerator, denominator, (), ()))
    return figures


def _narrative(report: WardReport, units: list[UnitReport], indicators: tuple[IndicatorFact, ...]) -> Narrative:
    words = tuple(
        UnitWords(row.unit.name, row.results, row.difficulties, row.proposals, row.directions)
        for row in units
        if row.state in TAKEN_IN
    )
    facts = Facts(
        code=report.period.code,
        indicators=indicators,
        groups=_groups(report),
        units=words,
        absences=tuple(Absence(row.unit.name, row.reason) for row in units if row.state == UnitState.WAIVED),
        estimates=report.period.estimates,
    )
    return draft(facts)


def _groups(report: WardReport) -> tuple[GroupFact, ...]:
    """The plan's groups with each assignment as its lead unit reported it."""
    by_lead = AssignmentEntry.objects.filter(
        assignment=OuterRef("pk"),
        report__unit=OuterRef("lead"),
        report__period=report.period,
        report__state__in=TAKEN_IN,
    )
    assignments = report.period.plan.assignments.select_related("group", "lead")
    rows = assignments.annotate(status=Subquery(by_lead.values("status")[:1])).order_by("group__order", "number")
    groups: dict[Any, list[AssignmentFact]] = defaultdict(list)
    for row in rows:
        fact = AssignmentFact(row.name, row.lead.name, _status(row.status or "", row.due_on, report.period.ends))
        groups[row.group].append(fact)
    return tuple(GroupFact(group.name, tuple(facts)) for group, facts in groups.items())


def _status(status: str, due_on: date | None, ends: date) -> Any:
    """As the narrative counts it: late is what is not done though its day has gone when the period ends."""
    if status == AssignmentStatus.DONE:
        return "done"
    if due_on and due_on <= ends:
        return "late"
    return "in_progress" if status == AssignmentStatus.IN_PROGRESS else "not_reported"
