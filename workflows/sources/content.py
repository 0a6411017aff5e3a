"""Figures as a system of a unit sends them: lines read from a CSV file or a workbook. No database."""

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

from django.utils.translation import gettext as _

from approvals.text.vietnamese import folded
from units.workbook import UnreadableWorkbook
from units.workbook.sheets.archive import read_sheets
from units.workbook.sheets.cells import Cell, plain

LARGEST = 2 * 1024 * 1024  # bytes; a year of a large unit is a tenth of it
MOST_LINES = 2000
MOST_COLUMNS = 50
MOST_TOLD = 50  # sentences of what is wrong
HEAD_WITHIN = 20  # rows
ZIP = b"PK\x03\x04"
NUMBERS = ("value", "numerator", "denominator")
HEADINGS = {
    "code": ("ma nguon", "code"),
    "period": ("ky bao cao", "ky", "period"),
    "kind": ("loai bao cao", "loai", "kind"),
    "indicator": ("chi tieu", "so chi tieu", "tt", "indicator"),
    "measure": ("don vi tinh", "measure"),
    "value": ("gia tri", "so lieu", "value"),
    "numerator": ("tu so", "numerator"),
    "denominator": ("mau so", "denominator"),
    "note": ("ghi chu", "note"),
    "name": ("ten chi tieu", "name"),
}
BY_HEADING = {heading: name for name, headings in HEADINGS.items() for heading in headings}
OF_ALL = ("code", "period", "kind")
Rows = Sequence[tuple[int, Mapping[int, Cell]]]


