"""The sheet “Kế hoạch”: one fact of the plan a row, by its label."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from django.utils.translation import gettext as _

from units.workbook.faults import Fault
from units.workbook.sheets.cells import Cell, folded, plain, refuse_longer, text
from units.workbook.sheets.table import Row

from .layouts import FACTS, PLAN

Value = TypeVar("Value")


@dataclass(frozen=True)
class FrontPage:
    """The rows by the folded label. `found` is False where the sheet itself is missing, which was noted."""

    rows: dict[str, Row]
    found: bool
    faults: list[Fault]

    def need(self, label: str, how: Callable[[Cell], Value], otherwise: Value) -> Value:
        """The value of this label; its absence is at fault."""
        row = self.row(label)
        if row is not None:
            return row.need("value", how, otherwise, _("“%(label)s” is empty. Fill it in.") % {"label": label})
        if self.found:
            message = _("The row “%(label)s” is missing. Add it.") % {"label": label}
            self.faults.append(Fault(PLAN.sheet, None, None, message))
        return otherwise

    def words(self, label: str) -> str:
        return self.need(label, partial(_short, longest=FACTS[label]), "")

    def note(self) -> str:
        row = self.row("Ghi chú")
        return row.optional("value") if row else ""

    def row(self, label: str) -> Row | None:
        return self.rows.get(folded(label))


def _short(cell: Cell, *, longest: int) -> str:
    words = text(cell)
    refuse_longer(words, longest)
    return words


def front_page(rows: list[Row] | None, faults: list[Fault]) -> FrontPage:
    """Labels that we do not know are left alone; one that stands twice is at fault."""
    by_label: dict[str, Row] = {}
    for row in rows or []:
        label = folded(plain(row.cells["label"])) if "label" in row.cells else ""
        if label in by_label:
            row.fault("label", _("“%(label)s” stands here a second time. Keep one.") % {"label": row.optional("label")})
        by_label.setdefault(label, row)
    return FrontPage(by_label, rows is not None, faults)
