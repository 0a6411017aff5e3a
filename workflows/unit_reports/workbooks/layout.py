"""The layout of a unit report's workbook: the page's own words, the last period beside what is to be filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from workflows.models import FieldType, FieldValue
from workflows.pure.arrangement import ASSIGNMENTS, INDICATORS
from workflows.pure.summing import rows_in_lines
from workflows.unit_reports.entries.fields import CAPTIONS
from workflows.unit_reports.entries.forms import NARRATIVE, EntriesForm
from workflows.unit_reports.field_rows import FieldRow
from workflows.unit_reports.findings import AssignmentRow, IndicatorRow, Row

HIDDEN = "trinh-duyet"
FORMAT = 1
FIRST_ROW = 5  # of a table; above it its headings, and above these the report's name and a line of help
WHY = "explanation"
FIGURES = ("value", "numerator", "denominator")
LONGEST = {"note": 500, "explanation": 500, "result": 4000}
LONGEST_TEXT = 20000


Value = Decimal | date | bool | str | None


@dataclass(frozen=True)
class OpenCell:
    """A cell to fill in: the field of the page's form, and what it holds now. `options`: one of these is chosen."""

    name: str
    kept: Value
    options: tuple[str, ...] = ()

    @property
    def part(self) -> str:
        """The field within an entry, "value" or "status"; a text's own name."""
        return self.name.rpartition("_")[2]


@dataclass(frozen=True)
class Quotient:
    """A percentage that Excel computes from the two cells right of it; it is not read back."""


Content = OpenCell | Quotient | Decimal | date | int | str | None


@dataclass(frozen=True)
class Table:
    """A sheet: its title, the headings with their widths in letters, the rows."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Content]]
    height: int | None = None


def tables_of(form: EntriesForm) -> list[Table]:
    """The sheets of the report to which the unbound `form` belongs."""
    asked = form.entries.report.period.asked
    of_the_plan = [table(form) for part, table in OF_THE_PLAN.items() if part in asked]
    fields = [_fields(form)] if form.entries.fields else []
    return [*of_the_plan, *fields, _texts(form)]


def _indicators(form: EntriesForm) -> Table:
    last = _("Last period")
    columns = [
        *((_("No."), 6), (_("Indicator"), 44), (_("Unit of measure"), 14), (_("Goal"), 12)),
        *((f"{last}: {CAPTIONS[part]}", 13) for part in FIGURES),
        *((_caption(part), 13) for part in FIGURES),
        *((_caption(part), 34) for part in ("note", "explanation")),
    ]
    return Table(_("Indicators"), columns, [_indicator(form, row) for row in form.entries.indicators])


def _indicator(form: EntriesForm, row: IndicatorRow) -> list[Content]:
    indicator = row.entry.indicator
    value: Content = Quotient() if row.is_ratio else _fill(form, row, "value")
    return [
        *(indicator.number, _named(row), indicator.measure, indicator.goal),
        *(getattr(row.last, part, None) for part in FIGURES),
        value,
        *(_fill(form, row, part) for part in ("numerator", "denominator", "note", "explanation")),
    ]


def _named(row: IndicatorRow) -> str:
    """The indicator, and below it what is counted, where the plan says so."""
    words = [(part, getattr(row.entry.indicator, f"{part}_words")) for part in ("numerator", "denominator")]
    counts = "; ".join(f"{CAPTIONS[part]}: {words_of_it}" for part, words_of_it in words if words_of_it)
    return "\n".join(filter(None, [row.entry.indicator.name, capfirst(counts)]))


def _assignments(form: EntriesForm) -> Table:
    last = _("Last period")
    columns = [
        *((_("No."), 6), (_("Assignment"), 44), (_("Expected product"), 28), (_("Due"), 16)),
        *((f"{last}: {CAPTIONS['status']}", 16), (f"{last}: {CAPTIONS['result']}", 40)),
        *((_caption("status"), 16), (_caption("result"), 50), (_caption("explanation"), 34)),
    ]
    entries = form.entries
    return Table(_("Assignments"), columns, [_assignment(form, row) for row in (*entries.due, *entries.later)])


def _assignment(form: EntriesForm, row: AssignmentRow) -> list[Content]:
    assignment, last = row.entry.assignment, row.last
    return [
        *(assignment.number, assignment.name, assignment.product, assignment.due_text),
        *((last.get_status_display(), last.result) if last else ("", "")),
        *(_fill(form, row, part) for part in ("status", "result", "explanation")),
    ]


OF_THE_PLAN = {INDICATORS: _indicators, ASSIGNMENTS: _assignments}


def _fields(form: EntriesForm) -> Table:
    """The fields of the outline, whatever their type: of a percentage its two numbers stand apart."""
    columns = [
        *((_("No."), 6), (_("Section"), 26), (_("Content"), 44), (_("What is asked"), 26), (_("Last period"), 20)),
        *((_("This period"), 30), (_caption("numerator"), 13), (_caption("denominator"), 13), (_caption(WHY), 34)),
    ]
    rows = [_field(form, place, row) for place, row in enumerate(form.entries.fields, start=1)]
    return Table(_("Further content"), columns, rows)


def _field(form: EntriesForm, place: int, row: FieldRow) -> list[Content]:
    names = FieldValue.COLUMNS[row.field.type]
    this_period: list[Content] = [None] if row.is_ratio else []
    this_period += [_content(form, f"{row.anchor}_{name}", _options(row)) for name in names]
    if row.is_of_files:
        this_period = ["\n".join([*row.value_words.splitlines(), _("Files are attached on the page, not in Excel.")])]
    reason = _fill(form, row, WHY) if row.field.required else None
    leading: list[Content] = [place, str(row.section), row.name, row.asks, row.last_words]
    return [*leading, *this_period, *[None] * (3 - len(this_period)), reason]


def _options(row: FieldRow) -> tuple[str, ...]:
    """Of what is chosen, the words of the list."""
    if row.field.type == FieldType.YES_NO:
        return yes_words(), no_words()
    return tuple(row.field.choices)


def yes_words() -> str:
    return _("yes")


def no_words() -> str:
    return _("no")


def _texts(form: EntriesForm) -> Table:
    rows = [[str(label), _content(form, name)] for name, label in NARRATIVE.items() if name in form.made]
    return Table(_("Texts"), [(_("Part of the report"), 26), (_("Words"), 110)], rows, height=160)


def _caption(part: str) -> str:
    return capfirst(str(CAPTIONS[part]))


def _fill(form: EntriesForm, row: Row, part: str) -> Content:
    return _content(form, f"{row.anchor}_{part}")


def _content(form: EntriesForm, name: str, options: tuple[str, ...] = ()) -> Content:
    """A cell to fill in where the page has an open field; else the stored value, None where there is no such field."""
    if name not in form.made:
        return None
    kept: Value = rows_in_lines(form.kept[name]) if name.endswith("_rows") else form.kept[name]
    return kept if form.is_locked(name) else OpenCell(name, kept, options)
