"""A unit report's entries beside the last period's, and what a reader should look at first. Reads only."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext

from units.models import Aggregation, Direction
from workflows.figures import annual
from workflows.figures.origins.twins import with_twins
from workflows.models import AssignmentEntry, IndicatorEntry, Section, UnitReport
from workflows.pure import aggregation, entry_checks, suspicions
from workflows.pure.entry_checks import EntryCheck, Numbers, Reported

from .assignment_rows import AssignmentRow
from .field_rows import FieldRow, field_rows, named_field_rows
from .past import PastEntry, last_report, past_of

STORED_PLACES = 4
PERCENT_PLACES = 2
FRACTION = 1  # a percentage at or below it may be a share of 1, as Excel keeps 95,5 %
OF_ALL_UNITS = (Aggregation.SUM, Aggregation.COUNT)


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator's entry, and that of the last period: None where the unit had none; what it reported before, oldest
    first. `twin` and `sharer` name another unit (figures/origins/twins.py): one that reports the very same numbers,
    and one whose sum is added to this one. `months` is what the signed months of a yearly report's year give.
    """

    entry: IndicatorEntry
    last: IndicatorEntry | None
    past: Sequence[PastEntry] = ()
    twin: str = ""
    sharer: str = ""
    months: Numbers | None = None

    @property
    def name(self) -> str:
        return str(self.entry.indicator)

    @property
    def anchor(self) -> str:
        """The row's id in the HTML of its pages."""
        return f"i{self.entry.pk}"

    @property
    def page(self) -> str:
        """The name of its own page's address."""
        return "indicator_panel"

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
        """This period's value less the last one's, as both are shown; None where one of them is missing."""
        if self.entry.value is None or self.last is None or self.last.value is None:
            return None
        before = aggregation.quantise(self.last.value, self.places)
        return aggregation.quantise(self.entry.value, self.places) - before

    @property
    def parts_words(self) -> str:
        """A ratio's parts as pages show them, "12/18"; blank for anything else."""
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
    def months_words(self) -> str:
        """What the months give where the year says otherwise; blank where it says that."""
        typed = (self.entry.value, self.entry.numerator, self.entry.denominator)
        if self.months is None or entry_checks.is_same(typed, self.months):
            return ""
        return entry_checks.months_words(self.months, self.places)

    @property
    def goal_words(self) -> str:
        return aggregation.format_number(self.entry.indicator.goal, STORED_PLACES)

    @property
    def places(self) -> int:
        return PERCENT_PLACES if self.is_ratio else STORED_PLACES

    @cached_property
    def checks(self) -> list[EntryCheck]:
        """What the entry has to give a reason for."""
        return entry_checks.of_figure(self._reported(), self.entry.report.period.kind.limits)

    @property
    def unanswered(self) -> bool:
        return bool(self.checks) and not self.entry.explanation

    @cached_property
    def findings(self) -> list[str]:
        """Sentences; none where there is nothing to look at."""
        found = [check.sentence for check in self.checks]
        if self.is_blank:
            return found
        if self._is_worse():
            found.append(gettext("Worse than in the last period"))
        if self._misses_goal():
            found.append(gettext("Goal not reached yet"))
        if self.twin:
            found.append(gettext("The same numbers as %(unit)s: are they counted twice?") % {"unit": self.twin})
        return found

    @property
    def reminder(self) -> str:
        """What a reviewer should keep in mind though nothing stands out; blank where there is nothing."""
        if self.is_blank or self.twin or not self.sharer:
            return ""
        sentence = gettext("Added to what %(unit)s reports: make sure that nothing is counted twice.")
        return sentence % {"unit": self.sharer}

    @property
    def doubt(self) -> str:
        """Why the flow looks like a stock, for whoever keeps the plan: the unit can do nothing about it. Blank where it
        does not.
        """
        indicator, entry = self.entry.indicator, self.entry
        if indicator.is_level or self.is_blank:
            return ""
        before = [past[1:] for past in self.past]
        now = (entry.value, entry.numerator, entry.denominator)
        return suspicions.like_a_stock(indicator.aggregation, [*before, now])

    def _words(self, value: Decimal | None) -> str:
        return "" if value is None else aggregation.format_number(value, self.places)

    def _reported(self) -> Reported:
        indicator, year = self.entry.indicator, self.entry.report.period.ends.year
        this_year = [past.value for past in self.past if past.ends.year == year and past.value is not None]
        return Reported(
            self.entry.value,
            self.entry.numerator,
            self.entry.denominator,
            past=[past.value for past in self.past],
            before=this_year[-1] if this_year else None,
            bounded=indicator.bounded and indicator.measure == "%",
            cumulative=indicator.cumulative,
            places=self.places,
            percent=indicator.measure == "%" and not self.is_ratio and indicator.goal > FRACTION,
            whole=indicator.measure == "%"
            and indicator.goal <= entry_checks.WHOLE
            and (indicator.bounded or not self.is_ratio),
            goal=indicator.goal,
            months=self.months,
            level=indicator.is_level,
        )

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


Row = IndicatorRow | AssignmentRow | FieldRow


