"""How often each unit was in time over the last periods of a kind. Reads only."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.clock import now
from units.models import Person, Unit
from workflows.models import ReportingPeriod, ReportKind, UnitReport
from workflows.models.states import HELD_BY_UNIT, NOT_ASKED
from workflows.pure.charts.drawing import ChartRow, Drawn, Square, framed, rows_of_squares, with_legend
from workflows.pure.period_codes import named

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
LOOKS = {
    Timing.IN_TIME: "full",
    Timing.LATER: "half",
    Timing.LATE: "warn",
    Timing.MISSING: "bad",
    Timing.OPEN: "open",
    Timing.NOT_ASKED: "none",
}
COUNTED = (Timing.IN_TIME, Timing.LATER, Timing.LATE, Timing.MISSING)


@dataclass(frozen=True)
class PeriodCell:
    """A unit in a period; no `report` where it was not asked for one."""

    timing: Timing
    report: UnitReport | None

    @property
    def sign(self) -> str:
        return SIGNS[self.timing]


@dataclass(frozen=True)
class UnitLine:
    """A unit with a cell for each period, oldest first."""

    unit: Unit
    cells: Sequence[PeriodCell]

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


@dataclass(frozen=True)
class Timeliness:
    """The periods, oldest first, and a line for each unit."""

    periods: Sequence[ReportingPeriod]
    lines: Sequence[UnitLine]

    @property
    def marks(self) -> Drawn:
        """Units × periods as a picture, with its legend (pure/charts/drawing.py)."""
        rows = [self._row(line) for line in self.lines]
        return with_legend(rows_of_squares(rows, [_heading(each) for each in self.periods]), legend_of())

    @property
    def chart(self) -> str:
        return mark_safe(framed(*self.marks))

    def _row(self, line: UnitLine) -> ChartRow:
        return ChartRow(
            line.unit.short_name,
            [
                Square(
                    LOOKS[cell.timing],
                    f"{line.unit.short_name}, {period.words}: {cell.timing.label}",
                    cell.report.get_absolute_url() if cell.report else "",
                )
                for cell, period in zip(line.cells, self.periods, strict=True)
            ],
        )


def timeliness_of(person: Person, kind: ReportKind) -> Timeliness:
    """Of the units whose reports the person sees, in the last PERIODS periods of the kind. Two queries."""
    periods = list(kind.periods.standing().filter(title="").order_by("-ends", "-starts", "-pk")[:PERIODS])[::-1]
    return timeliness_in(person, periods)


def timeliness_in(person: Person, periods: Sequence[ReportingPeriod]) -> Timeliness:
    """The same of these periods, oldest first. One query."""
    by_id = {period.pk: period for period in periods}
    reports = UnitReport.objects.visible_to(person).filter(period__in=by_id).select_related("unit")
    found: dict[Unit, dict[int, UnitReport]] = {}
    for report in reports.order_by("unit__order", "unit__code", "unit"):
        report.period = by_id[report.period_id]
        found.setdefault(report.unit, {})[report.period_id] = report
    return Timeliness(periods, [_line(unit, own, periods) for unit, own in found.items()])


def _heading(period: ReportingPeriod) -> str:
    """What stands above a period's column, which holds two letters: its place in the year."""
    found = named(period.code)
    return str(found.place or found.year % 100) if found else ""


def legend_of() -> list[tuple[str, str]]:
    """The looks of the picture with what each means."""
    return [(look, str(timing.label)) for timing, look in LOOKS.items()]


def _line(unit: Unit, reports: Mapping[int, UnitReport], periods: Sequence[ReportingPeriod]) -> UnitLine:
    return UnitLine(unit, [_cell(reports.get(period.pk)) for period in periods])


def _cell(report: UnitReport | None) -> PeriodCell:
    return PeriodCell(_timing(report) if report else Timing.NOT_ASKED, report)


def _timing(report: UnitReport) -> Timing:
    if report.state in NOT_ASKED:
        return Timing.NOT_ASKED
    if report.state in HELD_BY_UNIT:
        return Timing.MISSING if now() >= report.due_at else Timing.OPEN
    if report.on_time_since:
        return Timing.LATER
    return Timing.IN_TIME if report.on_time else Timing.LATE
