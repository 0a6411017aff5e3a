"""From a worksheet to the rows of its table, wherever the table stands and in whatever order its columns are.

A sheet is the plan's by its title; a visible one goes before a hidden one of the same title, all others are ignored.
The heading row is the one with most of the expected headings. Below it a row belongs to the table if its first column
begins one (a number, a code) or at least half of its columns are filled; titles of groups, totals, notes and signatures
do not belong.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from units.workbook.faults import Fault

from .cells import Cell, CellFault, folded, plain, refuse_longer, text
from .grid import MAX_COLUMNS, MAX_ROWS, Sheet
from .layout import Column, Layout

Value = TypeVar("Value")

TOTALS = {folded(word) for word in ("Tổng", "Tổng số", "Tổng cộng", "Cộng")}


@dataclass(frozen=True)
class Row:
    """A row of a table: its cells by our names of the columns that the sheet has. `faults` is the whole plan's list,
    `longest` how many letters a column's text has at most.
    """

    sheet: str
    number: int
    cells: dict[str, Cell]
    faults: list[Fault]
    longest: Mapping[str, int] = field(default_factory=dict)

    def fault(self, column: str, message: str) -> None:
        """Note a fault of this row; a column that is missing was noted once for the sheet."""
        if column in self.cells:
            self.faults.append(Fault(self.sheet, self.number, get_column_letter(self.cells[column].column), message))

    def read(self, column: str, how: Callable[[Cell], Value], otherwise: Value) -> Value:
        """The cell as `how` reads it; `otherwise` where the column is missing or the cell at fault, which is noted."""
        if column not in self.cells:
            return otherwise
        try:
            value = how(self.cells[column])
            if isinstance(value, str):
                refuse_longer(value, self.longest.get(column))
            return value
        except CellFault as error:
            self.fault(column, str(error))
            return otherwise

    def need(self, column: str, how: Callable[[Cell], Value], otherwise: Value, missing: str) -> Value:
        """As `read`, but an empty cell is at fault: `missing` says what to write."""
        if column in self.cells and not self.cells[column].filled:
            self.fault(column, missing)
            return otherwise
        return self.read(column, how, otherwise)

    def optional(self, column: str) -> str:
        return self.read(column, text, "")


def find_sheet(sheets: Sequence[Sheet], title: str, faults: list[Fault]) -> Sheet | None:
    """The plan's sheet of this title, or None with its fault noted."""
    named = sorted((sheet for sheet in sheets if folded(sheet.title) == folded(title)), key=lambda sheet: sheet.hidden)
    if not named:
        faults.append(Fault(title, None, None, _("The workbook has no sheet “%(sheet)s”. Add it.") % {"sheet": title}))
        return None
    if len(named) > 1 and not named[1].hidden:
        faults.append(
            Fault(named[1].title, None, None, _("Two sheets are named “%(sheet)s”. Keep one.") % {"sheet": title})
        )
    if named[0].too_large:
        message = _(
            "The sheet has values beyond row %(rows)s or column %(columns)s. Delete what is no part of the plan."
        )
        faults.append(
            Fault(named[0].title, None, None, message % {"rows": MAX_ROWS, "columns": get_column_letter(MAX_COLUMNS)})
        )
        return None
    return named[0]


def read_table(sheets: Sequence[Sheet], layout: Layout, faults: list[Fault]) -> list[Row] | None:
    """The rows of the layout's table; None where its sheet or heading row is missing. Faults are noted."""
    sheet = find_sheet(sheets, layout.sheet, faults)
    if sheet is None:
        return None
    headings = {number: _headings(row, layout) for number, row in sorted(sheet.cells.items())}
    heading = max(headings, key=lambda number: len(headings[number]), default=0)
    found = headings.get(heading, {})
    if 2 * len(found) < len(layout.required):
        titles = ", ".join(column.titles[0] for column in layout.required)
        message = _("No row holds the headings of the table. Write in one row: %(titles)s.") % {"titles": titles}
        faults.append(Fault(sheet.title, None, None, message))
        return None
    _note_missing(sheet, heading, found, layout, faults)
    columns = {name: places[0].column for name, places in found.items()}
    inner = (number for number in headings if number > heading and len(headings[number]) < len(found))
    rows = (_row(sheet, number, columns, layout, faults) for number in inner)
    return _joined(_within_table(rows, layout), layout)


