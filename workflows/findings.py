"""A unit report's entries beside the last period's, and what a reader should look at first. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext

from units.models import Aggregation, Direction

from . import aggregation
from .models import AssignmentEntry, AssignmentStatus, IndicatorEntry, ReportingPeriod, UnitReport

STORED_PLACES = 4
PERCENT_PLACES = 2
OF_ALL_UNITS = (Aggregation.SUM, Aggregation.COUNT)


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator's entry, and that of the last period: None where the unit had none."""

    entry: IndicatorEntry
    last: IndicatorEntry | None

    @property
    def name(self) -> str:
        return str(self.entry.indicator)

    @property
    def anchor(self) -> str:
        """What the row is called on its pages."""
        return f"i{self.entry.pk}"

    @property
    def is_ratio(self) -> bool:
        return self.entry.indicator.aggregation == Aggregation.RATIO

    @property
    def is_mean(self) -> bool:
        return self.entry.indicator.aggregation == Aggregation.MEAN

    @property
    def is_blank(self) -> bool:
        return self.entry.value is None

    @property
    def change(self) -> Decimal | None:
        """This period's value less the last one's; None where one of them is missing."""
        if self.entry.value is None or self.last is None or self.last.value is None:
            return None
        return self.entry.value - self.last.value

    @property
    def parts_words(self) -> str:
        """A ratio's parts as they are said, "12/18"; blank for anything else."""
        return _parts(self.entry)

    @property
    def last_parts_words(self) -> str:
        return _parts(self.last) if self.last else ""

    @property
    def value_words(self) -> str:
        return self._words(self.entry.value)

    @property
    def last_words(self) -> str:
        return self._words(self.last.value) if self.last else ""

    @property
    def change_words(self) -> str:
        return self._words(abs(self.change)) if self.change else ""

    @property
    def direction_of_change(self) -> str:
        """up, down or same; blank where nothing can be compared."""
        if self.change is None:
            return ""
        if not self.change:
            return "same"
        return "up" if self.change > 0 else "down"

    @property
    def goal_words(self) -> str:
        return aggregation.format_number(self.entry.indicator.goal, STORED_PLACES)

    @cached_property
    def findings(self) -> list[str]:
        """Sentences; none where there is nothing to look at."""
        if self.is_blank:
            return [gettext("Not reported")]
        found = []
        if self._is_worse():
            found.append(gettext("Worse than in the last period"))
        if self._misses_goal():
            found.append(gettext("Goal not reached yet"))
        return found

    def _words(self, value: Decimal | None) -> str:
        places = PERCENT_PLACES if self.is_ratio else STORED_PLACES
        return "" if value is None else aggregation.format_number(value, places)

    def _is_worse(self) -> bool:
        worse = "down" if self.entry.indicator.direction == Direction.UP else "up"
        return self.direction_of_change == worse

    def _misses_goal(self) -> bool:
        """The goal of a sum or count is the whole ward's: one unit's month can only be above what is to be kept low."""
        indicator = self.entry.indicator
        if indicator.aggregation in OF_ALL_UNITS and indicator.direction == Direction.UP:
            return False
        direction: aggregation.Direction = "down" if indicator.direction == Direction.DOWN else "up"
        reached = aggregation.completion(self.entry.value, goal=indicator.goal, direction=direction)
        return reached is not None and reached < 100


@dataclass(frozen=True)
class AssignmentRow:
    """An assignment's entry, and that of the last period: None where the unit had none."""

    entry: AssignmentEntry
    last: AssignmentEntry | None

    @property
    def name(self) -> str:
        return str(self.entry.assignment)

    @property
    def anchor(self) -> str:
        return f"a{self.entry.pk}"

    @property
    def is_blank(self) -> bool:
        return not self.entry.status

    @cached_property
    def findings(self) -> list[str]:
        """Sentences; none where there is nothing to look at."""
        if self.is_blank:
            return [gettext("Not reported")]
        done = self.entry.status == AssignmentStatus.DONE
        found = []
        if not done and self.last and self.last.status == AssignmentStatus.DONE:
            found.append(gettext("Was finished in the last period"))
        if not done and self._is_overdue():
            found.append(gettext("Past its due date"))
        if done and not self.entry.result.strip():
            found.append(gettext("Finished, but no result or product is named"))
        return found

    def _is_overdue(self) -> bool:
        due_on = self.entry.assignment.due_on
        return due_on is not None and due_on <= self.entry.report.period.ends


