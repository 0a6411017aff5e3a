"""The plan's own counts are true."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from units.workbook.content import AssignmentRow, GroupRow
from units.workbook.sheets import cells
from units.workbook.sheets.checks import Located

from .frontpage import FrontPage


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
