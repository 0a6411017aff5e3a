"""The workbook that a source fills in and mails: its code, the period, and the indicators that its unit reports."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from units.models import Aggregation
from workflows.models import FigureSource, IndicatorEntry, UnitReport
from workflows.models.states import UnitState

BOLD = Font(bold=True)
HEADINGS = (
    *(("Chỉ tiêu", 10), ("Tên chỉ tiêu", 60), ("Đơn vị tính", 14)),
    *(("Giá trị", 14), ("Tử số", 14), ("Mẫu số", 14), ("Ghi chú", 40)),
)
FIRST_ROW = 5
ASKED: dict[str, tuple[int, ...]] = {
    Aggregation.RATIO: (5, 6),
    Aggregation.MEAN: (4, 6),
}  # columns; the value alone for the others


def write(source: FigureSource) -> bytes:
    """In Vietnamese always: programs find the columns by these headings. Of the newest report that is with the unit."""
    report = _report(source)
    book = Workbook()
    sheet = book.active
    sheet.title = "Số liệu"
    period = report.period if report else None
    for row, (name, value) in enumerate(
        (
            ("Mã nguồn", source.code),
            ("Kỳ báo cáo", period.code if period else ""),
            ("Loại báo cáo", period.kind.code if period else ""),
        ),
        start=1,
    ):
        sheet.cell(row, 1, name).font = BOLD
        sheet.cell(row, 2, value).number_format = "@"
    for column, (heading, width) in enumerate(HEADINGS, start=1):
        sheet.cell(FIRST_ROW, column, heading).font = BOLD
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, entry in enumerate(_entries(report), start=FIRST_ROW + 1):
        shown: tuple[object, ...] = (entry.indicator.number, entry.indicator.name, entry.indicator.measure)
        for column, cell in enumerate(shown, start=1):
            sheet.cell(row, column, cell)
        for column in {4, 5, 6} - set(ASKED.get(entry.indicator.aggregation, (4,))):
            sheet.cell(row, column, "–")
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _report(source: FigureSource) -> UnitReport | None:
    reports = UnitReport.objects.filter(unit=source.unit_id, period__kind__practice=False)
    mine = reports.filter(state__in=(UnitState.DRAFT, UnitState.RETURNED)).exclude(indicator_entries=None)
    return mine.select_related("period__kind").order_by("-period__ends", "-pk").first()


def _entries(report: UnitReport | None) -> list[IndicatorEntry]:
    if report is None:
        return []
    return list(report.indicator_entries.select_related("indicator").order_by("indicator__number"))
