"""What becomes of an open period's reports under another version of its plan. Reads only."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext

from units.models import Plan, Unit
from units.plans import versions as plans
from workflows.cases.inputs.texts import NARRATIVE
from workflows.models import AssignmentEntry, IndicatorEntry, ReportingPeriod, ReportKind, UnitReport, WardReport
from workflows.models.states import HELD_BY_UNIT, TAKEN_IN, UnitState, WardState
from workflows.pure.aggregation import format_number
from workflows.pure.arrangement import ASSIGNMENTS, INDICATORS

PARTS = {"indicator": IndicatorEntry, "assignment": AssignmentEntry}
ASKED = {"indicator": INDICATORS, "assignment": ASSIGNMENTS}
BEGUN = {"indicator": ("value", "numerator", "denominator", "note"), "assignment": ("status", "result")}


@dataclass(frozen=True)
class MovedPart:
    """A unit's part in an indicator or assignment: `row` of the new version, of what goes of the old one; and the
    `entry` that its report has of it, None where it is new.
    """

    part: str
    row: Any
    unit: Unit
    entry: Any = None

    @property
    def name(self) -> str:
        return str(self.row)

    @property
    def key(self) -> str:
        """As the report's parts are named (unit_reports/parts.py)."""
        return f"{'T' if self.part == 'assignment' else ''}{self.row.number}"

    @property
    def is_begun(self) -> bool:
        """Whether the unit has typed something."""
        return any(getattr(self.entry, name) not in (None, "") for name in BEGUN[self.part])


@dataclass(frozen=True)
class PeriodChange:
    """A period under another version of its plan: entries that stay, those that go, those that come; `opens` are units
    that get a report.
    """

    period: ReportingPeriod
    plan: Plan
    reports: dict[int, UnitReport]
    stays: list[MovedPart] = field(default_factory=list)
    gone: list[MovedPart] = field(default_factory=list)
    comes: list[MovedPart] = field(default_factory=list)
    opens: list[Unit] = field(default_factory=list)

    @property
    def is_any(self) -> bool:
        return bool(self.gone or self.comes or self.opens or self.goals)

    @cached_property
    def touched(self) -> list[UnitReport]:
        """The reports in which an entry goes or comes."""
        units = {each.unit.pk for each in (*self.gone, *self.comes)}
        return [report for unit, report in self.reports.items() if unit in units]

    @cached_property
    def waived(self) -> list[UnitReport]:
        """Of those the reports with units that ended, or report no more, and in which nothing is asked from then on."""
        asked = {each.unit.pk for each in (*self.stays, *self.comes)}
        ended = [each for each in self.touched if each.unit.retired_at or not each.unit.reports]
        return [each for each in ended if each.unit_id not in asked and each.state in HELD_BY_UNIT]

    @property
    def held_up(self) -> list[str]:
        """The units whose reports would change and are not with them: they are returned first."""
        free = (*HELD_BY_UNIT, UnitState.WAIVED)
        return [report.unit.short_name for report in self.touched if report.state not in free]

    @cached_property
    def goals(self) -> dict[str, tuple[str, str]]:
        """By the indicators that are still asked for and whose goal differs: the goal that was, and the one that is."""
        both = {str(each.row): (each.entry.indicator, each.row) for each in self.stays if each.part == "indicator"}
        goals = {name: tuple(format_number(row.goal) for row in rows) for name, rows in both.items()}
        return {name: (was, now) for name, (was, now) in goals.items() if was != now}

    @property
    def rows(self) -> Iterator[tuple[str, str, str]]:
        """What changes: the unit, blank where it is all of them, what it is about, and how."""
        for name, (was, now) in self.goals.items():
            yield "", name, gettext("goal of the year: %(was)s becomes %(now)s") % {"was": was, "now": now}
        taken = {(each.part, each.row.number): each.unit.short_name for each in self.comes}
        for each in self.gone:
            to = taken.get((each.part, each.row.number))
            how = gettext("goes to %(unit)s") % {"unit": to} if to else gettext("is not asked any more")
            typed = gettext("what was typed is kept in the trail") if each.is_begun else ""
            yield each.unit.short_name, each.name, "; ".join(filter(None, (how, typed)))
        for each in self.comes:
            yield each.unit.short_name, each.name, gettext("is asked now")
        for report in self.waived:
            how = gettext("its report is waived with your reason, since the unit ended")
            wrote = any(getattr(report, name) for name in NARRATIVE)
            kept = gettext("what it wrote in prose stays there") if wrote else ""
            yield report.unit.short_name, "", "; ".join(filter(None, (how, kept)))
        for unit in self.opens:
            yield unit.short_name, "", gettext("gets a report for the period")