def _headings(row: dict[int, Cell], layout: Layout) -> dict[str, list[Cell]]:
    """The cells of this row that are headings, by our names; merged cells once."""
    names = {folded(title): column.name for column in layout.columns for title in column.titles}
    found: dict[str, list[Cell]] = {}
    for cell in sorted(row.values(), key=lambda cell: cell.column):
        name = names.get(_heading(cell))
        if name and all(cell.origin != other.origin for other in found.get(name, [])):
            found.setdefault(name, []).append(cell)
    return found


def _heading(cell: Cell) -> str:
    """Without a remark in brackets: “Đơn vị tính (ĐVT)”, “STT (1)”, “Sản phẩm (*)”."""
    return folded(re.sub(r"\s*\([^()]*\)\s*$", "", plain(cell)))


def _note_missing(
    sheet: Sheet, heading: int, found: dict[str, list[Cell]], layout: Layout, faults: list[Fault]
) -> None:
    for column in layout.columns:
        cells = found.get(column.name, [])
        if not cells and not column.optional:
            message = _("The column “%(column)s” is missing. Add it to the heading row.") % {"column": column.titles[0]}
            faults.append(Fault(sheet.title, heading, None, message))
        for cell in cells[1:]:
            message = _("The column “%(column)s” stands here a second time. Keep one.") % {
                "column": _title(cell, column)
            }
            faults.append(Fault(sheet.title, heading, get_column_letter(cell.column), message))


def _title(cell: Cell, column: Column) -> str:
    return text(cell) or column.titles[0]


def _row(sheet: Sheet, number: int, columns: dict[str, int], layout: Layout, faults: list[Fault]) -> Row:
    filled = sheet.cells[number]
    cells = {name: filled.get(column, Cell(number, column)) for name, column in columns.items()}
    longest = {column.name: column.longest for column in layout.columns if column.longest}
    return Row(sheet.title, number, cells, faults, longest)


def _within_table(rows: Iterable[Row], layout: Layout) -> Iterator[Row]:
    for position, row in enumerate(rows):
        numbers_of_columns = position == 0 and _counts_up(row)
        if not numbers_of_columns and _belongs(row, layout):
            yield row


def _belongs(row: Row, layout: Layout) -> bool:
    filled = [cell for cell in row.cells.values() if cell.filled]
    origins = {cell.origin for cell in filled}
    first, second = (row.cells.get(column.name) for column in layout.columns[:2])
    if not filled or any(folded(plain(cell)) in TOTALS for cell in (first, second) if cell):
        return False
    if len(origins) == 1 and (len(filled) > 1 or (first is not None and first.filled)):
        return len(filled) == 1 and first is not None and layout.begins(first)
    return 2 * len(origins) >= len(row.cells) or (first is not None and layout.begins(first))


def _counts_up(row: Row) -> bool:
    """The row of column numbers, (1) (2) (3) …, that forms have under their headings."""
    written = [plain(cell).strip("()") for cell in sorted(row.cells.values(), key=lambda cell: cell.column)]
    return len(written) > 2 and written == [str(number) for number in range(1, len(written) + 1)]


def _joined(rows: Iterable[Row], layout: Layout) -> list[Row]:
    """Rows that share one merged first cell are one row of the table, line below line."""
    joined: list[Row] = []
    first = layout.columns[0].name
    for row in rows:
        shared = row.cells.get(first)
        if joined and shared and shared.filled and shared.origin == joined[-1].cells[first].origin:
            joined[-1] = _join(joined[-1], row)
        else:
            joined.append(row)
    return joined


def _join(above: Row, below: Row) -> Row:
    cells = dict(above.cells)
    for name, cell in below.cells.items():
        if cell.filled and cell.origin != cells[name].origin:
            lines = [plain(each) for each in (cells[name], cell) if each.filled]
            cells[name] = replace(cells[name], value="\n".join(lines), origin=cell.origin)
    return replace(above, cells=cells)
