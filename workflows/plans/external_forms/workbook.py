"""A form that others ask for as an Excel workbook: its lines as they want them, and where each number comes from.

Equal content gives equal bytes: the dates within the file are those of the report, and the archive's own are fixed.
Numbers are numbers with the form's decimals, "no figure" is written in words and what is filled in by hand stays empty.
"""

import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC
from decimal import Decimal
from io import BytesIO

from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from approvals.files.contents import ARCHIVE_DAY
from units.models import ExternalForm
from workflows.models import WardReport

from .filled import FilledLine

FORM_SHEET, SOURCE_SHEET = "Biểu", "Nguồn số liệu"
FORM_HEADINGS = ("Mã dòng", "Nội dung", "Đơn vị tính", "Giá trị", "Ghi chú")
FORM_WIDTHS = (12, 60, 18, 20, 50)
SOURCE_HEADINGS = (
    *("Mã dòng", "Chỉ tiêu", "Số liệu", "Giá trị gốc", "Đơn vị tính gốc", "Quy đổi", "Số thập phân"),
    *("Số đơn vị báo cáo", "Điều chỉnh", "Báo cáo nguồn"),
)
SOURCE_WIDTHS = (12, 60, 18, 20, 18, 16, 14, 16, 50, 50)
NO_FIGURE = "không có số liệu"
PROPERTIES = "docProps/core.xml"
PADDING = 2  # letters beside a number
EXCEL_DIGITS = 15  # more than these a number in Excel does not keep
FONT = "Times New Roman"
THIN = Side(style="thin")

Value = str | Decimal | int | None


def render_form(form: ExternalForm, lines: Sequence[FilledLine], report: WardReport, *, number: str) -> bytes:
    """The form as XLSX, in Vietnamese. `number` is the report's number and symbol, empty before it is issued."""
    workbook = Workbook()
    with override("vi"):
        source = _source(report, number)
        _form_sheet(workbook.active, form, lines, _origin(form, report, source))
        _source_sheet(workbook.create_sheet(SOURCE_SHEET), lines, source)
    return _packed(workbook, _properties(form, report))


def _source(report: WardReport, number: str) -> str:
    """The report as it may be cited: its version, its number once issued, its state."""
    issued = f", số {number}" if number else ""
    return f"{report.period}, phiên bản {report.version}{issued} ({report.get_state_display().lower()})"


def _origin(form: ExternalForm, report: WardReport, source: str) -> dict[str, str]:
    estimate = " (có số ước)" if report.period.estimates else ""
    return {
        "Đơn vị": report.ward.name,
        "Kỳ số liệu": f"{report.period.words}{estimate}",
        "Nguồn": source,
        "Bảng đối chiếu chỉ tiêu": f"phiên bản {form.mapping.version}",
    }


def _form_sheet(sheet: Worksheet, form: ExternalForm, lines: Iterable[FilledLine], origin: dict[str, str]) -> None:
    sheet.title = FORM_SHEET
    above = {"Mã biểu": form.code, "Căn cứ": form.basis, "Nơi yêu cầu": form.recipient, **origin, "Ghi chú": form.note}
    _row(sheet, 1, [form.name], bold=True)
    for row, (label, text) in enumerate(((label, text) for label, text in above.items() if text), start=2):
        _row(sheet, row, [f"{label}: {text}"])
    heading = sheet.max_row + 2
    filled = list(lines)
    widths = [*FORM_WIDTHS[:3], max([FORM_WIDTHS[3], *map(_digits, filled)]), *FORM_WIDTHS[4:]]
    _heading(sheet, heading, FORM_HEADINGS, widths)
    for row, each in enumerate(filled, start=heading + 1):
        line = each.line
        _row(sheet, row, [line.code, line.name, line.measure, _value(each), _remark(each)], framed=True)
        sheet.cell(row, 4).number_format = _number_format(line.decimals)


def _source_sheet(sheet: Worksheet, lines: Iterable[FilledLine], report: str) -> None:
    _heading(sheet, 1, SOURCE_HEADINGS, SOURCE_WIDTHS)
    mapped = (each for each in lines if not each.is_by_hand)
    for row, each in enumerate(mapped, start=2):
        line, figure = each.line, each.figure
        name = f"{line.indicator_number}. {figure.indicator.name}" if figure else f"{line.indicator_number}"
        units = f"{figure.reported}/{figure.expected}" if figure else ""
        source = NO_FIGURE if each.source is None else _exact(each.source)
        cells: list[Value] = [line.code, name, line.get_which_display().lower(), source, _measure(each)]
        _row(sheet, row, [*cells, line.conversion, line.decimals, units, _adjustment(each), report], framed=True)


def _digits(each: FilledLine) -> int:
    """The letters of the value as Excel shows it: a number that its column cannot hold turns into "####"."""
    value = _value(each)
    return len(f"{value:,.{each.line.decimals}f}") + PADDING if isinstance(value, Decimal) else 0


def _value(each: FilledLine) -> Value:
    if each.value is not None:
        return _exact(each.value)
    return None if each.is_by_hand or each.has_other_measure else NO_FIGURE


def _remark(each: FilledLine) -> str:
    if each.why_empty and not each.is_silent:
        return each.why_empty
    adjusted = "; đã điều chỉnh, xem trang Nguồn số liệu" if _adjustment(each) else ""
    return f"Chỉ tiêu {each.line.indicator_number}, {each.line.get_which_display().lower()}{adjusted}"


def _measure(each: FilledLine) -> str:
    return each.figure.indicator.measure if each.figure else each.line.source_measure


def _adjustment(each: FilledLine) -> str:
    """Both figures, wherever a person put one in place of the other."""
    if each.figure is None or not each.figure.is_overridden:
        return ""
    return f"các đơn vị báo cáo: {each.computed_words or NO_FIGURE}; lý do điều chỉnh: {each.figure.reason}"


def _exact(value: Decimal) -> Decimal | str:
    """The number; as text where Excel would lose digits of it."""
    digits = len(value.normalize().as_tuple().digits)
    return value if digits <= EXCEL_DIGITS else format(value, "f").replace(".", ",")


def _number_format(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _heading(sheet: Worksheet, row: int, headings: Sequence[str], widths: Sequence[int]) -> None:
    _row(sheet, row, headings, bold=True, framed=True)
    for cell, width in zip(sheet[row], widths, strict=True):
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = sheet.cell(row + 1, 1)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr = 0, PageSetupProperties(fitToPage=True)


def _row(sheet: Worksheet, row: int, values: Sequence[Value], *, bold: bool = False, framed: bool = False) -> None:
    """Text stays text, whatever it begins with: no cell is a formula."""
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column, value)
        if isinstance(value, str):
            cell.data_type = "s"
        cell.font = Font(name=FONT, size=12, bold=bold)
        if framed:
            cell.border = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _properties(form: ExternalForm, report: WardReport) -> DocumentProperties:
    when = (report.consolidated_at or report.state_since).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    return DocumentProperties(creator=report.ward.name, title=form.name, created=when, modified=when)


def _packed(workbook: Workbook, properties: DocumentProperties) -> bytes:
    """The file with fixed dates: openpyxl writes the present into it."""
    written, packed = BytesIO(), BytesIO()
    workbook.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            content = tostring(properties.to_tree()) if name == PROPERTIES else parts.read(name)
            archive.writestr(zipfile.ZipInfo(name, ARCHIVE_DAY), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
