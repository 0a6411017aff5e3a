"""Mục lục văn bản, hồ sơ: the documents of a year in the order of the register, with their retention periods."""

import csv
from collections.abc import Iterable
from io import StringIO

from .filling import Chapter

HEADINGS = (
    *("STT", "Số, ký hiệu", "Ngày tháng", "Trích yếu nội dung", "Người ký", "Số trang", "Tình trạng"),
    *("Thời hạn bảo quản", "SHA-256 của tệp ban hành"),
)


def inventory_csv(chapters: Iterable[Chapter]) -> bytes:
    """For a Vietnamese Excel: UTF-8 with its mark, `;` between cells. No text starts a formula."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for number, chapter in enumerate(chapters, start=1):
        line, issued = chapter.document, chapter.proof.issued
        cells = (line.code, f"{line.issued_on:%d/%m/%Y}", line.abstract, line.signer, chapter.pages)
        texts = (*cells, line.standing.label, chapter.term, issued.sha256 if issued else "")
        writer.writerow([number, *(_harmless(str(each)) for each in texts)])
    return file.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
