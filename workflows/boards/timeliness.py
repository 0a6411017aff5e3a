"""How often each unit was in time over the last periods of a kind. Reads only."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.clock import now
from units.models import Person, Unit
from workflows.models import ReportingPeriod, ReportKind, UnitReport
from workflows.models.states import HELD_BY_UNIT, UnitState

PERIODS = 12


class Timing(models.TextChoices):
    """How a unit's report of a period stands to its due time, by the deadline in force when it was submitted."""

    IN_TIME = "in-time", _("In time")
    LATER = "later", _("in time by a later extension")
    LATE = "late", pgettext_lazy("submission", "Late")
    MISSING = "missing", _("Overdue")
    OPEN = "open", _("not due yet")
    NOT_ASKED = "not-asked", _("Need not report")


SIGNS = {
    Timing.IN_TIME: "●",
    Timing.LATER: "◐",
    Timing.LATE: "▲",
    Timing.MISSING: "✕",
    Timing.OPEN: "…",
    Timing.NOT_ASKED: "–",
}
PERIOD_WIDTH = 20
CLASSES = {Timing.IN_TIME: "timing-in-time", Timing.MISSING: "timing-missing"}
COUNTED = (Timing.IN_TIME, Timing.LATER, Timing.LATE, Timing.MISSING)


@dataclass(frozen=True)
class Bar:
    """A part of a unit's bar; `x` and `width` in the drawing's measure, PERIOD_WIDTH for each period."""

    timing: Timing
    x: int
    width: int

    @property
    def fill(self) -> str:
        """The pattern that fills it; blank where its class does."""
        return "" if self.timing in CLASSES else f"url(#timing-{self.timing})"

    @property
    def css(self) -> str:
        return CLASSES.get(self.timing, "")


@dataclass(frozen=True)
class Cell:
    """A unit in a period; no `report` where it was not asked for one."""

    timing: Timing
    report: UnitReport | None

    @property
    def sign(self) -> str:
        return SIGNS[self.timing]


@dataclass(frozen=True)
class Line:
    """A unit with a cell for each period, oldest first."""

    unit: Unit
    cells: Sequence[Cell]

    @property
    def counts(self) -> Counter[Timing]:
        return Counter(cell.timing for cell in self.cells)

    @property
    def in_time(self) -> int:
        return self.counts[Timing.IN_TIME] + self.counts[Timing.LATER]

    @property
    def due(self) -> int:
        """The periods that count: due, and not waived."""
        return sum(self.counts[timing] for timing in COUNTED)

    @property
    def bars(self) -> list[Bar]:
        counts = [self.counts[timing] for timing in COUNTED]
        begins = [0, *accumulate(counts)]
        parts = zip(COUNTED, begins, counts, strict=False)
        return [Bar(timing, at * PERIOD_WIDTH, count * PERIOD_WIDTH) for timing, at, count in parts if count]


@dataclass(frozen=True)
class Timeliness:
    """The periods, oldest first, and a line for each unit."""

    periods: Sequence[ReportingPeriod]
    lines: Sequence[Line]


def timeliness_of(person: Person, kind: ReportKind) -> Timeliness:
    """Of the units whose reports the person sees, in the last PERIODS periods of the kind. Two queries."""
    periods = list(kind.periods.standing().filter(title="").order_by("-ends", "-starts", "-pk")[:PERIODS])[::-1]
    by_id = {period.pk: period for period in periods}
    reports = UnitReport.objects.visible_to(person).filter(period__in=by_id).select_related("unit")
    found: dict[Unit, dict[int, UnitReport]] = {}
    for report in reports.order_by("unit__order", "unit__code", "unit"):
        report.period = by_id[report.period_id]
        found.setdefault(report.unit, {})[report.period_id] = report
    return Timeliness(periods, [_line(unit, own, periods) for unit, own in found.items()])


def _line(unit: Unit, reports: Mapping[int, UnitReport], periods: Sequence[ReportingPeriod]) -> Line:
    return Line(unit, [_cell(reports.get(period.pk)) for period in periods])


def _cell(report: UnitReport | None) -> Cell:
    return Cell(_timing(report) if report else Timing.NOT_ASKED, report)


def _timing(report: UnitReport) -> Timing:
    if report.state in (UnitState.WAIVED, UnitState.CANCELLED):
        return Timing.NOT_ASKED
    if report.state in HELD_BY_UNIT:
        return Timing.MISSING if now() >= report.due_at else Timing.OPEN
    if report.on_time_since:
        return Timing.LATER
    return Timing.IN_TIME if report.on_time else Timing.LATE
