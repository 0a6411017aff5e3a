"""Any list as a file: .xlsx or .csv, asked for by `?file=` at the list's own address, so that its filters count.

The view says which rows and which columns, `templates/_files.html` offers both files. Times are those of Vietnam.
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from approvals.clock import ZONE, today
from approvals.registry import Text

MOST = 5000  # rows in a file
KINDS = ("xlsx", "csv")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for one at the beginning of a cell of CSV
TIME = "dd/mm/yyyy hh:mm"


@dataclass(frozen=True)
class Column:
    """A column: its heading, what it says of a row, and its width in characters."""

    heading: Text
    value: Callable[[Any], object]
    width: int = 20


def asked(request: HttpRequest) -> str:
    """Which file is asked for; blank where it is the page."""
    kind = request.GET.get("file", "")
    return kind if kind in KINDS else ""


def table_file(kind: str, name: str, columns: Sequence[Column], rows: Iterable[Any]) -> FileResponse:
    """A line for each row below the headings, at most MOST, in the language of the moment. `name` is plain ASCII."""
    lines = ([_plain(column.value(row)) for column in columns] for row, _n in zip(rows, range(MOST), strict=False))
    written = _xlsx(columns, lines) if kind == "xlsx" else _csv(columns, lines)
    return FileResponse(written, as_attachment=True, filename=f"{name}-{today().isoformat()}.{kind}")


def _plain(value: object) -> object:
    """Numbers and times stay what they are; all else is text."""
    if isinstance(value, datetime):
        return value.astimezone(ZONE).replace(tzinfo=None)
    return value if value is None or isinstance(value, (int, float)) else str(value)


def _xlsx(columns: Sequence[Column], lines: Iterable[list[object]]) -> BytesIO:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_("List"))
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.freeze_panes = "A2"
    headings = [WriteOnlyCell(sheet, str(column.heading)) for column in columns]
    for cell in headings:
        cell.font = Font(bold=True)
    sheet.append(headings)
    for line in lines:
        sheet.append([_cell(sheet, value) for value in line])
    file = BytesIO()
    workbook.save(file)
    file.seek(0)
    return file


def _cell(sheet: Any, value: object) -> WriteOnlyCell:
    """Text is text, also where it begins as a formula does."""
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, datetime):
        cell.number_format = TIME
    return cell


def _csv(columns: Sequence[Column], lines: Iterable[list[object]]) -> BytesIO:
    """UTF-8 with its mark, by which Excel knows it."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([str(column.heading) for column in columns])
    writer.writerows([_word(value) for value in line] for line in lines)
    return BytesIO(text.getvalue().encode("utf-8-sig"))


def _word(value: object) -> object:
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
