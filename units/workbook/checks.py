"""What must hold between the rows of a plan: numbers stand once, and the plan's own counts are true."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from . import cells
from .content import AssignmentRow, GroupRow
from .faults import Fault
from .frontpage import FrontPage
from .sheets import Row

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


def total(front: FrontPage, label: str, table: Sequence[object] | None, sheet: str) -> None:
    """The count beside this label is the number of rows of the table."""
    announced = front.need(label, cells.count, None)
    row = front.row(label)
    if row is None or announced is None or table is None or announced == len(table):
        return
    message = _("The plan announces %(announced)s, but the sheet “%(sheet)s” has %(found)s. Make the two agree.")
    row.fault("value", message % {"announced": announced, "sheet": sheet, "found": len(table)})


def group_counts(groups: Located[GroupRow] | None, assignments: Located[AssignmentRow] | None) -> None:
    """Each group has as many assignments as it announces."""
    if assignments is None:
        return
    found = Counter(assignment.group for _row, assignment in assignments)
    for row, group in groups or []:
        if found[group.code] != group.count:
            message = _("Group %(group)s announces %(announced)s assignments, but has %(found)s. Make the two agree.")
            row.fault("count", message % {"group": group.code, "announced": group.count, "found": found[group.code]})


def group_total(front: FrontPage, label: str, groups: Located[GroupRow] | None) -> None:
    """The groups together announce as many assignments as the plan."""
    announced = front.need(label, cells.count, None)
    row = front.row(label)
    together = sum(group.count for _row, group in groups or [])
    if row is None or announced is None or groups is None or announced == together:
        return
    message = _("The plan announces %(announced)s assignments, but its groups %(found)s together. Make the two agree.")
    row.fault("value", message % {"announced": announced, "found": together})


def filled(table: Located[Value] | None, sheet: str, faults: list[Fault]) -> None:
    """The table has rows."""
    if table is not None and not table:
        faults.append(Fault(sheet, None, None, _("The sheet “%(sheet)s” has no rows. Fill it in.") % {"sheet": sheet}))
