"""How wide the columns of the annexes are: as wide as what they hold needs, so that no number breaks. In millimetres.

The page on screen lets the browser do it; paper and Word are told.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from approvals.text.fonts import BOLD, Font

from .layout import Annex, LaidAssignment, LaidDocument, LaidIndicator
from .tables import ACROSS, UPRIGHT, LaidTable

POINT = 25.4 / 72
SIZE = 12  # points of type
PADDING = 6  # points at both sides of a cell together, with its rule
BREAKING = ".document { overflow-wrap: anywhere }\n"  # asked for everywhere, it costs an eighth of the time
NUMBER = re.compile(r"[+-]?\d[\d.,/%]*")


@dataclass(frozen=True)
class UsualWidth:
    """The widths where nothing asks for more, and which columns give way, in this order and down to what width."""

    widths: tuple[float, ...]
    gives_way: dict[int, float]
    figures: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Columns:
    """The widths of a table's columns; `across` where they need the paper to lie across."""

    widths: tuple[float, ...]
    across: bool


INDICATORS = UsualWidth((12, 42, 15, 19, 19, 19, 18, 21), {1: 30, 7: 20}, frozenset({3, 4, 5}))
LEAST_UNIT, LEAST_COLUMN = 24.0, 15.0  # of a table of the outline: the units' names, and any other column
NOTE = 7  # of the indicators' columns
ASSIGNMENTS = UsualWidth((12, 45, 26, 22, 27, 27, 22, 71), {7: 45, 1: 30})


def indicator_cells(row: LaidIndicator) -> tuple[str, ...]:
    return (
        *(str(row.number), row.name, row.measure, row.goal, row.in_period, row.year_to_date),
        *(row.rating, row.note),
    )


def assignment_cells(row: LaidAssignment) -> tuple[str, ...]:
    return (
        *(str(row.number), row.work, row.product, row.due, row.lead, row.cooperating, row.status),
        row.progress,
    )


def indicator_columns(laid: LaidDocument, font: Font) -> Columns:
    """Of Phụ lục I, on the paper that it needs. Notes longer than their line take what the figures leave free."""
    needed = _needed(laid.indicators_annex, [indicator_cells(row) for row in laid.indicators], INDICATORS, font)
    notes = (line for row in laid.indicators for line in row.note.splitlines())
    longest = max((font.width(font.drawable(line), SIZE) for line in notes), default=0)
    note = (longest + PADDING) * POINT
    upright = _fitted(needed, INDICATORS, UPRIGHT)
    if sum(upright) <= UPRIGHT:
        return Columns(_with_room_for(note, upright, needed), across=False)
    return Columns(_with_room_for(note, _fitted(needed, INDICATORS, ACROSS), needed), across=True)


def _with_room_for(note: float, fitted: Sequence[float], needed: Sequence[float]) -> tuple[float, ...]:
    """The column of notes as wide as its longest one, as far as the columns of figures are wider than they need."""
    free = {place: fitted[place] - needed[place] for place in INDICATORS.figures}
    taken = min(max(note - fitted[NOTE], 0), sum(free.values()))
    widths = list(fitted)
    for place, room in free.items():
        widths[place] -= taken * room / sum(free.values()) if taken else 0
    widths[NOTE] += taken
    return tuple(widths)


def assignment_columns(laid: LaidDocument, font: Font) -> Columns:
    """Of Phụ lục II, which always lies across."""
    rows = [assignment_cells(row) for group in laid.groups for row in group.rows]
    return Columns(_fitted(_needed(laid.assignments_annex, rows, ASSIGNMENTS, font), ASSIGNMENTS, ACROSS), across=True)


def table_columns(table: LaidTable, font: Font) -> Columns:
    """Of an annex of the outline: as they are, unless a number is wider than its column. Then that takes from the names
    of units, and from columns which need less than they have.
    """
    places = range(2, len(table.columns))
    usual = UsualWidth(table.widths, {1: LEAST_UNIT} | dict.fromkeys(places, LEAST_COLUMN))
    fitted = _fitted(_needed(table, table.rows, usual, font), usual, ACROSS if table.across else UPRIGHT)
    return Columns(fitted, table.across)


def column_css(laid: LaidDocument, font: Font) -> str:
    """The rules of the sheet of styles that hold for this document alone."""
    indicators, assignments = indicator_columns(laid, font), assignment_columns(laid, font)
    rules = "@page indicators { size: A4 landscape }\n" if indicators.across else ""
    measures = [indicator_cells(row) for row in laid.indicators]
    works = [assignment_cells(row) for group in laid.groups for row in group.rows]
    tables = [(table, table_columns(table, font)) for table in laid.tables]
    if (
        _overflows(measures, indicators, font)
        or _overflows(works, assignments, font)
        or any(_overflows(table.rows, columns, font) for table, columns in tables)
    ):
        rules += BREAKING
    rules += _rules("indicators", indicators) + _rules("assignments", assignments)
    return rules + "".join(_table_css(table, columns) for table, columns in tables)


def _table_css(table: LaidTable, columns: Columns) -> str:
    """A page style of its own, which counts its own pages and hides the first number, and the widths of its columns."""
    first = f"@page :nth(1 of {table.key}) {{ counter-reset: page 1; @top-center {{ content: none }} }}\n"
    size = f"@page {table.key} {{ size: A4 landscape }}\n" if table.across else ""
    page = f".document-{table.key} {{ page: {table.key} }}\n"
    return first + size + page + _rules(table.key, columns)


def _overflows(rows: Sequence[Sequence[str]], columns: Columns, font: Font) -> bool:
    """Whether a word is wider than its column, as a long address is."""
    return any(
        font.width(font.drawable(word), SIZE) + PADDING > width / POINT
        for place, width in enumerate(columns.widths)
        for word in {word for row in rows for word in row[place].split()}
    )


def _rules(name: str, columns: Columns) -> str:
    return "".join(
        f".document-{name} thead th:nth-child({place}) {{ width: {width:.2f}mm }}\n"
        for place, width in enumerate(columns.widths, start=1)
    )


def _needed(annex: Annex | LaidTable, rows: Sequence[Sequence[str]], usual: UsualWidth, font: Font) -> list[float]:
    """The widest word of each head, and of each column its widest number or, where all are figures, its widest word."""
    needed = []
    for place, heading in enumerate(annex.columns):
        bold = max(font.width(word, SIZE, BOLD) for word in heading.split())
        pattern = re.compile(r"\S+") if place in usual.figures else NUMBER
        words = {word for row in rows for word in pattern.findall(row[place])}
        widest = max((font.width(font.drawable(word), SIZE) for word in words), default=0)
        needed.append((max(bold, widest) + PADDING) * POINT)
    return needed


def _fitted(needed: Sequence[float], usual: UsualWidth, room: float) -> tuple[float, ...]:
    """Together as wide as the room, or wider where the least that all need is more."""
    widths = [max(pair) for pair in zip(needed, usual.widths, strict=True)]
    for place, least in usual.gives_way.items():
        over = sum(widths) - room
        widths[place] = max(widths[place] - over, least, needed[place])
    return tuple(widths)
