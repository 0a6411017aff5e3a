"""The content of a filled workbook: which report and version it was made from, and each cell that people fill in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.http import QueryDict
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from units.workbook import Fault, UnreadableWorkbook
from units.workbook.sheets.archive import read_sheets
from units.workbook.sheets.cells import Cell, CellFault, TwoReadings, plain, tidy, whole
from units.workbook.sheets.grid import Sheet
from workflows.models import UnitReport
from workflows.pure.summing import rows_in_lines
from workflows.unit_reports.entries.forms import EntriesForm

from .cells import Place, digest, text_of, value_of
from .layout import FORMAT, HIDDEN, Value


@dataclass(frozen=True)
class Noted:
    """An open cell as the hidden sheet names it; `name` is blank where Excel works it out. `kept`: as written."""

    sheet: str
    place: Place
    name: str
    kept: Cell


@dataclass(frozen=True)
class FilledCell:
    """An open cell as it was downloaded and as it came back."""

    noted: Noted
    before: Value
    now: Value
    asked: TwoReadings | None = None  # where it may mean two numbers; `now` is the first

    @property
    def place(self) -> str:
        """The cell's address in Excel: "C7"."""
        row, column = self.noted.place
        return f"{get_column_letter(column)}{row}"

    @property
    def readings(self) -> list[str]:
        """What it may mean, as one would type it on the page."""
        return [text_of(reading) for reading in self.asked.readings] if self.asked else []


@dataclass(frozen=True)
class WorkbookReading:
    """The cells of the workbook of a report's `version`, by the page's field. `faults` are of unreadable ones."""

    version: int
    cells: dict[str, FilledCell]
    faults: list[Fault]

    def posted(self, form: EntriesForm) -> QueryDict:
        """What the page would post: the fields changed in the workbook, and those that differ from what is stored."""
        data = QueryDict(mutable=True)
        data["seen"] = str(self.version)
        for name, cell in self.cells.items():
            if cell.now != cell.before or cell.before != _comparable(form.kept[name]):
                data[name], data[form.add_initial_prefix(name)] = text_of(cell.now), text_of(cell.before)
        return data

    @property
    def unsure(self) -> list[Fault]:
        """The cells that may mean two numbers, each with the sentence that asks."""
        return [self.fault(name, str(cell.asked)) for name, cell in self.cells.items() if cell.asked]

    def fault(self, name: str, message: str) -> Fault:
        """A fault of the page's field, at its cell."""
        noted = self.cells[name].noted
        return Fault(noted.sheet, noted.place[0], get_column_letter(noted.place[1]), message)


def read(file: BinaryIO, form: EntriesForm) -> WorkbookReading:
    """The content of this file, a workbook of the report to which the unbound `form` belongs.

    Raises UnreadableWorkbook where it is no workbook of this report, or its locked cells were changed.
    """
    sheets = {sheet.title: sheet for sheet in read_sheets(file, wanted=lambda _title: True)}
    notes = _notes(sheets.get(HIDDEN))
    version = _version(notes, form.entries.report)
    noted = [_noted(note) for note in notes if plain(_at(note, 1)) == "cell"]
    if {each.name for each in noted if each.name} - form.made.keys():
        raise UnreadableWorkbook(_not_ours())
    _refuse_moved(sheets, notes, noted)
    cells: dict[str, FilledCell] = {}
    faults = []
    rows = {row.anchor: row for row in form.entries.rows}
    for each in noted:
        try:
            if each.name:
                cells[each.name] = _filled(sheets[each.sheet], each, rows)
        except CellFault as fault:
            faults.append(Fault(each.sheet, each.place[0], get_column_letter(each.place[1]), str(fault)))
    return WorkbookReading(version, cells, faults)


def _filled(sheet: Sheet, noted: Noted, rows: Mapping[str, Any]) -> FilledCell:
    anchor, _underscore, part = noted.name.rpartition("_")
    row, column = noted.place
    cell = sheet.cells.get(row, {}).get(column) or Cell(row, column)
    before = _kept(part, noted.kept, rows.get(anchor))
    if cell.value == noted.kept.value:
        return FilledCell(noted, before, before)
    try:
        return FilledCell(noted, before, value_of(part, cell, rows.get(anchor)))
    except TwoReadings as asked:
        return FilledCell(noted, before, asked.readings[0], asked)


def _kept(part: str, cell: Cell, row: Any) -> Value:
    """The value that the cell was written with: a plain number even where the same text typed would be ambiguous."""
    try:
        return value_of(part, cell, row)
    except TwoReadings as asked:
        return asked.readings[0]


def _notes(hidden: Sheet | None) -> list[dict[int, Cell]]:
    """The rows of the hidden sheet, by column."""
    if hidden is None or not hidden.cells:
        raise UnreadableWorkbook(_not_ours())
    return [columns for _row, columns in sorted(hidden.cells.items())]


def _version(notes: list[dict[int, Cell]], report: UnitReport) -> int:
    """The version from which the workbook was made. Raises UnreadableWorkbook for another report's."""
    head = notes[0]
    if plain(_at(head, 1)) != "report" or _whole(head, 2) != FORMAT:
        raise UnreadableWorkbook(_not_ours())
    if _whole(head, 3) != report.pk:
        sentence = _(
            "This is the workbook of “%(other)s”; here it must be that of “%(report)s”. "
            "Upload it on the page of its own report, or download this report's workbook."
        )
        raise UnreadableWorkbook(sentence % {"other": plain(_at(head, 5)), "report": report})
    return _whole(head, 4)


def _noted(note: dict[int, Cell]) -> Noted:
    return Noted(plain(_at(note, 2)), (_whole(note, 3), _whole(note, 4)), plain(_at(note, 5)), _at(note, 6))


def _refuse_moved(sheets: Mapping[str, Sheet], notes: list[dict[int, Cell]], noted: list[Noted]) -> None:
    """Raises UnreadableWorkbook where locked cells changed: rows may have been moved away from their entries."""
    for note in notes:
        if plain(_at(note, 1)) != "sheet":
            continue
        title = plain(_at(note, 2))
        open_places = {each.place for each in noted if each.sheet == title}
        cells = sheets[title].cells if title in sheets else {}
        if digest(cells, last=(_whole(note, 3), _whole(note, 4)), without=open_places) != plain(_at(note, 5)):
            sentence = _(
                "Locked cells of the sheet “%(sheet)s” are not as they were downloaded, so it is not sure to which "
                "entry a figure belongs. Download the workbook again, copy your figures into it, and upload that."
            )
            raise UnreadableWorkbook(sentence % {"sheet": title})


def _whole(note: dict[int, Cell], column: int) -> int:
    try:
        return whole(_at(note, column))
    except CellFault as fault:
        raise UnreadableWorkbook(_not_ours()) from fault


def _at(note: dict[int, Cell], column: int) -> Cell:
    return note.get(column) or Cell(0, column)


def _comparable(kept: Value | list[list[str]]) -> Value:
    kept = rows_in_lines(kept) if isinstance(kept, list) else kept
    return tidy(kept) if isinstance(kept, str) else kept


def _not_ours() -> str:
    return _("This workbook was not downloaded from this report. Download it here, fill it in, and upload that file.")
