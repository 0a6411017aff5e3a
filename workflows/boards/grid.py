"""A period as a grid: its unit reports one below the other, and the ward report beside them. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext, pgettext

from approvals.addresses import address_of
from approvals.clock import now
from units import compiled, grants
from units.models import Person, Unit
from workflows.cases import standing
from workflows.cases.times import calendar_days
from workflows.cases.times.clocks import TimeHeld, held
from workflows.figures import annual
from workflows.models import AssignmentEntry, AssignmentStatus, IndicatorEntry, ReportingPeriod, UnitReport, WardReport
from workflows.models.querysets import ISSUED
from workflows.models.states import (
    HELD_BY_UNIT,
    HELD_BY_WARD,
    NOT_ASKED,
    OPEN,
    TAKEN_IN,
    UnitState,
    WardState,
    ward_states,
)
from workflows.unit_reports.parts import part_in

from .lines import PROSE
from .progress import NEWEST_FIRST, counted

OVERDUE = "overdue"
LATE = "late"
FOUND = "found"
CLEAN = "clean"
CHANGED = "changed"
COLUMNS = ("state", "holder", "filled", "submitted", "found", "returns")
UNTOLD = ("word", "reopened", "informants")  # what no row tells of its report


@dataclass(frozen=True)
class GridRow:
    """A unit report in the grid. `on_time` is None while it is neither submitted nor overdue.

    `acceptable`: the reader may accept it now, or take and accept it. `changed` counts the entries changed since the
    report was last returned, `below` the figures of a year that are less than its signed months hold; `may_steer`:
    whether the reader coordinates the unit's ward, and so reminds or waives it while the unit has it.
    """

    report: UnitReport
    holder: str
    held: TimeHeld
    changed: int
    filled: int
    entries: int
    acceptable: bool
    on_time: bool | None
    below: int = 0
    may_steer: bool = False

    @property
    def found(self) -> int | None:
        """The entries with findings as last saved, and what a month signed since has brought; None where unknown."""
        return max(self.report.found or 0, self.below) if self.below else self.report.found

    @property
    def state_label(self) -> str:
        """As `get_state_display`, which flattens the choices anew for each of a grid's hundreds of rows."""
        return str(UnitState(self.report.state).label)

    @property
    def held_by_unit(self) -> bool:
        return self.report.state in HELD_BY_UNIT

    @property
    def overdue(self) -> bool:
        return self.on_time is False and self.held_by_unit

    @property
    def extended(self) -> bool:
        """Whether the unit has a later due time than its period."""
        return self.report.due_at != self.report.period.unit_due_at

    @property
    def clean(self) -> bool:
        """Waits for the office, and its last save counted no findings; without a count it is not clean."""
        return self.report.state in HELD_BY_WARD and self.found == 0

    def has_mark(self, mark: str) -> bool:
        """Whether the row has the mark (overdue, late, found, clean, changed); True for any other word."""
        marks = {
            OVERDUE: self.overdue,
            LATE: self.on_time is False,
            FOUND: bool(self.found),
            CLEAN: self.clean,
            CHANGED: self.changed > 0,
        }
        return marks.get(mark, True)

    @property
    def may_tick(self) -> bool:
        return self.acceptable or (self.may_steer and self.held_by_unit)

    @property
    def url(self) -> str:
        return address_of("unit_report", self.report.pk)

    @property
    def tick(self) -> str:
        """What the check box sends: the report and the version that the reader saw."""
        return f"{self.report.pk}-{self.report.version}"


