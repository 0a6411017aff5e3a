"""The list of cases as an .xlsx file."""

from collections.abc import Iterable
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from approvals.clock import ZONE

from .cases import Row

WIDTHS = (20, 44, 24, 30, 22, 30, 18, 16, 18, 20)


def written(rows: Iterable[Row]) -> bytes:
    """A row for each case below the headings, in the language of the moment. Times are those of Vietnam."""
    workbook = Workbook()
    sheet = workbook.create_sheet(_("Cases"), 0)
    workbook.remove(workbook.worksheets[1])
    for column, heading in enumerate(_headings(), start=1):
        sheet.cell(1, column, heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS[column - 1]
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(_values(row), start=1):
            _fill(sheet.cell(number, column), value)
    sheet.freeze_panes = "A2"
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _headings() -> list[str]:
    return [
        *(_("Type"), _("Case"), _("Ward"), _("Held by"), _("State"), _("Step")),
        *(_("In this state since"), _("For how long"), _("Due before"), _("Time left")),
    ]


def _values(row: Row) -> list[object]:
    case, due = row.case, row.due
    since, late_from = (at and at.astimezone(ZONE).replace(tzinfo=None) for at in (case.state_since, due and due.at))
    return [
        *(row.type_name, str(case), str(case.ward), row.holder, case.get_state_display(), ", ".join(row.steps)),
        *(since, row.age, late_from, due.words if due else ""),
    ]


def _fill(cell: Cell, value: object) -> None:
    """Text is text, also where it begins as a formula does."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