@dataclass(frozen=True)
class Entries:
    """All that a unit entered in a report, in the plan's order, then in the outline's."""

    report: UnitReport
    indicators: list[IndicatorRow]
    assignments: list[AssignmentRow]
    fields: list[FieldRow] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        return [*self.indicators, *self.assignments, *self.fields]

    @property
    def figures(self) -> list[IndicatorRow | FieldRow]:
        """The rows that may consist of two numbers."""
        return [*self.indicators, *self.fields]

    @property
    def blanks(self) -> list[Row]:
        """What is asked for and not given: a field that is not required may stay blank."""
        blank: list[Row] = [row for row in self.indicators if row.is_blank]
        blank += [row for row in self.assignments if row.is_blank]
        return [*blank, *(row for row in self.fields if row.is_missing)]

    @property
    def found(self) -> list[Row]:
        """The filled rows with something to look at."""
        return [row for row in self.rows if row.findings and not row.is_blank]

    @property
    def to_look_at(self) -> list[Row]:
        """The rows at which the office looks, blank ones too."""
        return [row for row in self.rows if row.findings or row.doubt]

    @property
    def changed_first(self) -> list[IndicatorRow]:
        """The indicators: those that differ from the last period, then the others."""
        return sorted(self.indicators, key=lambda row: row.direction_of_change in ("", "same"))

    @property
    def unanswered(self) -> list[Row]:
        """The rows that a check asks about and that give no reason: with one of these nothing is submitted."""
        return [row for row in self.rows if row.unanswered]

    @property
    def missing_indicators(self) -> list[IndicatorRow]:
        """Blank, and without a reason for it."""
        return [row for row in self.indicators if row.is_blank and row.unanswered]

    @property
    def missing_assignments(self) -> list[AssignmentRow]:
        return [row for row in self.assignments if row.is_blank and row.unanswered]

    @property
    def missing_fields(self) -> list[FieldRow]:
        return [row for row in self.fields if row.unanswered]

    @property
    def to_explain(self) -> list[Row]:
        """Filled, but a check asks for a reason."""
        return [row for row in self.unanswered if not row.is_blank]

    @property
    def due(self) -> list[AssignmentRow]:
        """The assignments that this period asks for."""
        return [row for row in self.assignments if row.is_due]

    @property
    def later(self) -> list[AssignmentRow]:
        return [row for row in self.assignments if not row.is_due]

    @property
    def indicators_filled(self) -> int:
        return sum(not row.is_blank for row in self.indicators)

    @property
    def assignments_filled(self) -> int:
        return sum(not row.is_blank for row in self.assignments)

    @property
    def parts(self) -> list[tuple[str, Section | None, int, int]]:
        """The parts of the report in order, each with its section where it has fields of its own: how many of these are
        filled, of how many.
        """
        found = {
            section.key: (section, list(rows)) for section, rows in groupby(self.fields, key=lambda row: row.section)
        }
        counted = {
            key: (section, sum(not row.is_blank for row in rows), len(rows)) for key, (section, rows) in found.items()
        }
        return [(part, *counted.get(part, (None, 0, 0))) for part in self.report.period.parts(found)]

    def with_findings_first(self) -> "Entries":
        """The same rows: blank ones, then the others with findings, then the rest; fields stay in their sections."""
        indicators, assignments = sorted(self.indicators, key=_rank), sorted(self.assignments, key=_rank)
        return Entries(self.report, indicators, assignments, self.fields)


def entries_of(report: UnitReport) -> Entries:
    """The report's entries beside the last period's. Three queries, of a year five, one more where the outline has
    fields; its period and kind are read already.
    """
    both = Q(report=report) | Q(report=last_report(report))
    indicators = with_twins(IndicatorEntry.objects.filter(both), report).select_related("indicator")
    assignments = AssignmentEntry.objects.filter(both).select_related("assignment").order_by("assignment__number")
    rows = _indicator_rows(report, indicators.order_by("indicator__number"))
    return Entries(report, rows, _assignment_rows(report, assignments), field_rows(report))


def named_entries(
    report: UnitReport, indicators: Collection[int], assignments: Collection[int], fields: Collection[int]
) -> Entries:
    """The report's entries of these ids alone, beside nothing. A query for each kind that is named."""
    figures = report.indicator_entries.filter(pk__in=indicators).select_related("indicator")
    progress = report.assignment_entries.filter(pk__in=assignments).select_related("assignment")
    return Entries(
        report,
        [IndicatorRow(entry, None) for entry in figures],
        [AssignmentRow(entry, None) for entry in progress],
        named_field_rows(report, fields) if fields else [],
    )


def _indicator_rows(report: UnitReport, entries: Iterable[Any]) -> list[IndicatorRow]:
    """An indicator's number names it in every version of the plan. The entries carry `twin` and `sharer`."""
    held, past = list(entries), past_of(report)
    last = {entry.indicator.number: entry for entry in held if entry.report_id != report.pk}
    own = [entry for entry in held if entry.report_id == report.pk]
    for entry in own:
        entry.report = report
    months = annual.of_months(report, [entry.indicator for entry in own]) if report.period.adds_months else {}
    numbered = [(entry, entry.indicator.number) for entry in own]
    return [
        IndicatorRow(
            entry, last.get(number), past.get(number, ()), entry.twin or "", entry.sharer or "", months.get(number)
        )
        for entry, number in numbered
    ]


def _assignment_rows(report: UnitReport, entries: Iterable[AssignmentEntry]) -> list[AssignmentRow]:
    """Beside the last period's; of a year, beside what was last accepted in its months."""
    held = list(entries)
    last = {entry.assignment.number: entry for entry in held if entry.report_id != report.pk}
    if report.period.adds_months:
        last |= annual.last_progress(report)
    own = [entry for entry in held if entry.report_id == report.pk]
    for entry in own:
        entry.report = report
    return [AssignmentRow(entry, last.get(entry.assignment.number)) for entry in own]


def _parts(entry: IndicatorEntry) -> str:
    parts = (entry.numerator, entry.denominator)
    return "/".join(aggregation.format_number(part, STORED_PLACES) for part in parts if part is not None)


def _rank(row: IndicatorRow | AssignmentRow) -> tuple[bool, bool]:
    return not row.is_blank, not (row.findings or row.doubt)
