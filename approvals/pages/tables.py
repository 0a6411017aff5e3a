"""Any list as a file: .xlsx or .csv, asked for by `?file=` at the list's own address, so that its filters count.

The view says which rows and which columns, `templates/_files.html` offers both files. Times are those of Vietnam.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from approvals.clock import ZONE, today
from approvals.registry import Text
from approvals.text.plain import plain_lines

MOST = 5000  # rows in a file
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
FORMULA = ("=", "+", "-", "@")
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


def table_file(kind: str, name: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponse:
    """A line for each row below the headings, at most MOST, in the language of the moment. `name` is plain ASCII."""
    lines = ([_plain(column.value(row)) for column in columns] for row, _n in zip(rows, range(MOST), strict=False))
    written = _xlsx(columns, lines) if kind == "xlsx" else "".join(_csv_lines(columns, lines)).encode()
    return HttpResponse(written, content_type=KINDS[kind], headers=_attached(name, kind))


def _plain(value: object) -> object:
    """Numbers and times stay what they are; all else is text."""
    if isinstance(value, datetime):
        return value.astimezone(ZONE).replace(tzinfo=None)
    return value if value is None or isinstance(value, (int, float)) else str(value)


def _xlsx(columns: Sequence[Column], lines: Iterable[list[object]]) -> bytes:
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
    return file.getvalue()


def _cell(sheet: Any, value: object) -> WriteOnlyCell:
    """Text is text, also where it begins as a formula does."""
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, datetime):
        cell.number_format = TIME
    return cell


def streamed_csv(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> StreamingHttpResponse:
    """As `table_file` of .csv, however many rows: for what has to be whole."""
    lines = ([_plain(column.value(row)) for column in columns] for row in rows)
    return StreamingHttpResponse(_csv_lines(columns, lines), content_type=KINDS["csv"], headers=_attached(name, "csv"))


def _attached(name: str, kind: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}-{today().isoformat()}.{kind}"'}


class _Echo:
    """A file that hands back what is written to it: csv then yields lines."""

    def write(self, text: str) -> str:
        return text


def csv_lines(headings: Iterable[str], lines: Iterable[Iterable[object]]) -> Iterator[str]:
    """With the mark of UTF-8, by which Excel knows it. The caller makes each cell `harmless`."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(headings)
    for line in lines:
        yield writer.writerow(line)


def _csv_lines(columns: Sequence[Column], lines: Iterable[list[object]]) -> Iterator[str]:
    return csv_lines([str(column.heading) for column in columns], ([_word(value) for value in line] for line in lines))


def _word(value: object) -> object:
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    return harmless(plain_lines(value)) if isinstance(value, str) else value


def harmless(cell: str) -> str:
    """The cell such that no spreadsheet takes it for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) or cell.startswith(("\t", "\r")) else cell
