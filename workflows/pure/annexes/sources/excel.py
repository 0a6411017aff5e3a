"""Tables of an Excel workbook of any layout: a worksheet is one table."""

from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl.utils import get_column_letter

from units.workbook.sheets.archive import read_sheets
from units.workbook.sheets.grid import MAX_COLUMNS, MAX_ROWS, Sheet
from workflows.pure.annexes.content import Table, UnreadableAnnex


def excel_tables(content: bytes) -> list[Table]:
    """The sheets that hold anything; hidden rows and columns are read, and told. Raises UnreadableWorkbook."""
    return [_table(sheet) for sheet in read_sheets(BytesIO(content), wanted=lambda _title: True) if _holds(sheet)]


def _holds(sheet: Sheet) -> bool:
    if sheet.too_large:
        sentence = _(
            "The sheet “%(sheet)s” has values beyond row %(rows)s or column %(columns)s. Keep the annex alone."
        )
        words = {"sheet": sheet.title, "rows": MAX_ROWS, "columns": get_column_letter(MAX_COLUMNS)}
        raise UnreadableAnnex(sentence % words)
    return bool(sheet.cells)


def _table(sheet: Sheet) -> Table:
    return Table(sheet.title, sheet.cells, notes=tuple(_hidden(sheet)))


def _hidden(sheet: Sheet) -> list[str]:
    """Of hidden rows and columns those alone that hold something."""
    rows = sorted(sheet.hidden_rows & set(sheet.cells))
    filled = {column for row in sheet.cells.values() for column in row}
    columns = [get_column_letter(column) for column in sorted(sheet.hidden_columns & filled)]
    notes = []
    if sheet.hidden:
        notes.append(_("The sheet “%(sheet)s” is hidden; it was read all the same.") % {"sheet": sheet.title})
    if rows:
        sentence = ngettext(
            "Sheet “%(sheet)s”: row %(rows)s is hidden; it was read all the same.",
            "Sheet “%(sheet)s”: rows %(rows)s are hidden; they were read all the same.",
            len(rows),
        )
        notes.append(sentence % {"sheet": sheet.title, "rows": ", ".join(map(str, rows))})
    if columns:
        sentence = ngettext(
            "Sheet “%(sheet)s”: column %(columns)s is hidden; it was read all the same.",
            "Sheet “%(sheet)s”: columns %(columns)s are hidden; they were read all the same.",
            len(columns),
        )
        notes.append(sentence % {"sheet": sheet.title, "columns": ", ".join(columns)})
    return notes
