"""From the lines of a table to its rows: titles of groups, rows that go on in the next line, totals, signatures."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from approvals.text.vietnamese import folded
from units.workbook.sheets.cells import Cell, plain

from .content import Table
from .headings import Headings, are_column_numbers

ROMAN = re.compile(r"(?P<code>(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3})|[A-ZĐ])(?:[.):/ -]+(?P<rest>.*))?", re.DOTALL)
WHOLE = re.compile(r"0*([1-9][0-9]{0,3})[.):]*")
DOTTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})+\.?|[a-zđ][.)]")
TOTALS = {"tong", "tong so", "tong cong", "cong"}
AFTER = re.compile(
    r"(noi nhan|tm\.|kt\.|nguoi lap|lap bieu|ghi chu|thu truong|chu tich|ngay .* thang .* nam)\b.*", re.DOTALL
)
PARTS = re.compile(r"(phan|nhom|muc|linh vuc)\b.*", re.DOTALL)


@dataclass(frozen=True)
class AnnexItem:
    """A row of the annex in one or several lines of the table. `cells` by our fields. `nested`: its number is one like
    1.1. `columns` are those that its headings have. `torn`: it has fewer columns than the headings.
    """

    table: str
    first: int
    last: int
    cells: dict[str, Cell]
    group: str
    number: int | None
    columns: frozenset[str]
    source: tuple[str, ...]
    nested: bool = False
    torn: bool = False


@dataclass
class Lines:
    """What the table's lines turned out to be."""

    items: list[AnnexItem] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def read_lines(table: Table, headings: Headings, end: int, lines: Lines, group: str = "") -> str:
    """The rows between the headings and row `end`, added to `lines`. Returns the group in which they ended."""
    numbers = [number for number in sorted(table.cells) if headings.last < number < end]
    for position, number in enumerate(numbers):
        row = table.cells[number]
        cells = {name: row[column] for name, column in headings.columns.items() if column in row}
        words = _words(row)
        following = next(
            (_text(table.cells[each].get(headings.columns.get("number", 0))) for each in numbers[position + 1 :]), ""
        )
        title = _group_title(row, cells, following, is_first=not lines.items)
        if are_column_numbers(row):
            continue
        if not words or folded(words[0]) in TOTALS or (len(words) > 1 and folded(words[1]) in TOTALS):
            _leave_out(lines, table, number, words)
        elif title:
            group = title
        elif AFTER.fullmatch(folded(words[0])) and len(words) <= 2:
            _leave_out(lines, table, number, words)
        else:
            _add(lines, table, number, cells, words, group, headings)
    return group


def _add(
    lines: Lines, table: Table, number: int, cells: dict[str, Cell], words: list[str], group: str, headings: Headings
) -> None:
    above = lines.items[-1] if lines.items and lines.items[-1].table == table.name else None
    if above and above.group == group and _goes_on(above, cells, headings):
        lines.items[-1] = _joined(above, number, cells, words)
        return
    if "text" not in cells and "goal" not in cells:
        _leave_out(lines, table, number, words)
        return
    written = _text(cells.get("number"))
    whole = WHOLE.fullmatch(written)
    lines.items.append(
        AnnexItem(
            table=table.name,
            first=number,
            last=number,
            cells=cells,
            group=group,
            number=int(whole[1]) if whole else None,
            columns=frozenset(headings.columns),
            source=tuple(words),
            nested=bool(DOTTED.fullmatch(written)),
            torn=number in table.widths and table.widths[number] < max(headings.columns.values()),
        )
    )


def _goes_on(above: AnnexItem, cells: dict[str, Cell], headings: Headings) -> bool:
    """Whether a line belongs to the row above: they share one merged number, or it brings no number and no task."""
    number, earlier = cells.get("number"), above.cells.get("number")
    if number and earlier and number.origin == earlier.origin:
        return True
    fresh = {name for name, cell in cells.items() if name not in above.cells or cell.origin != above.cells[name].origin}
    if "text" not in fresh:
        return "number" not in fresh
    return "number" in headings.columns and "number" not in cells and not fresh & {"lead", "goal", "due", "measure"}


def _joined(above: AnnexItem, number: int, cells: dict[str, Cell], words: list[str]) -> AnnexItem:
    joined = dict(above.cells)
    for name, cell in cells.items():
        if name in joined and cell.origin != joined[name].origin and name != "number":
            joined[name] = replace(joined[name], value=f"{plain(joined[name])}\n{plain(cell)}", origin=cell.origin)
        else:
            joined.setdefault(name, cell)
    return replace(above, last=number, cells=joined, source=(*above.source, *words))


def _group_title(row: dict[int, Cell], cells: dict[str, Cell], following: str, *, is_first: bool) -> str:
    """The title of a group, with its number; blank where the line is none.

    Such a line says nothing but a number and a text: a Roman number, a letter, one cell over several columns, or a
    number under which the next line counts on (1, then 1.1).
    """
    if cells.keys() - {"number", "text"} and len({cell.origin for cell in row.values()}) > 2:
        return ""
    words = _words(row)
    if not words or len(words) > 2:
        return ""
    head = ROMAN.fullmatch(words[0])
    if head and (head["rest"] or len(words) == 2):
        return f"{head['code']}. {head['rest'] or words[1]}"
    spread = len(row) > 1 and len({cell.origin for cell in row.values()}) == 1
    if len(words) == 1 and (spread or PARTS.fullmatch(folded(words[0])) or (is_first and "number" not in cells)):
        return "" if AFTER.fullmatch(folded(words[0])) else words[0]
    number = WHOLE.fullmatch(words[0])
    if number and len(words) == 2 and following.startswith(f"{number[1]}."):
        return f"{number[1]}. {words[1]}"
    return ""


def renumbered(items: Iterable[AnnexItem]) -> Iterator[AnnexItem]:
    """Counted through from 1: the numbers of the annex do not tell its rows apart."""
    for number, item in enumerate(items, start=1):
        yield replace(item, number=number)


def _leave_out(lines: Lines, table: Table, number: int, words: list[str]) -> None:
    if words:
        lines.left_out.append(f"{table.name}, {number}: {' | '.join(words)}")


def _words(row: dict[int, Cell]) -> list[str]:
    """What the line says, each merged cell once."""
    by_origin = {cell.origin: _text(cell) for _column, cell in sorted(row.items())}
    return [words for words in by_origin.values() if words]


def _text(cell: Cell | None) -> str:
    return " ".join(plain(cell).split()) if cell else ""
