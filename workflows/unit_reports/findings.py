"""A unit report's entries beside the last period's, and what a reader should look at first. Reads only."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet

from approvals import compiled
from workflows.figures import annual
from workflows.figures.origins.levels import with_levels_of_units
from workflows.figures.origins.twins import with_twins
from workflows.models import AssignmentEntry, IndicatorEntry, Section, UnitReport

from .assignment_rows import AssignmentRow
from .field_rows import FieldRow, field_rows, named_field_rows
from .indicator_rows import IndicatorRow
from .past import NOTHING, Past, last_report, past_of, place_of

Row = IndicatorRow | AssignmentRow | FieldRow


@dataclass(frozen=True)
class Entries:
    """All that a unit entered in a report, in the plan's order, then in the outline's."""

    report: UnitReport
    indicators: list[IndicatorRow]
    assignments: list[AssignmentRow]
    fields: list[FieldRow] = field(default_factory=list)
    partial: bool = False  # whether these are but some of them

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

    def anew(self) -> "Entries":
        """The same entries, to be checked anew once they are changed."""
        return replace(
            self,
            indicators=[replace(row) for row in self.indicators],
            assignments=[replace(row) for row in self.assignments],
            fields=[replace(row) for row in self.fields],
        )

    def with_findings_first(self) -> "Entries":
        """The same rows: blank ones, then the others with findings, then the rest; fields stay in their sections."""
        indicators, assignments = sorted(self.indicators, key=_rank), sorted(self.assignments, key=_rank)
        return Entries(self.report, indicators, assignments, self.fields)


def entries_of(report: UnitReport, *, others: bool = True) -> Entries:
    """The report's entries beside the last period's. Three queries, of a year five, one more where the outline has
    fields; its period and kind are read already. Without `others` no finding tells what other units report, nor
    of a ward: every ward reports the same indicators.
    """
    place = place_of(report)
    period = report.period_id if others and not report.unit.delivers else None
    indicators = compiled.read(_all_figures, report=report.pk, period=period, **place)
    rows = _indicator_rows(report, indicators)
    assignments = compiled.read(_all_progress, report=report.pk, **place)
    return Entries(report, rows, _assignment_rows(report, assignments), field_rows(report))


def _all_figures(report: int, period: int | None, unit: int, **place: Any) -> QuerySet[IndicatorEntry]:
    """With what other units report, where the `period` is given."""
    both = Q(report=report) | Q(report=last_report(unit, **place))
    figures = IndicatorEntry.objects.filter(both).select_related("indicator").order_by("indicator__number")
    if not place["asked"]:
        figures = with_levels_of_units(figures, unit, place["kind"], place["ends"])
    return with_twins(figures, UnitReport(pk=report, unit_id=unit, period_id=period)) if period else figures


def _all_progress(report: int, **place: Any) -> QuerySet[AssignmentEntry]:
    both = Q(report=report) | Q(report=last_report(**place))
    return AssignmentEntry.objects.filter(both).select_related("assignment").order_by("assignment__number")


def named_entries(
    report: UnitReport, indicators: Collection[int], assignments: Collection[int], fields: Collection[int]
) -> Entries:
    """The report's entries of these ids alone, with what the checks compare them with. Two queries for each kind that
    is named, one for fields of the outline; of a year two more.
    """
    figures = compiled.read(_figures, report=report.pk, ids=sorted(indicators))
    progress = compiled.read(_progress, report=report.pk, ids=sorted(assignments))
    rows = _named_field_rows(report, fields)
    return Entries(report, _named_figures(report, figures), _named_progress(report, progress), rows, True)


def _figures(report: int, ids: list[int]) -> QuerySet[IndicatorEntry]:
    return IndicatorEntry.objects.filter(report=report, pk__in=ids).select_related("indicator")


def _progress(report: int, ids: list[int]) -> QuerySet[AssignmentEntry]:
    return AssignmentEntry.objects.filter(report=report, pk__in=ids).select_related("assignment")


def _named_figures(report: UnitReport, entries: list[IndicatorEntry]) -> list[IndicatorRow]:
    past = past_of(report, [entry.indicator.number for entry in entries]) if entries else {}
    return _rows_of(report, entries, {}, past)


def _named_progress(report: UnitReport, entries: list[AssignmentEntry]) -> list[AssignmentRow]:
    if not entries:
        return []
    numbers = [entry.assignment.number for entry in entries]
    before = AssignmentEntry.objects.filter(report=last_report(**place_of(report)), assignment__number__in=numbers)
    return _assignment_rows(report, [*entries, *before.select_related("assignment")])


def _named_field_rows(report: UnitReport, ids: Collection[int]) -> list[FieldRow]:
    return named_field_rows(report, ids) if ids else []


def _indicator_rows(report: UnitReport, entries: Iterable[Any]) -> list[IndicatorRow]:
    """An indicator's number names it in every version of the plan. The entries carry `twin` and `sharer`."""
    held, past = list(entries), past_of(report)
    last = {entry.indicator.number: entry for entry in held if entry.report_id != report.pk}
    return _rows_of(report, [entry for entry in held if entry.report_id == report.pk], last, past)


def _rows_of(
    report: UnitReport, own: Sequence[Any], last: Mapping[int, IndicatorEntry], past: Mapping[int, Past]
) -> list[IndicatorRow]:
    """The report's own entries beside what was reported before. No query, but for those of a year's months."""
    for entry in own:
        entry.report = report
    counts = report.period.adds_months and own
    months = annual.of_months(report, [entry.indicator for entry in own]) if counts else {}
    return [
        IndicatorRow(
            entry,
            last.get(entry.indicator.number),
            past.get(entry.indicator.number, NOTHING),
            getattr(entry, "twin", "") or "",
            getattr(entry, "sharer", "") or "",
            months.get(entry.indicator.number),
        )
        for entry in own
    ]


def _assignment_rows(report: UnitReport, entries: Iterable[AssignmentEntry]) -> list[AssignmentRow]:
    """Beside the last period's; of a year, beside what was last accepted in its months."""
    held = list(entries)
    last = {entry.assignment.number: entry for entry in held if entry.report_id != report.pk}
    if report.period.adds_months and held:
        last |= annual.last_progress(report)
    own = [entry for entry in held if entry.report_id == report.pk]
    for entry in own:
        entry.report = report
    return [AssignmentRow(entry, last.get(entry.assignment.number)) for entry in own]


def _rank(row: IndicatorRow | AssignmentRow) -> tuple[bool, bool]:
    return not row.is_blank, not (row.findings or row.doubt)
