"""One cell of a report's workbook: an untouched cell is read back as it was written."""

import hashlib
import json
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from approvals.text.plain import plain_lines
from units.workbook.sheets.cells import Cell, choice, day, figure, plain, prose
from units.workbook.sheets.grid import Cells
from workflows.models import AssignmentStatus
from workflows.pure.aggregation import format_number
from workflows.pure.summing import day_words
from workflows.unit_reports.field_rows import FieldRow
from workflows.unit_reports.findings import IndicatorRow, Row
from workflows.unit_reports.indicator_rows import STORED_PLACES

from .layout import FIGURES, Value, no_words, yes_words

DIGITS = 15  # that Excel keeps of a number
Place = tuple[int, int]


def excel(value: Value | int) -> int | float | str | None:
    """A value as Excel holds it: a number, unless Excel would round it; a day as people write it."""
    if isinstance(value, bool):
        return yes_words() if value else no_words()
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, str):
        return plain_lines(value) or None
    if value is None or isinstance(value, int):
        return value
    if len(value.normalize().as_tuple().digits) > DIGITS:
        return format_number(value, STORED_PLACES)
    return int(value) if value == value.to_integral_value() else float(value)


def status_label(code: str) -> str:
    return str(AssignmentStatus(code).label) if code else ""


def value_of(part: str, cell: Cell, row: Row | None) -> Value:
    """The cell's value as the form stores it. Raises CellFault."""
    if part in FIGURES:
        return figure(cell, percent=part == "value" and "%" in _measure(row))
    if isinstance(row, FieldRow) and part in CHOSEN:
        return _chosen(part, cell, row) if cell.filled else "" if part == "choice" else None
    if part == "status":
        labels = {status_label(code): code for code in AssignmentStatus.values if code}
        return choice(cell, labels) if cell.filled else ""
    return prose(cell)


CHOSEN = ("day", "choice", "yes")


def _chosen(part: str, cell: Cell, row: FieldRow) -> Value:
    if part == "day":
        return day(cell)
    if part == "yes":
        return choice(cell, {yes_words(): True, no_words(): False})
    return choice(cell, {word: word for word in row.field.choices})


def _measure(row: Row | None) -> str:
    if isinstance(row, IndicatorRow):
        return row.entry.indicator.measure
    return row.field.measure if isinstance(row, FieldRow) else ""


def text_of(value: Value) -> str:
    """The value as one would type it on the page, or choose it there."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    return value or ""


def digest(cells: Cells, *, last: Place, without: Collection[Place]) -> str:
    """SHA-256 over the filled cells up to the `last` row and column, but for those that people fill in."""
    held = [
        [row, column, plain(cell)]
        for row, columns in sorted(cells.items())
        for column, cell in sorted(columns.items())
        if row <= last[0] and column <= last[1] and (row, column) not in without
    ]
    return hashlib.sha256(json.dumps(held, ensure_ascii=False).encode()).hexdigest()
