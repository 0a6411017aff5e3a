"""A table pasted from the clipboard: cells part at tabs; a quoted cell may hold line ends."""

import re

from django.utils.translation import gettext as _

from units.workbook.sheets.cells import Cell
from units.workbook.sheets.grid import MAX_COLUMNS, MAX_ROWS, Cells
from workflows.pure.annexes.content import Table, UnreadableAnnex

LONGEST_QUOTED, LONGEST = 4000, 1_000_000  # signs
FIELD = re.compile(
    rf'(?:"(?P<quoted>(?:[^"]|""){{0,{LONGEST_QUOTED}}})"(?=\t|\n|\Z)|(?P<bare>[^\t\n]*))(?P<end>\t|\n|\Z)'
)


def pasted_tables(text: str) -> list[Table]:
    """The text as one table. Raises UnreadableAnnex where there is none in it."""
    if "\t" not in text:
        raise UnreadableAnnex(
            _("The text pasted is no table. Select the whole table with its headings in Word or Excel and copy it.")
        )
    rows = pasted_rows(text)
    cells: Cells = {}
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value.strip():
                cells.setdefault(number, {})[column] = Cell(number, column, value, origin=(number, column))
    widths = {number: len(row) for number, row in enumerate(rows, start=1)}
    return [Table(_("Pasted table"), cells, widths=widths)]


def pasted_rows(text: str) -> list[list[str]]:
    """The cells of each line. Raises UnreadableAnnex where it is larger than a table may be."""
    rows = _rows(text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")) if len(text) <= LONGEST else []
    if not rows or len(rows) > MAX_ROWS or max(map(len, rows)) > MAX_COLUMNS:
        sentence = _("The table pasted is larger than %(rows)s rows and %(columns)s columns. Paste the annex alone.")
        raise UnreadableAnnex(sentence % {"rows": MAX_ROWS, "columns": MAX_COLUMNS})
    return rows


def _rows(text: str) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    for found in FIELD.finditer(text):
        quoted = found["quoted"]
        rows[-1].append(found["bare"] if quoted is None else quoted.replace('""', '"'))
        if found["end"] == "\n":
            rows.append([])
        elif not found["end"]:
            break
    return rows
