"""What a worksheet's XML holds besides values, read in one pass that keeps no tree and allows no entities."""

import zipfile
from dataclasses import dataclass, field

from defusedxml.ElementTree import DefusedXMLParser
from openpyxl.utils.cell import column_index_from_string, range_boundaries

CHUNK_BYTES = 64 * 1024
MAX_HIDDEN_COLUMNS = 200  # Excel hides "all to the right" as one range

Area = tuple[int, int, int, int]


@dataclass
class Outline:
    """Merged areas (first column, first row, last column, last row), formulas without a saved result (row, column), and
    the last row and column that hold anything, and which are hidden. Styled empty cells do not count."""

    merged: list[Area] = field(default_factory=list)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    last_row: int = 0
    last_column: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def read_outline(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Outline:
    """The outline of one XML part, empty where it is no worksheet.

    Raises DefusedXmlException for a document type or entity.
    """
    target = _Target()
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            parser.feed(chunk)
    parser.close()
    return target.outline


class _Target:
    """Receives the parser's events."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.worksheet = self.formula = self.words = self.value = self.filled = False
        self.row = self.column = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if not self.worksheet:
            self.worksheet = name == "worksheet"
        elif name == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
            if _is_true(attributes.get("hidden")):
                self.outline.hidden_rows.add(self.row)
        elif name == "col" and _is_true(attributes.get("hidden")):
            last = min(int(attributes["max"]), MAX_HIDDEN_COLUMNS)
            self.outline.hidden_columns.update(range(int(attributes["min"]), last + 1))
        elif name == "c":
            self._start_cell(attributes.get("r", ""), attributes.get("t", ""))
        elif name == "f":
            self.formula = True
        elif name in ("v", "is"):
            self.value = True
        elif name == "mergeCell":
            self.outline.merged.append(_area(attributes["ref"]))

    def _start_cell(self, reference: str, kind: str) -> None:
        letters = reference.rstrip("0123456789")
        self.column = column_index_from_string(letters) if letters else self.column + 1
        self.formula = self.value = self.filled = False
        self.words = kind == "str"

    def data(self, text: str) -> None:
        self.filled = self.filled or (self.value and not text.isspace())

    def end(self, tag: str) -> None:
        empty_words = self.words and self.value  # a formula's result may be an empty text
        uncalculated = self.formula and not self.filled and not empty_words
        if not (self.filled or uncalculated) or tag.rpartition("}")[2] != "c":
            return
        self.outline.last_row = max(self.outline.last_row, self.row)
        self.outline.last_column = max(self.outline.last_column, self.column)
        if uncalculated:
            self.outline.uncalculated.add((self.row, self.column))
        self.formula = self.value = self.filled = False


def _is_true(written: str | None) -> bool:
    return written in ("1", "true")


def _area(reference: str) -> Area:
    first_column, first_row, last_column, last_row = range_boundaries(reference)
    if first_column is None or first_row is None or last_column is None or last_row is None:
        raise ValueError(reference)
    return first_column, first_row, last_column, last_row
