"""The annexes after the second, as the page prints them: a section of the outline each, and each of its tables."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from workflows.pure.wording.words import NBSP, NOTHING, roman

from .content import FieldLine, FieldSection, FieldTable

UPRIGHT, ACROSS = 165, 252  # millimetres of text: A4 upright, A4 across
LINES = ("STT", "Nội dung", "ĐVT", "Kết quả", "Ghi chú")
LINE_WIDTHS = (12.0, 60.0, 18.0, 49.0, 26.0)  # millimetres
NUMBER, UNIT = 12.0, 40.0  # how wide the first two columns of a table with the units' rows are
MOST_UPRIGHT = 5  # columns; with more the paper lies across
NOT_REPORTED = "chưa báo cáo"
LONG = 600  # letters of a cell that may not fit on what is left of a page
NO_ROWS = "Các đơn vị không có số liệu"


@dataclass(frozen=True)
class LaidRow:
    """A row of a table; `is_long` where it may break between pages."""

    centred: tuple[int, ...]
    texts: tuple[str, ...]

    @property
    def cells(self) -> list[tuple[bool, str]]:
        """Each with whether it stands in the middle."""
        return [(place in self.centred, text) for place, text in enumerate(self.texts)]

    @property
    def is_long(self) -> bool:
        return max(map(len, self.texts)) > LONG


@dataclass(frozen=True)
class LaidTable:
    """An annex with one table. `centred` are the places of columns whose cells stand in the middle."""

    place: int
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    across: bool
    centred: tuple[int, ...]

    @property
    def numeral(self) -> str:
        return f"Phụ lục {roman(self.place)}"

    @property
    def key(self) -> str:
        """Its name in the page: of its class and its anchor."""
        return f"table-{self.place}"

    @property
    def laid_rows(self) -> list[LaidRow]:
        return [LaidRow(self.centred, row) for row in self.rows]


def places_of(*, annexed: bool) -> Iterator[int]:
    """The places of annexes: after Phụ lục I and II where figures are annexed before them."""
    return count(3 if annexed else 1)


def tables_of(sections: Iterable[FieldSection], *, annexed: bool) -> tuple[LaidTable, ...]:
    """The annexes of these sections; `annexed` whether figures are annexed before them."""
    places = places_of(annexed=annexed)
    found: list[LaidTable] = []
    for section in sections:
        if section.lines:
            rows = tuple(_cells(place, line) for place, line in enumerate(section.lines, start=1))
            found.append(_laid(next(places), section.title, LINES, rows, LINE_WIDTHS, across=False, centred=(0, 2)))
        found += [_of_rows(next(places), table) for table in section.tables]
    return tuple(found)


def numerals(sections: Iterable[FieldSection], *, annexed: bool) -> list[str]:
    """The annexes by their numerals, as `tables_of` has them."""
    return [table.numeral for table in tables_of(sections, annexed=annexed)]


def told_lines(line: FieldLine) -> Iterator[str]:
    """What each unit told, by its name."""
    for told in line.told:
        yield f"{told.unit}: {' '.join(told.paragraphs)}"


def _cells(place: int, line: FieldLine) -> tuple[str, ...]:
    """A cell without a letter would be no cell to a screen reader of the PDF."""
    result = line.result or "\n".join(told_lines(line)) or NOT_REPORTED
    return str(place), line.name, line.measure or NBSP, result, line.note or NBSP


def _of_rows(place: int, table: FieldTable) -> LaidTable:
    columns = ("STT", "Đơn vị", *table.columns)
    lies = len(columns) > MOST_UPRIGHT
    room = ((ACROSS if lies else UPRIGHT) - NUMBER - UNIT) / max(len(table.columns), 1)
    numbered = [(str(number), *(cell or NOTHING for cell in row)) for number, row in enumerate(table.rows, start=1)]
    rows = tuple(numbered) or (("", NO_ROWS, *(NOTHING for _column in table.columns)),)
    widths = (NUMBER, UNIT, *[room] * len(table.columns))
    return _laid(place, table.title, columns, rows, widths, across=lies, centred=(0,))


def _laid(
    place: int,
    title: str,
    columns: Sequence[str],
    rows: tuple[tuple[str, ...], ...],
    widths: Sequence[float],
    *,
    across: bool,
    centred: tuple[int, ...],
) -> LaidTable:
    return LaidTable(place, title.upper(), tuple(columns), rows, tuple(widths), across, centred)