@dataclass(frozen=True)
class Grid:
    """`ward_report` is None where the reader may not see it; `reviews`: whether the reader coordinates."""

    period: ReportingPeriod
    rows: Sequence[GridRow]
    ward_report: WardReport | None
    ward_holder: str
    unit_due: standing.Due
    ward_due: standing.Due
    reviews: bool

    @property
    def expected(self) -> int:
        return sum(row.report.state not in NOT_ASKED for row in self.rows)

    @property
    def submitted(self) -> int:
        """Submitted at least once; one that was returned stays counted here, and in `returned` too."""
        return self.expected - sum(row.report.state == UnitState.DRAFT for row in self.rows)

    @property
    def returned(self) -> int:
        return sum(row.report.state == UnitState.RETURNED for row in self.rows)

    @property
    def taken_in(self) -> int:
        return sum(row.report.state in TAKEN_IN for row in self.rows)

    @property
    def overdue(self) -> int:
        return sum(row.overdue for row in self.rows)

    @property
    def missing(self) -> list[GridRow]:
        """Neither taken in nor waived."""
        return [row for row in self.rows if row.report.state not in (*TAKEN_IN, *NOT_ASKED)]

    @property
    def waived(self) -> list[GridRow]:
        return [row for row in self.rows if row.report.state == UnitState.WAIVED]

    @property
    def may_unwaive(self) -> bool:
        """Whether the reader coordinates, and the ward's report is not approved yet."""
        states = OPEN
        return self.reviews and self.ward_report is not None and self.ward_report.state in states

    @property
    def any_acceptable(self) -> bool:
        return any(row.acceptable for row in self.rows)

    @property
    def clean(self) -> list[GridRow]:
        """Those that the reader may accept and that have no findings."""
        return [row for row in self.rows if row.acceptable and row.clean]

    @property
    def units_open(self) -> bool:
        """Whether the units' due time still matters: one of them has not reported yet."""
        return any(row.held_by_unit for row in self.rows)

    @property
    def ward_open(self) -> bool:
        """Whether the ward's due time still matters."""
        return self.ward_report is not None and self.ward_report.state not in (*ISSUED, WardState.CANCELLED)

    @property
    def may_steer(self) -> bool:
        """Whether the reader may change the due times of the period."""
        return self.reviews and self.ward_report is not None and self.ward_report.state in OPEN

    @property
    def may_consolidate(self) -> bool:
        report = self.ward_report
        ready = report is not None and report.state == WardState.CONSOLIDATING and report.consolidated_at is None
        return self.reviews and ready

    def only(self, state: str, mark: str) -> list[GridRow]:
        """The rows in `state` that have `mark`; any other word for either narrows nothing."""
        states = (state,) if state in UnitState.values else UnitState.values
        return [row for row in self.rows if row.report.state in states and row.has_mark(mark)]


def periods_visible_to(person: Person) -> QuerySet[ReportingPeriod]:
    """Of the wards whose reports, or those of one of whose units, `person` reads; newest first."""
    readable = grants.units_where(person, "view_reports")
    wards = Unit.objects.filter(pk__in=readable, ward__isnull=False).values("ward")
    return ReportingPeriod.objects.filter(Q(ward__in=readable) | Q(ward__in=wards)).order_by(*NEWEST_FIRST)


def with_progress(keys: list[int], person: Person) -> list[Any]:
    """These periods, with counts of the reports that `person` sees, and the state of the ward report if seen, in
    words too. One query.
    """
    readable = grants.units_where(person, "view_reports")
    seen = Q(unit_reports__unit__in=readable) | Q(ward__in=readable)
    ward_reports = WardReport.objects.visible_to(person).filter(period=OuterRef("pk")).order_by("-version")
    state = Subquery(ward_reports.values("state")[:1])
    found = counted(ReportingPeriod.objects.filter(pk__in=keys), seen).select_related("kind", "ward")
    rows: list[Any] = list(found.annotate(ward_state=state))
    for row in rows:
        row.ward_state_words = ward_states(above=row.ward.has_wards).get(row.ward_state, "")
    return rows