def open_periods(plan: Plan) -> QuerySet[Any]:
    """The periods of any version of the plan whose ward report is not put together."""
    waiting = WardReport.objects.filter(
        replaced_by=None, state=WardState.CONSOLIDATING, consolidated_at=None, period__plan__ward=plan.ward_id
    )
    versions = {"plan__number": plan.number, "plan__year": plan.year}
    periods = ReportingPeriod.objects.standing().filter(pk__in=waiting.values("period"), on_plan=True, **versions)
    return periods.select_related("kind", "ward", "plan").order_by("ends", "pk")


def changes_of(periods: Iterable[ReportingPeriod], plan: Plan) -> list[PeriodChange]:
    """What the periods' reports would be under this version; of those that follow it already, only where it asks for
    something else by now. Seven queries, however many there are.
    """
    found = {period.pk: PeriodChange(period, plan, {}) for period in periods}
    asks = dict(zip(PARTS, plans.plan_parts(plan), strict=True))
    units = {unit.pk: unit for rows in asks.values() for row in rows for unit in (row.row.lead, *row.helpers)}
    for report in UnitReport.objects.with_names().filter(period__in=found).order_by("unit__order", "pk"):
        found[report.period_id].reports[report.unit_id] = report
        units[report.unit_id] = report.unit
    for part, rows in asks.items():
        held: dict[int, list[Any]] = defaultdict(list)
        for entry in _entries(found, part):
            held[entry.report.period_id].append(entry)
        for pk, change in found.items():
            _compare(change, part, held[pk], rows, units)
    return [each for each in found.values() if each.period.plan_id != plan.pk or each.is_any]


def _compare(change: PeriodChange, part: str, held: Iterable[Any], rows: Iterable[Any], units: dict[int, Unit]) -> None:
    there = {(getattr(entry, part).number, entry.report.unit_id): entry for entry in held}
    asked = rows if ASKED[part] in change.period.asked else []
    if part == "indicator" and (chosen := change.period.chosen):
        asked = [each for each in asked if each.row.number in chosen]
    wanted = {(each.row.number, unit): each.row for each in asked for unit in each.reporting}
    for (number, unit), entry in there.items():
        row = wanted.get((number, unit))
        (change.stays if row else change.gone).append(MovedPart(part, row or getattr(entry, part), units[unit], entry))
    for (number, unit), row in wanted.items():
        if (number, unit) in there:
            continue
        if unit in change.reports:
            change.comes.append(MovedPart(part, row, units[unit]))
        elif _reports(change.period, units[unit]) and units[unit] not in change.opens:
            change.opens.append(units[unit])


def _reports(period: ReportingPeriod, unit: Unit) -> bool:
    """Whether a unit without a report would get one: as `reporters_of`, of rows that are read."""
    kind: Any = period.kind
    if period.is_asked or not unit.reports or unit.retired_at:
        return False
    if kind.reporters == ReportKind.Reporters.CHOSEN:
        return unit in kind.units.all()
    return kind.reporters == ReportKind.Reporters.ALL or unit.kind in kind.unit_kinds


def _entries(periods: Iterable[int], part: str) -> QuerySet[Any]:
    model: Any = PARTS[part]
    entries = model.objects.filter(report__period__in=list(periods)).select_related(part, "report")
    return entries.order_by(f"{part}__number", "report__unit__order")


def last_progress(plan: Plan, numbers: Iterable[int]) -> dict[int, tuple[str, str]]:
    """What was last accepted of the plan's assignments with these numbers, of whoever led them then: status and result.
    One query.
    """
    accepted = AssignmentEntry.objects.exclude(status="").filter(
        assignment__number__in=list(numbers),
        assignment__plan__number=plan.number,
        assignment__plan__year=plan.year,
        report__ward=plan.ward_id,
        report__state__in=TAKEN_IN,
    )
    rows = accepted.order_by("report__period__ends", "pk").values_list("assignment__number", "status", "result")
    return {number: (status, result) for number, status, result in rows}
