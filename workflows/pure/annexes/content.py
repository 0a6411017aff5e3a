"""What an annex says, row by row, and what is doubted of it: plain values, without a database."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from units.workbook.content import Recurring
from units.workbook.sheets.grid import Cells
from units.workbook.words.goals import Comparison

Kind = Literal["indicator", "assignment"]


class UnreadableAnnex(Exception):
    """The file or text as a whole is refused; the translated sentence says what to do."""


@dataclass(frozen=True)
class Table:
    """A table as it was found. `cells` are the filled ones, by row and column from 1; merged ones share their origin.

    `before`: the lines above it, which may tell what it holds and of which year. `widths`: how many columns each row
    has, where rows may be torn. `notes`: sentences about the whole table. `scanned`: read from a picture, so that
    nothing in it is certain.
    """

    name: str
    cells: Cells
    before: str = ""
    widths: dict[int, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    scanned: bool = False


@dataclass(frozen=True)
class Doubt:
    """What somebody has to look at: the field of the row, a sentence, and what may be meant, the likeliest first."""

    field: str
    sentence: str
    proposals: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnnexRow:
    """An indicator or an assignment as read. `lead` and `cooperating` are codes of units, or their names as written
    where no units are known; `goal_written` and `due_written` are the plan's own words; `due_moved`: the
    day that they name counts no more, by the answer to the question. `source`: the cells of its
    lines; `place`: where they stand.
    """

    kind: Kind
    number: int | None
    text: str
    measure: str = ""
    goal: Decimal | None = None
    goal_written: str = ""
    comparison: Comparison = ""
    due_on: date | None = None
    recurring: Recurring = ""
    due_written: str = ""
    due_moved: bool = False
    lead: str = ""
    cooperating: tuple[str, ...] = ()
    group: str = ""
    product: str = ""
    authority: str = ""
    doubts: tuple[Doubt, ...] = ()
    place: str = ""
    source: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """How the columns of one table were understood: (column, its heading, our field or blank)."""

    table: str
    columns: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True)
class Annex:
    """All rows, those in doubt first. `notes` are said once for all; `left_out` are lines that are no rows."""

    rows: tuple[AnnexRow, ...]
    mappings: tuple[Mapping, ...]
    notes: tuple[str, ...]
    questions: tuple[str, ...]
    left_out: tuple[str, ...]
    year: int | None
