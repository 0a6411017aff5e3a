"""Which column of a pasted table is which: by its heading, else by what stands in it."""

import re
from collections.abc import Mapping, Sequence

from approvals.text.plain import one_line
from approvals.text.vietnamese import folded
from workflows.pure.annexes import pasted_rows

FEWEST = 2  # headings that are known, of a row of headings
NUMBER = re.compile(r"[0-9]{1,3}\.?")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
PHONE = re.compile(r"[+(]?[0-9][0-9 .()-]{7,}")

Headings = Sequence[tuple[str, str]]  # field and pattern of its heading without marks, in the order in which they count
Line = tuple[str, dict[str, str]]  # as it was pasted, and its cells by field


def lines_of(text: str, headings: Headings, order: Sequence[str]) -> list[Line]:
    """The rows that say anything, without the headings. `order` are the columns of text where there are none.

    Raises UnreadableAnnex.
    """
    rows = [[one_line(cell) for cell in row] for row in pasted_rows(text)]
    rows = [row for row in rows if any(row)]
    columns = _named(rows[0], headings) if rows else {}
    if columns:
        rows = rows[1:]
    else:
        columns = _found(rows, order)
    return [
        (" | ".join(filter(None, row)), {field: row[at] if at < len(row) else "" for field, at in columns.items()})
        for row in rows
    ]


def _named(row: Sequence[str], headings: Headings) -> dict[str, int]:
    """The columns by their headings; none where the row is no row of headings."""
    words = [re.sub(r"[\s.:*/()]+", " ", folded(cell)).strip() for cell in row]
    of_cell = [
        next((place for place, (_f, sign) in enumerate(headings) if re.fullmatch(sign, each)), None) for each in words
    ]
    columns: dict[str, int] = {}
    for place, at in sorted((place, at) for at, place in enumerate(of_cell) if place is not None):
        columns.setdefault(headings[place][0], at)
    known = len(columns) >= min(FEWEST, sum(map(bool, row)))
    return columns if known and "name" in columns else {}


def _found(rows: Sequence[Sequence[str]], order: Sequence[str]) -> dict[str, int]:
    """The columns by what stands in most of their cells; those of text in `order`."""
    columns: dict[str, int] = {}
    texts: list[int] = []
    for at in range(max(map(len, rows), default=0)):
        cells = [row[at] for row in rows if at < len(row) and row[at]]
        field = next((field for field, sign in SIGNS.items() if cells and _most(cells, sign)), "")
        if field:
            columns.setdefault(field, at)
        elif cells:
            texts.append(at)
    return columns | dict(zip(order, texts, strict=False))


SIGNS: Mapping[str, re.Pattern[str]] = {"place": NUMBER, "email": EMAIL, "phone": PHONE}


def _most(cells: Sequence[str], sign: re.Pattern[str]) -> bool:
    return 2 * sum(bool(sign.fullmatch(cell)) for cell in cells) > len(cells)
