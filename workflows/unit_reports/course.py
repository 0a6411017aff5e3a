"""The course of one entry: what the unit reported over the last periods, and who else contributes. Reads only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.utils.translation import gettext

from approvals.models import TrailEvent
from units.models import Aggregation
from workflows.cases.moves import events_of
from workflows.models import AssignmentEntry, AssignmentStatus, IndicatorEntry, ReportingPeriod, UnitReport
from workflows.pure.charts.drawing import Course, course

from .findings import AssignmentRow, IndicatorRow

PERIODS = 12
EVENTS_SHOWN = 12
SIZE = (300, 80, 6)  # of the picture: width, height and margin
TALK = ("comment", "answer")
STEPS = {AssignmentStatus.NOT_STARTED: 0, AssignmentStatus.IN_PROGRESS: 1, AssignmentStatus.DONE: 2}


@dataclass(frozen=True)
class Point:
    """What the unit reported in a period: None where that is nothing. `words` is how the page shows it."""

    period: ReportingPeriod
    value: Decimal | None
    words: str


@dataclass(frozen=True)
class Share:
    """Another unit that contributes, and whether it has submitted its report of this period."""

    unit: str
    leads: bool
    reported: bool


@dataclass(frozen=True)
class EntryHistory:
    """`points` are oldest first, this period the last of them."""

    row: IndicatorRow | AssignmentRow
    points: list[Point]
    shares: list[Share]
    picture: Course
    events: "QuerySet[TrailEvent]"

    @property
    def part(self) -> Any:
        """The indicator or assignment of the plan."""
        return self.row.entry.indicator if isinstance(self.row, IndicatorRow) else self.row.entry.assignment

    @property
    def talk(self) -> list[tuple[TrailEvent, str]]:
        """What the office asked about the entry and the unit answered lately, oldest first."""
        comments = [event for event in self.events if event.action in TALK]
        return [(event, str(new)) for event in reversed(comments) for _old, new in event.changes.values()]


def of_indicator(report: UnitReport, pk: int) -> EntryHistory | None:
    """The course of the report's entry of this id; None where it has none. One query, and one for `events`."""
    entries, entry = _entries(IndicatorEntry, "indicator", report, pk)
    if entry is None:
        return None
    own = [each for each in entries if each.report.unit_id == report.unit_id]
    points = [Point(each.report.period, each.value, IndicatorRow(each, None).value_words) for each in own]
    indicator = entry.indicator
    goal = None if indicator.aggregation == Aggregation.SUM else indicator.goal
    events = _events(
        report, str(indicator.number), ("value", "numerator", "denominator", "note", "explanation", "evidence", *TALK)
    )
    shares = _shares(report, entries, indicator.lead_id)
    return EntryHistory(
        IndicatorRow(entry, None), points, shares, course([point.value for point in points], goal, SIZE), events
    )


def of_assignment(report: UnitReport, pk: int) -> EntryHistory | None:
    """As `of_indicator`, of the progress, which is drawn in three steps."""
    entries, entry = _entries(AssignmentEntry, "assignment", report, pk)
    if entry is None:
        return None
    own = [each for each in entries if each.report.unit_id == report.unit_id]
    points = [Point(each.report.period, _step(each.status), _status_words(each)) for each in own]
    events = _events(report, f"T{entry.assignment.number}", ("status", "result", "explanation", "evidence", *TALK))
    shares = _shares(report, entries, entry.assignment.lead_id)
    picture = course([point.value for point in points], Decimal(STEPS[AssignmentStatus.DONE]), SIZE, lowest=Decimal(0))
    return EntryHistory(AssignmentRow(entry, None), points, shares, picture, events)


def _entries(model: Any, part: str, report: UnitReport, pk: int) -> tuple[list[Any], Any]:
    """The entries for the same `part` of the plan (an indicator or assignment), by period; and the report's own."""
    numbers = model.objects.filter(pk=pk, report=report).order_by().values(f"{part}__number")
    held = model.objects.filter(**{f"{part}__number": Subquery(numbers)}).filter(_of_shown_reports(report))
    held = held.select_related(f"{part}__lead", "report__period", "report__unit")
    entries = list(held.order_by("report__period__ends"))
    return entries, next((each for each in entries if each.pk == pk), None)


def _of_shown_reports(report: UnitReport) -> Q:
    """Of this unit the last reports that it submitted, and this one; of the others those of this period."""
    earlier = UnitReport.objects.filter(
        unit=report.unit_id,
        period__kind=report.period.kind_id,
        period__ends__lt=report.period.ends,
        submitted_at__isnull=False,
    )
    last = Subquery(earlier.order_by("-period__ends").values("pk")[: PERIODS - 1])
    return Q(report__period=report.period_id) | Q(report__in=last)


def _shares(report: UnitReport, entries: Iterable[IndicatorEntry | AssignmentEntry], lead: int) -> list[Share]:
    others = [
        each.report
        for each in entries
        if each.report.period_id == report.period_id and each.report.unit_id != report.unit_id
    ]
    shares = [Share(each.unit.short_name, each.unit_id == lead, each.submitted_at is not None) for each in others]
    return sorted(shares, key=lambda share: (not share.leads, share.unit))


def _events(report: UnitReport, number: str, names: Sequence[str]) -> "QuerySet[TrailEvent]":
    """The events of the report that changed one of the entry's fields, newest first."""
    keys = [f"{number}.{name}" for name in names]
    return events_of(report).filter(changes__has_any_keys=keys)[:EVENTS_SHOWN]


def _step(status: str) -> Decimal | None:
    return Decimal(STEPS[AssignmentStatus(status)]) if status else None


def _status_words(entry: AssignmentEntry) -> str:
    return str(AssignmentStatus(entry.status).label) if entry.status else gettext("Not reported")
