"""The layout of a unit report's workbook: the page's own words, the last period beside what is to be filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from workflows.unit_reports.entries.forms import CAPTIONS, NARRATIVE, EntriesForm
from workflows.unit_reports.findings import AssignmentRow, IndicatorRow

HIDDEN = "trinh-duyet"
FORMAT = 1
FIRST_ROW = 5  # of a table; above it its headings, and above these the report's name and a line of help
FIGURES = ("value", "numerator", "denominator")
LONGEST = {"note": 500, "explanation": 500, "result": 4000}
LONGEST_TEXT = 20000


@dataclass(frozen=True)
class Fill:
    """A cell to fill in: the field of the page's form, and what it holds now."""

    name: str
    kept: Decimal | str | None

    @property
    def part(self) -> str:
        """The field within an entry, "value" or "status"; a text's own name."""
        return self.name.rpartition("_")[2]


@dataclass(frozen=True)
class Quotient:
    """A percentage that Excel computes from the two cells right of it; it is not read back."""


Content = Fill | Quotient | Decimal | int | str | None


@dataclass(frozen=True)
class Table:
    """A sheet: its title, the headings with their widths in letters, the rows."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Content]]
    height: int | None = None


def tables_of(form: EntriesForm) -> list[Table]:
    """The sheets of the report to which the unbound `form` belongs."""
    return [_indicators(form), _assignments(form), _texts(form)]


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
        *(indicator.number, indicator.name, indicator.measure, indicator.goal),
        *(getattr(row.last, part, None) for part in FIGURES),
        value,
        *(_fill(form, row, part) for part in ("numerator", "denominator", "note", "explanation")),
    ]


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


def _texts(form: EntriesForm) -> Table:
    rows = [[str(label), _content(form, name)] for name, label in NARRATIVE.items() if name in form.made]
    return Table(_("Texts"), [(_("Part of the report"), 26), (_("Words"), 110)], rows, height=160)


def _caption(part: str) -> str:
    return capfirst(str(CAPTIONS[part]))


def _fill(form: EntriesForm, row: IndicatorRow | AssignmentRow, part: str) -> Content:
    return _content(form, f"{row.anchor}_{part}")


def _content(form: EntriesForm, name: str) -> Content:
    """A cell to fill in where the page has an open field; else the stored value, None where there is no such field."""
    if name not in form.made:
        return None
    kept: Decimal | str | None = form.kept[name]
    return kept if form.is_locked(name) else Fill(name, kept)
