"""One cell of a report's workbook: an untouched cell is read back as it was written."""

import hashlib
import json
from collections.abc import Collection
from decimal import Decimal

from approvals.text.plain import plain_lines
from units.workbook.sheets.cells import Cell, choice, figure, plain, prose
from units.workbook.sheets.grid import Cells
from workflows.models import AssignmentStatus
from workflows.pure.aggregation import format_number
from workflows.unit_reports.findings import STORED_PLACES, AssignmentRow, IndicatorRow

from .layout import FIGURES

DIGITS = 15  # that Excel keeps of a number
Place = tuple[int, int]


def excel(value: Decimal | int | str | None) -> int | float | str | None:
    """A value as Excel holds it: a number, unless Excel would round it."""
    if isinstance(value, str):
        return plain_lines(value) or None
    if value is None or isinstance(value, int):
        return value
    if len(value.normalize().as_tuple().digits) > DIGITS:
        return format_number(value, STORED_PLACES)
    return int(value) if value == value.to_integral_value() else float(value)


def status_label(code: str) -> str:
    return str(AssignmentStatus(code).label) if code else ""


def value_of(part: str, cell: Cell, row: IndicatorRow | AssignmentRow | None) -> Decimal | str | None:
    """The cell's value as the form stores it. Raises CellFault."""
    if part in FIGURES:
        percent = part == "value" and isinstance(row, IndicatorRow) and "%" in row.entry.indicator.measure
        return figure(cell, percent=percent)
    if part == "status":
        labels = {status_label(code): code for code in AssignmentStatus.values if code}
        return choice(cell, labels) if cell.filled else ""
    return prose(cell)


def text_of(value: Decimal | str | None) -> str:
    """The value as one would type it on the page."""
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
