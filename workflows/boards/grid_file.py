"""The grid of a period and the list of periods as files: what each column says of a row."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.pages.tables import Column

from .grid import GridRow

UNIT = Column(_("Unit"), lambda row: row.report.unit.name, 40)
OF_ROW = {
    "state": [Column(_("State"), lambda row: row.state_label)],
    "holder": [Column(_("Held by"), lambda row: row.holder, 30)],
    "filled": [
        Column(_("Filled in"), lambda row: row.filled if row.entries else None, 10),
        Column(_("Entries"), lambda row: row.entries or None, 10),
    ],
    "submitted": [
        Column(_("Submitted at"), lambda row: row.report.submitted_at),
        Column(_("In time"), lambda row: _in_time(row), 14),
    ],
    "found": [Column(_("Findings"), lambda row: row.found, 10)],
    "returns": [Column(_("Times returned"), lambda row: row.report.returns, 10)],
}
PERIODS = [
    Column(_("Reporting period"), str, 40),
    Column(_("Ward"), lambda row: str(row.ward), 30),
    Column(_("Units report before"), lambda row: row.unit_due_at),
    Column(pgettext_lazy("column", "Submitted"), lambda row: row.submitted, 10),
    Column(_("Units"), lambda row: row.expected, 10),
    Column(pgettext_lazy("column", "Accepted"), lambda row: row.taken_in, 10),
    Column(_("Overdue"), lambda row: row.overdue, 10),
    Column(_("Ward report"), lambda row: str(row.ward_state_words)),
]


def columns(chosen: Sequence[str]) -> list[Column]:
    return [UNIT, *(column for name in chosen for column in OF_ROW[name])]


def _in_time(row: GridRow) -> str:
    if row.on_time is None:
        return ""
    return str(_("In time") if row.on_time else _("Overdue") if row.overdue else pgettext_lazy("submission", "Late"))