@dataclass(frozen=True)
class Entries:
    """All that a unit entered in a report, in the plan's order."""

    report: UnitReport
    indicators: list[IndicatorRow]
    assignments: list[AssignmentRow]

    @property
    def rows(self) -> list[IndicatorRow | AssignmentRow]:
        return [*self.indicators, *self.assignments]

    @property
    def blanks(self) -> list[IndicatorRow | AssignmentRow]:
        return [row for row in self.rows if row.is_blank]

    @property
    def found(self) -> list[IndicatorRow | AssignmentRow]:
        """The filled rows with something to look at."""
        return [row for row in self.rows if row.findings and not row.is_blank]

    @property
    def to_look_at(self) -> list[IndicatorRow | AssignmentRow]:
        """The rows with findings, blank ones too."""
        return [row for row in self.rows if row.findings]

    @property
    def indicators_filled(self) -> int:
        return sum(not row.is_blank for row in self.indicators)

    @property
    def assignments_filled(self) -> int:
        return sum(not row.is_blank for row in self.assignments)

    def with_findings_first(self) -> "Entries":
        """The same rows: blank ones, then the others with findings, then the rest."""
        return Entries(self.report, sorted(self.indicators, key=_rank), sorted(self.assignments, key=_rank))


def entries_of(report: UnitReport) -> Entries:
    """The report's entries beside the last period's. Two statements; `report.period` is read already."""
    both = Q(report=report) | Q(report=_last_report(report))
    indicators = IndicatorEntry.objects.filter(both).select_related("indicator").order_by("indicator__number")
    assignments = AssignmentEntry.objects.filter(both).select_related("assignment").order_by("assignment__number")
    return Entries(report, _indicator_rows(report, indicators), _assignment_rows(report, assignments))


def _last_report(report: UnitReport) -> Subquery:
    """The id of what the unit handed in for the period before, of the same kind; none where it did not."""
    before = ReportingPeriod.objects.filter(kind=report.period.kind_id, ends__lt=report.period.ends)
    last = Subquery(before.order_by("-ends").values("pk")[:1])
    handed_in = UnitReport.objects.filter(unit=report.unit_id, period=last, submitted_at__isnull=False)
    return Subquery(handed_in.order_by().values("pk"))


def _indicator_rows(report: UnitReport, entries: Iterable[IndicatorEntry]) -> list[IndicatorRow]:
    """An indicator's number names it in every version of the plan."""
    held = list(entries)
    last = {entry.indicator.number: entry for entry in held if entry.report_id != report.pk}
    return [IndicatorRow(entry, last.get(entry.indicator.number)) for entry in held if entry.report_id == report.pk]


def _assignment_rows(report: UnitReport, entries: Iterable[AssignmentEntry]) -> list[AssignmentRow]:
    held = list(entries)
    last = {entry.assignment.number: entry for entry in held if entry.report_id != report.pk}
    own = [entry for entry in held if entry.report_id == report.pk]
    for entry in own:
        entry.report = report
    return [AssignmentRow(entry, last.get(entry.assignment.number)) for entry in own]


def _parts(entry: IndicatorEntry) -> str:
    parts = (entry.numerator, entry.denominator)
    return "/".join(aggregation.format_number(part, STORED_PLACES) for part in parts if part is not None)


def _rank(row: IndicatorRow | AssignmentRow) -> tuple[bool, bool]:
    return not row.is_blank, not row.findings