class Unfit(Exception):
    """The content cannot be taken in, for these translated sentences; nothing of it was."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = list(sentences)[:MOST_TOLD]


@dataclass(frozen=True)
class Line:
    """Figures of the indicator of this `number`, from the row `place` of the file: 0 of a call. What is not given is
    left as it is.
    """

    number: int
    numbers: Mapping[str, Cell | Decimal | None]
    note: str | None = None
    measure: str = ""
    place: int = 0

    def at_its_row(self, sentence: str) -> str:
        if self.place:
            return _("Row %(row)d, indicator %(number)d: %(sentence)s") % {
                "row": self.place,
                "number": self.number,
                "sentence": sentence,
            }
        return _("Indicator %(number)d: %(sentence)s") % {"number": self.number, "sentence": sentence}


@dataclass(frozen=True)
class Content:
    """`sha256` is of the content as it came; `code` is blank where it names no source, `kind` where one is obvious."""

    sha256: str
    period: str
    kind: str
    lines: Sequence[Line]
    code: str = field(default="", repr=False)


def read(content: bytes) -> Content:
    """The lines of a CSV file or a workbook. Raises Unfit with everything that is wrong."""
    if len(content) > LARGEST:
        raise Unfit([_("The file is larger than %(most)d MB: send one period at a time.") % {"most": LARGEST >> 20}])
    rows = _workbook_rows(content) if content.startswith(ZIP) else _csv_rows(content)
    named, columns, below = _split(rows)
    faults: list[str] = []
    lines = [line for place, cells in below if (line := _line(place, cells, columns, faults))]
    given = {name: _one(name, named.get(name, ""), below, columns, faults) for name in OF_ALL}
    if not given["period"]:
        faults.append(_("The file names no period. Write its code, such as 2026-11, in the column “ky_bao_cao”."))
    if not lines and not faults:
        faults.append(_("The file holds no figure."))
    twice = sorted({line.number for line in lines if sum(line.number == each.number for each in lines) > 1})
    faults += [_("Indicator %(number)d is there twice.") % {"number": number} for number in twice]
    if faults:
        raise Unfit(faults)
    return Content(hashlib.sha256(content).hexdigest(), given["period"], given["kind"], lines, given["code"])


def _csv_rows(content: bytes) -> Rows:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unfit([_("The file is no UTF-8 text and no Excel workbook. Save it as “CSV UTF-8”.")]) from error
    if "\0" in text:
        raise Unfit([_("A text holds a NUL: it may be damaged. Send it without.")])
    first = next((line for line in text.splitlines() if line.strip()), "")
    parted = max(";,\t", key=first.count)
    try:
        read = list(csv.reader(StringIO(text, newline=""), delimiter=parted))
    except csv.Error as error:
        raise Unfit([_("The file cannot be read as CSV: %(error)s") % {"error": error}]) from error
    if len(read) > MOST_LINES or any(len(cells) > MOST_COLUMNS for cells in read):
        raise Unfit([_too_long()])
    return [
        (row, {column: Cell(row, column, value) for column, value in enumerate(cells, 1) if value.strip()})
        for row, cells in enumerate(read, 1)
    ]


def _workbook_rows(content: bytes) -> Rows:
    try:
        sheets = read_sheets(BytesIO(content), wanted=lambda _title: True)
    except UnreadableWorkbook as error:
        raise Unfit([str(fault) for fault in error.faults]) from error
    shown = [sheet for sheet in sheets if not sheet.hidden and (sheet.cells or sheet.too_large)]
    if len(shown) != 1:
        raise Unfit([_("The workbook must have one sheet with figures; this one has %(many)d.") % {"many": len(shown)}])
    if shown[0].too_large:
        raise Unfit([_too_long()])
    return sorted(shown[0].cells.items())


def _too_long() -> str:
    most = {"rows": MOST_LINES, "columns": MOST_COLUMNS}
    return _("The file has more than %(rows)d rows or %(columns)d columns.") % most


def _split(rows: Rows) -> tuple[dict[str, str], dict[str, int], Rows]:
    """What stands above the headings as name and value, the column of each heading, and the rows below."""
    named: dict[str, str] = {}
    for place, (_row, cells) in enumerate(rows[:HEAD_WITHIN]):
        columns = {name: column for column, cell in cells.items() if (name := _heading(cell))}
        if "indicator" in columns and columns.keys() & set(NUMBERS):
            return named, columns, rows[place + 1 :]
        for name in columns.keys() & set(OF_ALL):
            named[name] = _word(name, cells.get(columns[name] + 1))
    raise Unfit(
        [_("The headings are missing. Needed are “ky_bao_cao”, “chi_tieu” and “gia_tri”, or “tu_so” and “mau_so”.")]
    )


def _heading(cell: Cell) -> str:
    return BY_HEADING.get(" ".join(folded(plain(cell).replace("_", " ")).strip(" :*").split()), "")


def _word(name: str, cell: Cell | None) -> str:
    """A word of the head; Excel makes a day of 2026-11."""
    value = cell.value if cell else None
    if name == "period" and isinstance(value, (date, datetime)):
        return f"{value:%Y-%m}"
    return " ".join(plain(cell).split()) if cell else ""


def _one(name: str, above: str, rows: Rows, columns: Mapping[str, int], faults: list[str]) -> str:
    """What all rows say alike. More than one is a fault."""
    column = columns.get(name)
    found = {above} | {_word(name, cells.get(column)) for _place, cells in rows if column}
    words = sorted(found - {""})
    if len(words) > 1:
        values = {"said": ", ".join(words[:5])}
        faults.append(_("The file tells of more than one: %(said)s. Send a file for each.") % values)
    return words[0] if words else ""


def _line(place: int, cells: Mapping[int, Cell], columns: Mapping[str, int], faults: list[str]) -> Line | None:
    """A row that tells of an indicator; a number that is blank is not given."""
    at = {name: cells[column] for name, column in columns.items() if column in cells and cells[column].filled}
    numbers = {name: at[name] for name in NUMBERS if name in at}
    if not numbers and "note" not in at:
        return None
    written = plain(at["indicator"]) if "indicator" in at else ""
    if not written.removesuffix(".0").isascii() or not written.removesuffix(".0").isdigit() or len(written) > 6:
        values = {"row": place, "text": written[:50]}
        faults.append(_("Row %(row)d: “%(text)s” is no number of an indicator.") % values)
        return None
    note = plain(at["note"]) if "note" in at else None
    measure = plain(at["measure"]) if "measure" in at else ""
    return Line(int(written.removesuffix(".0")), numbers, note, measure, place)


def of_call(sha256: str, period: str, kind: str, lines: Iterable[Line]) -> Content:
    return Content(sha256, period, kind, list(lines))
