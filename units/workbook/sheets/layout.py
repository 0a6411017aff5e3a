"""The columns of a table, by the headings under which offices write them."""

from collections.abc import Callable
from dataclasses import dataclass

from .cells import Cell, CellFault, plain, whole


@dataclass(frozen=True)
class Column:
    """A column by our name; `titles` are the headings that it may have, the sample's first. It may be `optional`.
    `longest` is how many letters its text has at most, where it is kept as text.
    """

    name: str
    titles: tuple[str, ...]
    optional: bool = False
    longest: int | None = None


@dataclass(frozen=True)
class Layout:
    """A sheet by its title. The first column tells a row of the table from what stands around it, by `begins`."""

    sheet: str
    columns: tuple[Column, ...]
    begins: Callable[[Cell], bool]

    @property
    def required(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if not column.optional)


def numbered(cell: Cell) -> bool:
    """A running number."""
    try:
        return whole(cell) > 0
    except CellFault:
        return False


def coded(cell: Cell) -> bool:
    """A code is one word."""
    return cell.filled and len(plain(cell).split()) <= 1


def worded(cell: Cell) -> bool:
    """Any words."""
    return cell.filled
