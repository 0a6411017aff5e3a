"""Tables of a Word document, with merged cells, and the lines above each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import docx
from django.utils.translation import gettext as _
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from units.workbook.sheets.cells import Cell
from units.workbook.sheets.grid import MAX_COLUMNS, MAX_ROWS, Cells
from workflows.pure.annexes.content import Table, UnreadableAnnex
from workflows.pure.annexes.fonts import old_encoding, way_out

LINES_ABOVE = 6
DAMAGE = (BadZipFile, OpcError, XMLSyntaxError, KeyError, ValueError, OSError)
COUNT = re.compile(r"[0-9]{1,5}")
FONT = re.compile(r'w:(?:ascii|hAnsi)="([^"]+)"')


@dataclass
class _Grid:
    """The cells of one table as they are laid out, with what is strange about it."""

    cells: Cells = field(default_factory=dict)
    widths: dict[int, int] = field(default_factory=dict)
    nested: list[int] = field(default_factory=list)


def word_tables(content: bytes) -> list[Table]:
    """The document's tables; one that stands within a cell is read as the cell's text. Raises UnreadableAnnex."""
    try:
        body = docx.Document(BytesIO(content)).element.body
    except DAMAGE as error:
        raise UnreadableAnnex(
            _("The Word file is damaged. Open it in Word, save it anew as .docx, or paste its table here.")
        ) from error
    tables: list[Table] = []
    above: list[str] = []
    for block in _blocks(body):
        if block.tag == qn("w:p"):
            above = [*above[1 - LINES_ABOVE :], _text(block)] if _text(block) else above
        else:
            tables.append(_table(block, len(tables) + 1, "\n".join(above)))
            above = []
    _refuse_old_fonts(tables, body)
    return tables


def _blocks(body: Any) -> Iterator[Any]:
    """Paragraphs and tables, those within content controls too."""
    for child in body.iterchildren():
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag == qn("w:sdt"):
            for content in child.iterchildren(qn("w:sdtContent")):
                yield from _blocks(content)


def _table(element: Any, number: int, before: str) -> Table:
    grid = _Grid()
    rows = [row for row in element.iter(qn("w:tr")) if _owner(row, qn("w:tbl")) is element]
    if len(rows) > MAX_ROWS:
        sentence = _("A table of the document has more than %(rows)s rows. Keep the annex alone.")
        raise UnreadableAnnex(sentence % {"rows": MAX_ROWS})
    counted = 0
    for place, row in enumerate(rows, start=1):
        counted = _read_row(grid, row, place, counted)
    notes = []
    if grid.nested:
        sentence = _(
            "Table %(table)s, row %(rows)s: a table stands within a cell; it was read as the text of that cell."
        )
        notes.append(sentence % {"table": number, "rows": ", ".join(map(str, grid.nested))})
    return Table(_("Table %(number)s") % {"number": number}, grid.cells, before, grid.widths, tuple(notes))


def _read_row(grid: _Grid, row: Any, place: int, counted: int) -> int:
    """Returns how many numbers Word has counted by itself in the first column so far."""
    column = 1 + _number(row, "./w:trPr/w:gridBefore/@w:val", 0)
    for cell in (each for each in row.iter(qn("w:tc")) if _owner(each, qn("w:tr")) is row):
        span = min(_number(cell, "./w:tcPr/w:gridSpan/@w:val", 1), MAX_COLUMNS - column + 1)
        merged = cell.xpath("./w:tcPr/w:vMerge[not(@w:val='restart')]")
        above = grid.cells.get(place - 1, {}).get(column)
        text = _cell_text(cell)
        if column == 1 and not text and not merged and cell.xpath("./w:p/w:pPr/w:numPr"):
            counted += 1
            text = str(counted)
        if cell.xpath(".//w:tbl"):
            grid.nested.append(place)
        if column > MAX_COLUMNS:
            break
        for each in range(column, column + span):
            if merged and above:
                _put(grid.cells, Cell(place, each, above.value, origin=above.origin))
            elif text:
                _put(grid.cells, Cell(place, each, text, origin=(place, column)))
        column += span
    grid.widths[place] = column - 1 + _number(row, "./w:trPr/w:gridAfter/@w:val", 0)
    return counted


def _put(cells: Cells, cell: Cell) -> None:
    cells.setdefault(cell.row, {})[cell.column] = cell


def _number(element: Any, path: str, otherwise: int) -> int:
    found = element.xpath(path)
    return int(found[0]) if found and COUNT.fullmatch(found[0]) else otherwise


def _owner(element: Any, tag: str) -> Any:
    """The nearest element of this tag around it."""
    return next(element.iterancestors(tag), None)


def _cell_text(cell: Any) -> str:
    return "\n".join(text for paragraph in cell.iter(qn("w:p")) if (text := _text(paragraph)))


def _text(paragraph: Any) -> str:
    """What is to be read: text that was struck in tracked changes is not."""
    parts = []
    for element in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")):
        if element.tag == qn("w:t"):
            parts.append(element.text or "")
        elif element.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        elif element.getparent().tag == qn("w:r"):
            parts.append("\t" if element.tag == qn("w:tab") else "\n")
    return "".join(parts).strip()


def _refuse_old_fonts(tables: list[Table], body: Any) -> None:
    fonts = {
        name for run in body.iter(qn("w:rFonts")) for name in (run.get(qn("w:ascii")), run.get(qn("w:hAnsi"))) if name
    }
    texts = [str(cell.value) for table in tables for row in table.cells.values() for cell in row.values()]
    if encoding := old_encoding(texts, fonts):
        raise UnreadableAnnex(way_out(encoding))
