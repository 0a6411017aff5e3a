"""What was read from a scan, as text to be kept between two pages: reading it once takes seconds."""

import json
from collections.abc import Iterable

from django.utils.translation import gettext as _

from units.workbook.sheets.cells import Cell
from units.workbook.sheets.grid import MAX_COLUMNS, MAX_ROWS
from workflows.pure.annexes.content import Table, UnreadableAnnex

MAGIC = b'{"tables_of_a_scan": '


def kept(tables: Iterable[Table]) -> bytes:
    """The tables as JSON that `tables_kept` reads."""
    content = [
        [
            table.name,
            table.before,
            [[cell.row, cell.column, cell.value] for row in table.cells.values() for cell in row.values()],
        ]
        for table in tables
    ]
    return MAGIC + json.dumps(content, ensure_ascii=False).encode() + b"}"


def tables_kept(content: bytes) -> list[Table]:
    """The tables again. Raises UnreadableAnnex for what `kept` did not write."""
    try:
        return [_table(*table) for table in json.loads(content)["tables_of_a_scan"]]
    except (ValueError, TypeError, RecursionError) as error:
        raise UnreadableAnnex(_("The file is damaged. Choose the scan again.")) from error


def _table(name: str, before: str, cells: list[tuple[int, int, str]]) -> Table:
    table = Table(str(name), {}, before=str(before), scanned=True)
    for row, column, text in cells:
        if not (0 < row <= MAX_ROWS and 0 < column <= MAX_COLUMNS):
            raise ValueError("outside of a table")
        table.cells.setdefault(row, {})[column] = Cell(row, column, str(text), origin=(row, column))
    return table
