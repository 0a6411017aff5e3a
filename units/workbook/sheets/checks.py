"""What must hold between the rows of a table."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from django.utils.translation import gettext as _

from units.workbook.faults import Fault

from .table import Row

Value = TypeVar("Value")


Located = list[tuple[Row, Value]]


def once(table: Located[Value] | None, column: str, key: Callable[[Value], Hashable]) -> None:
    """Each value of the column stands once; what is blank is at fault elsewhere."""
    first: dict[Hashable, Row] = {}
    for row, value in table or []:
        found = key(value)
        if not found:
            continue
        if found in first:
            message = _("“%(text)s” already stands in row %(row)s. Each may stand once.")
            row.fault(column, message % {"text": row.optional(column), "row": first[found].number})
        first.setdefault(found, row)


def filled(table: Located[Value] | None, sheet: str, faults: list[Fault]) -> None:
    """The table has rows."""
    if table is not None and not table:
        faults.append(Fault(sheet, None, None, _("The sheet “%(sheet)s” has no rows. Fill it in.") % {"sheet": sheet}))
