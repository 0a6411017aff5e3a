"""The filled cells of one worksheet, merged areas spread out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from .cells import Cell
from .outline import Area, Outline

MAX_ROWS = 2000
MAX_COLUMNS = 50

Cells = dict[int, dict[int, Cell]]


@dataclass(frozen=True)
class Sheet:
    """`cells` are the filled ones, by row and column from 1; none where the sheet is `too_large` to be a plan's."""

    title: str
    hidden: bool
    too_large: bool
    cells: Cells
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def read_sheet(worksheet: ReadOnlyWorksheet, outline: Outline) -> Sheet:
    """Read to the last filled cell, however far the sheet is styled.

    Hidden rows and columns count: a filter left on loses nothing.
    """
    too_large = outline.last_row > MAX_ROWS or outline.last_column > MAX_COLUMNS
    cells = {} if too_large or not outline.last_row else _cells(worksheet, outline)
    _spread(cells, outline)
    hidden = frozenset(outline.hidden_rows), frozenset(outline.hidden_columns)
    return Sheet(worksheet.title, worksheet.sheet_state != "visible", too_large, cells, *hidden)


def _cells(worksheet: ReadOnlyWorksheet, outline: Outline) -> Cells:
    cells: Cells = {}
    rows = worksheet.iter_rows(max_row=outline.last_row, max_col=outline.last_column)
    for number, row in enumerate(rows, start=1):
        for column, read in enumerate(row, start=1):
            place = (number, column)
            cell = Cell(
                number,
                column,
                read.value,
                str(read.number_format or "") if read.value is not None else "",
                origin=place,
                error=read.data_type == "e",
                uncalculated=place in outline.uncalculated,
            )
            if cell.filled:
                cells.setdefault(number, {})[column] = cell
    return cells


def _spread(cells: Cells, outline: Outline) -> None:
    """The top left value holds for its whole area. Areas that overlap are of no workbook that Excel wrote."""
    left = outline.last_row * outline.last_column
    for area in outline.merged:
        source = cells.get(area[1], {}).get(area[0])
        if source is None:
            continue
        for row, column in _places(area, outline):
            cells.setdefault(row, {})[column] = replace(source, row=row, column=column)
            left -= 1
            if left < 0:
                raise ValueError("merged areas overlap")


def _places(area: Area, outline: Outline) -> Iterator[tuple[int, int]]:
    first_column, first_row, last_column, last_row = area
    for row in range(first_row, min(last_row, outline.last_row) + 1):
        for column in range(first_column, min(last_column, outline.last_column) + 1):
            yield row, column
