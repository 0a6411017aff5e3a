"""Workbooks made from the shipped sample: copies to spoil, and untidy ones that say the same."""

import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from units.workbook import Fault, FaultyPlan, PlanContent, UnreadableWorkbook, read_plan

SAMPLE = Path(__file__).resolve().parents[3] / "units" / "samples" / "plan-01-KH-BCD-2026.xlsx"
TABLES = ("Kế hoạch", "Đơn vị", "Nhóm nhiệm vụ", "Chỉ tiêu", "Nhiệm vụ", "Lịch báo cáo", "Nơi nhận")


def sample() -> Workbook:
    """A fresh copy of the sample."""
    return openpyxl.load_workbook(SAMPLE)


@cache
def sample_plan() -> PlanContent:
    """What the sample says."""
    with SAMPLE.open("rb") as file:
        return read_plan(file)


def saved(workbook: Workbook) -> BytesIO:
    file = BytesIO()
    workbook.save(file)
    file.seek(0)
    return file


def read(workbook: Workbook) -> PlanContent:
    return read_plan(saved(workbook))


def faults_of(workbook: Workbook) -> tuple[Fault, ...]:
    """The faults for which this workbook is refused; none if it is read."""
    try:
        read(workbook)
    except FaultyPlan as error:
        return error.faults
    return ()


def places_of(workbook: Workbook) -> list[tuple[str, int | None, str | None]]:
    return [(fault.sheet, fault.row, fault.column) for fault in faults_of(workbook)]


def refusal_of(content: bytes) -> str:
    """The sentence with which this file is refused as a whole."""
    try:
        read_plan(BytesIO(content))
    except UnreadableWorkbook as error:
        return error.faults[0].message
    return ""


def rewritten(change: Callable[[str, bytes], bytes], extra: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """The sample's archive with each part passed through `change`, and extra parts."""
    file = BytesIO()
    with zipfile.ZipFile(SAMPLE) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(part, old.read(part)))
        for name, content in extra:
            new.writestr(name, content)
    return file.getvalue()


def rearranged(
    sheet: Worksheet, *, order: Sequence[int] | None = None, above: int = 0, gaps: Sequence[int] = ()
) -> None:
    """The same table with its columns in this order, title rows above it and empty rows after some of its rows."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    sheet.delete_rows(1, sheet.max_row)
    for number in range(above):
        sheet.append([None, f"Dòng tiêu đề thứ {number}"])
    for number, row in enumerate(rows):
        sheet.append([row[column] for column in order or range(len(row))])
        if number in gaps:
            sheet.append([])


def typed_differently(workbook: Workbook, how: Callable[[str], str]) -> None:
    """Every text of the workbook through `how`."""
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = how(cell.value)


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def cell_of(workbook: Workbook, sheet: str, heading: str, row: int) -> Any:
    """The cell below this heading in the sample's layout."""
    worksheet = workbook[sheet]
    columns = {cell.value: cell.column for cell in worksheet[1]}
    return worksheet.cell(row, columns[heading])
