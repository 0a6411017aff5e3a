"""The annexes after the second, as the page prints them: a section of the outline each, and each of its tables."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from workflows.documents.content import FieldLine, FieldSection, FieldTable
from workflows.pure.arrangement import FIELDS
from workflows.pure.wording.words import NBSP, NOTHING, roman

UPRIGHT, ACROSS = 165, 252  # millimetres of text: A4 upright, A4 across
LINES = ("STT", "Nội dung", "ĐVT", "Kết quả", "Ghi chú")
LINE_WIDTHS = (12.0, 60.0, 18.0, 49.0, 26.0)  # millimetres
NUMBER, UNIT = 12.0, 40.0  # how wide the first two columns of a table with the units' rows are
MOST_UPRIGHT = 5  # columns; with more the paper lies across
NOT_REPORTED = "chưa báo cáo"
LONG = 600  # letters of a cell that may not fit on what is left of a page
NO_ROWS = "Các đơn vị không có số liệu"
TABLE = "table"
BESIDE = "Các đơn vị báo cáo:"
LONG_WORD = 40  # letters


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
    def is_breaking(self) -> bool:
        """Whether a word in it is longer than a column, as a hash is."""
        return any(len(word) > LONG_WORD for row in self.rows for cell in row for word in cell.split())

    @property
    def laid_rows(self) -> list[LaidRow]:
        return [LaidRow(self.centred, row) for row in self.rows]


@dataclass(frozen=True)
class Annexed:
    """An annex at its place: one of the plan's by its name, "indicators" or "assignments", or a `table`."""

    kind: str
    place: int
    table: LaidTable | None = None

    @property
    def numeral(self) -> str:
        return f"Phụ lục {roman(self.place)}"

    @property
    def key(self) -> str:
        """Its name in the page: of its class and its anchor."""
        return self.table.key if self.table else self.kind


def in_order(sections: Iterable[FieldSection], order: Iterable[str]) -> Iterator[tuple[str, FieldSection | None]]:
    """The annexes of the plan by name, and each section of the outline, in this order (`DocumentContent.annexed`)."""
    waiting = iter(sections)
    for kind in order:
        yield kind, next(waiting) if kind == FIELDS else None


def annexes_of(sections: Iterable[FieldSection], order: Iterable[str]) -> tuple[Annexed, ...]:
    """The annexes in this order: a section has one for its lines, and one for each of its tables."""
    places = count(1)
    found: list[Annexed] = []
    for kind, section in in_order(sections, order):
        if section is None:
            found.append(Annexed(kind, next(places)))
        else:
            found += [Annexed(TABLE, table.place, table) for table in _tables_of(section, places)]
    return tuple(found)


def _tables_of(section: FieldSection, places: Iterator[int]) -> Iterator[LaidTable]:
    if section.lines:
        rows = tuple(_cells(place, line) for place, line in enumerate(section.lines, start=1))
        yield _laid(next(places), section.title, LINES, rows, LINE_WIDTHS, across=False, centred=(0, 2))
    for table in section.tables:
        yield _of_rows(next(places), table)


def answer_of(line: FieldLine) -> str:
    """The result of a line as text, with what each unit told by its name; blank where nobody reported."""
    remarks = [f"{each.unit}: {' '.join(each.paragraphs)}" for each in line.told]
    return "\n".join([line.result, BESIDE, *remarks] if line.result and remarks else [line.result, *remarks]).strip()


def _cells(place: int, line: FieldLine) -> tuple[str, ...]:
    """A cell without a letter would be no cell to a screen reader of the PDF."""
    return str(place), line.name, line.measure or NBSP, answer_of(line) or NOT_REPORTED, line.note or NBSP


def _of_rows(place: int, table: FieldTable) -> LaidTable:
    columns = ("STT", table.first, *table.columns)
    lies = len(columns) > MOST_UPRIGHT
    wide = UNIT if table.columns else UPRIGHT - NUMBER
    room = ((ACROSS if lies else UPRIGHT) - NUMBER - wide) / max(len(table.columns), 1)
    numbered = [(str(number), *(cell or NOTHING for cell in row)) for number, row in enumerate(table.rows, start=1)]
    rows = tuple(numbered) or (("", NO_ROWS, *(NOTHING for _column in table.columns)),)
    widths = (NUMBER, wide, *[room] * len(table.columns))
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
