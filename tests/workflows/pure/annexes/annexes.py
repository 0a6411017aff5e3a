"""Small annexes of every form, made anew for each test."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from openpyxl.workbook import Workbook

from workflows.pure.annexes import Annex, AnnexRow, UnitName, UnitNames, pasted_tables, read_annex, tables_of

TASKS = ("STT", "Nội dung nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian")
GOALS = ("STT", "Chỉ tiêu", "ĐVT", "Mục tiêu năm 2026", "Chủ trì")
UNITS = (
    UnitName("VHXH", "Phòng Văn hóa - Xã hội phường", "Phòng VH-XH"),
    UnitName("KTHTDT", "Phòng Kinh tế, Hạ tầng và Đô thị phường", "Phòng KT-HT-ĐT"),
    UnitName("VP", "Văn phòng HĐND và UBND phường", "Văn phòng"),
    UnitName("CA", "Công an phường", "Công an"),
    UnitName("TTHCC", "Trung tâm Phục vụ hành chính công phường", "TT PVHCC"),
)


def names() -> UnitNames:
    return UnitNames(UNITS, "Minh Xuân")


def pasted(*rows: Sequence[str], **options: Any) -> Annex:
    """The annex whose table was pasted with these rows."""
    text = "\n".join("\t".join(row) for row in rows)
    return read_annex(pasted_tables(text), names(), **{"year": 2026} | options)


def task(
    name: str = "Việc", *, number: str = "1", lead: str = "VP", others: str = "", due: str = "Quý II"
) -> list[str]:
    return [number, name, lead, others, due]


def goal(written: str, *, number: str = "1", measure: str = "%", lead: str = "VP") -> list[str]:
    return [number, "Tỷ lệ", measure, written, lead]


def only(annex: Annex) -> AnnexRow:
    """The annex's one row."""
    (row,) = annex.rows
    return row


def document() -> Any:
    return docx.Document()


def add_table(document: Any, rows: Sequence[Sequence[str]]) -> Any:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text
    return table


def of_document(document: Any, **options: Any) -> Annex:
    return of_file(saved(document), **options)


def of_workbook(workbook: Workbook, **options: Any) -> Annex:
    return of_file(saved(workbook), **options)


def of_file(content: bytes, **options: Any) -> Annex:
    return read_annex(tables_of(content), names(), **options)


def workbook(rows: Sequence[Sequence[object]], title: str = "Phụ lục") -> Workbook:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return made


def saved(made: Any) -> bytes:
    file = BytesIO()
    made.save(file)
    return file.getvalue()
