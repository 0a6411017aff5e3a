"""A plan's workbook as the product fills it in: the sheets that the reader reads, whatever stands in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from units.workbook.sheets.cells import tidy
from units.workbook.sheets.layout import Layout

from . import layouts

WIDE, NARROW = 40, 16


@dataclass(frozen=True)
class PlanTexts:
    """Texts as somebody typed them. `front` by the labels of its sheet; rows by our names of the columns."""

    front: Mapping[str, str]
    units: Sequence[Mapping[str, str]]
    groups: Sequence[Mapping[str, str]]
    indicators: Sequence[Mapping[str, str]]
    assignments: Sequence[Mapping[str, str]]
    schedule: Sequence[Mapping[str, str]]
    recipients: Sequence[str]


def write_plan(filled: PlanTexts, *, year: int | None) -> bytes:
    """The workbook; row 1 of each sheet holds its headings."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    front = [{"label": label, "value": value} for label, value in filled.front.items()]
    recipients = [{"number": str(number), "name": name} for number, name in enumerate(filled.recipients, start=1)]
    _sheet(workbook, layouts.PLAN, front)
    _sheet(workbook, layouts.UNITS, filled.units)
    _sheet(workbook, layouts.GROUPS, filled.groups)
    _sheet(workbook, layouts.indicators(year), filled.indicators)
    _sheet(workbook, layouts.ASSIGNMENTS, filled.assignments)
    _sheet(workbook, layouts.SCHEDULE, filled.schedule)
    _sheet(workbook, layouts.RECIPIENTS, recipients)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _sheet(workbook: Workbook, layout: Layout, rows: Iterable[Mapping[str, str]]) -> None:
    """Every value as text: what begins with = is no formula."""
    sheet = workbook.create_sheet(layout.sheet)
    for place, column in enumerate(layout.columns, start=1):
        heading = sheet.cell(1, place, column.titles[0])
        heading.font = Font(bold=True)
        wide = column.name in ("name", "value", "product", "cooperating", "helping")
        sheet.column_dimensions[get_column_letter(place)].width = WIDE if wide else NARROW
    for number, row in enumerate(rows, start=2):
        for place, column in enumerate(layout.columns, start=1):
            if value := tidy(row.get(column.name, "")):
                cell = sheet.cell(number, place, value)
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