def grid_of(person: Person, period: ReportingPeriod, *, texts: bool = False) -> Grid:
    """What `person` sees of `period`, which comes with its plan; with the `texts` of the reports where they are asked
    for. Four queries, however many units there are; of a year seven.
    """
    ward_report = _ward_report(person, period)
    below = annual.below_by_report(period)
    calendar = calendar_days.of(period.ward_id)
    coordinates = period.ward_id in grants.units_where(person, "review_reports")
    reports = compiled.rows(_unit_reports, person, fixed={"texts": texts}, period=period.pk)
    for report in reports:
        report.period = period
    return Grid(
        period=period,
        rows=[_row(report, below[report.pk], coordinates) for report in reports],
        ward_report=ward_report,
        ward_holder=standing.ward_holder(ward_report) if ward_report else "",
        unit_due=standing.due(period.unit_due_at, calendar),
        ward_due=standing.due(period.ward_due_at, calendar),
        reviews=ward_report is not None and coordinates,
    )


def _ward_report(person: Person, period: ReportingPeriod) -> WardReport | None:
    return next(iter(compiled.rows(_ward_reports, person, period=period.pk)), None)


def _ward_reports(person: Person, period: int) -> QuerySet:
    """The newest version alone."""
    seen = WardReport.objects.visible_to(person).filter(period=period)
    return standing.with_ward_standing(seen).order_by("-version")[:1]


def _unit_reports(person: Person, period: int, texts: bool = False) -> QuerySet:
    acceptable = Q(pk__in=UnitReport.objects.to_accept_in_bulk(person).filter(period=period).values("pk"))
    indicators = IndicatorEntry.objects.filter(report=OuterRef("pk"))
    assignments = AssignmentEntry.objects.filter(report=OuterRef("pk"))
    seen = UnitReport.objects.visible_to(person).filter(period=period)
    return (
        standing.with_unit_standing(seen)
        .select_related(None)  # its period, kind and plan are the same in each row
        .select_related("unit", "reviewer")
        .defer(*UNTOLD, *(() if texts else PROSE))
        .annotate(
            acceptable=ExpressionWrapper(acceptable, output_field=BooleanField()),
            indicators=_number(indicators),
            indicators_filled=_number(indicators.filter(value__isnull=False)),
            assignments=_number(assignments),
            assignments_filled=_number(assignments.exclude(status=AssignmentStatus.NOT_REPORTED)),
        )
        .order_by("unit__order", "unit__code")
    )


def _number(entries: QuerySet) -> Coalesce:
    counts = entries.order_by().values("report").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counts), 0)


def _row(report: Any, below: int, coordinates: bool) -> GridRow:
    """`report` carries the counts of `_unit_reports`."""
    return GridRow(
        report=report,
        holder=standing.unit_holder(report),
        held=held(report),
        changed=len({part_in(name) for name in report.was}),
        filled=report.indicators_filled + report.assignments_filled,
        entries=report.indicators + report.assignments,
        acceptable=report.acceptable,
        on_time=_on_time(report),
        below=below,
        may_steer=coordinates,
    )


def _on_time(report: UnitReport) -> bool | None:
    if report.state in HELD_BY_UNIT:
        return False if now() >= report.due_at else None
    return None if report.state in NOT_ASKED else report.on_time


def columns_of(asked: QueryDict) -> tuple[str, ...]:
    """The columns asked for, in their order; all where none is named."""
    chosen = set(asked.getlist("columns"))
    return tuple(name for name in COLUMNS if name in chosen) or COLUMNS


def column_words() -> dict[str, str]:
    """The words of the grid's columns and marks, translated once for its hundreds of rows."""
    return {
        "tick": gettext("Tick"),
        "state": gettext("State"),
        "holder": gettext("Held by"),
        "filled": gettext("Filled in"),
        "submitted": gettext("Submitted at"),
        "found": gettext("Findings"),
        "returns": gettext("Times returned"),
        "changed": gettext("changed since"),
        "in_time": gettext("In time"),
        "in_time_since": gettext("in time by a later extension"),
        "extended": gettext("extended to"),
        "overdue": gettext("Overdue"),
        "late": pgettext("submission", "Late"),
    }
