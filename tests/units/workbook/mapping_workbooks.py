"""Workbooks made from the shipped sample of forms that others ask for: copies to spoil."""

from collections.abc import Mapping
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from units.workbook import Fault, FaultyMapping, MappingContent, read_mapping

from .workbooks import sample_plan, saved

SAMPLE = Path(__file__).resolve().parents[3] / "units" / "samples" / "forms-2026.xlsx"
FORM_COLUMNS = ("Mã biểu", "Tên biểu", "Căn cứ", "Nơi yêu cầu", "Kế hoạch")
LINE_COLUMNS = ("Mã dòng", "Mã biểu", "Nội dung", "Đơn vị tính", "Chỉ tiêu", "Số liệu", "Quy đổi", "Số thập phân")
FORM = ("766", "Bộ chỉ số", "Quyết định 766", "Tỉnh", "01/KH-BCĐ")
PLANS = {"01/KH-BCĐ": {row.number: row.measure for row in sample_plan().indicators}}


def sample() -> Workbook:
    return openpyxl.load_workbook(SAMPLE)


def workbook(*lines: tuple, forms: tuple[tuple, ...] = (FORM,)) -> Workbook:
    """A workbook of these lines, each in the columns' order."""
    made = Workbook()
    for sheet, rows in (("Biểu", (FORM_COLUMNS, *forms)), ("Dòng", (LINE_COLUMNS, *lines))):
        worksheet = made.create_sheet(sheet)
        for row in rows:
            worksheet.append(row)
    return made


def read(made: Workbook, plans: Mapping[str, Mapping[int, str]] = PLANS) -> MappingContent:
    return read_mapping(saved(made), plans=plans)


def faults_of(made: Workbook) -> tuple[Fault, ...]:
    try:
        read(made)
    except FaultyMapping as error:
        return error.faults
    return ()


def places_of(made: Workbook) -> list[tuple[str, int | None, str | None]]:
    return [(fault.sheet, fault.row, fault.column) for fault in faults_of(made)]
