"""Files that cannot be read are refused with the way out."""

import zipfile
from io import BytesIO

import pytest
import weasyprint
from pypdf import PdfWriter

from units.workbook import MAX_BYTES
from workflows.pure.annexes import UnreadableAnnex, pasted_tables, read_annex

from .annexes import TASKS, add_table, document, names, of_file, saved, task, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TCVN3 = "STT\tNéi dung nhiÖm vô\tC¬ quan chñ tr×\tThêi gian\n1\tTæ chøc héi nghÞ\tV¨n phßng\tQuý II"
VNI = "STT\tNoäi dung nhieäm vuï\tCô quan chuû trì\tThôøi gian\n1\tToå chöùc hoäi nghò\tVaên phoøng\tQuyù II"


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableAnnex) as raised:
        of_file(content)
    return str(raised.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "hỏng, hoặc không phải"),
        (b"\x89PNG\r\n", "hỏng, hoặc không phải"),
        (b"PK\x03\x04 cut off", "hỏng, hoặc không phải"),
        (OLE + bytes(99), "tệp .doc kiểu cũ"),
        (OLE + "Workbook".encode("utf-16-le"), "tệp .xls kiểu cũ"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "đặt mật khẩu"),
        (b"{\\rtf1 }", "tệp RTF"),
        (b"%PDF-1.7 \n%%EOF", "PDF bị hỏng"),
        (bytes(MAX_BYTES + 1), "10 MB"),
    ],
)
def test_a_file_is_refused_by_its_content_with_what_to_do(content, words):
    assert words in refusal(content)


def test_a_pdf_that_is_locked_with_a_password_says_so():
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("mật khẩu", algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    assert "PDF đang đặt mật khẩu" in refusal(file.getvalue())


def test_a_torn_word_file_is_refused():
    made = document()
    add_table(made, [TASKS, task()])
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(saved(made))) as whole, zipfile.ZipFile(file, "w") as torn:
        for part in whole.infolist():
            content = whole.read(part)
            torn.writestr(part.filename, content[:200] if part.filename == "word/document.xml" else content)
    assert "Tệp Word bị hỏng" in refusal(file.getvalue())


@pytest.mark.parametrize(("text", "encoding"), [(TCVN3, "TCVN3"), (VNI, "VNI")])
def test_text_typed_for_old_fonts_is_recognised_and_refused(text, encoding):
    with pytest.raises(UnreadableAnnex, match=f"phông {encoding}.*UniKey"):
        read_annex(pasted_tables(text), names())


def test_a_word_file_set_in_old_fonts_is_refused_with_little_text():
    made = document()
    table = add_table(made, [["STT", "Noi dung", "Thoi gian"], ["1", "Hop giao ban thang, quy; lËp danh s¸ch", "30/6"]])
    table.cell(1, 1).paragraphs[0].runs[0].font.name = ".VnTime"
    assert "TCVN3" in refusal(saved(made))


def test_vietnamese_in_unicode_is_never_taken_for_old_fonts():
    assert of_file(saved(workbook([TASKS, task("Ủy ban nhân dân ký ức, ố, ãi, êm, ý kiến", due="Quý II/2026")]))).rows


def test_a_table_pasted_beyond_all_bounds_is_refused():
    with pytest.raises(UnreadableAnnex, match="2000 dòng"):
        pasted_tables('"\t' * 600_000)


def test_text_without_a_table_is_told_how_to_copy_one():
    with pytest.raises(UnreadableAnnex, match="chọn cả bảng"):
        pasted_tables("Việc cần làm")


def test_a_table_without_headings_is_told_to_copy_them():
    with pytest.raises(UnreadableAnnex, match="dòng tiêu đề"):
        read_annex(pasted_tables("1\tHọp\tVP"), names())


def test_headings_alone_are_told_to_copy_the_rows():
    with pytest.raises(UnreadableAnnex, match="không có dòng nào"):
        read_annex(pasted_tables("\t".join(TASKS)), names())


def test_ruled_tables_of_a_pdf_are_read():
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (TASKS, task("Họp dân")))
    html = f"<style>td {{ border: 1px solid }} table {{ border-collapse: collapse }}</style><table>{rows}</table>"
    annex = of_file(weasyprint.HTML(string=html).write_pdf(), year=2026)
    assert [(row.text, row.lead) for row in annex.rows] == [("Họp dân", "VP")]
