"""The Word file: Vietnamese, in Times New Roman and Word's own styles, dated by its content."""

import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.workflows.documents_sample import assignment_groups, ward_report
from workflows.documents.word.writer import render_docx


@pytest.fixture(scope="module")
def file():
    return render_docx(ward_report())


@pytest.fixture(scope="module")
def word(file):
    return docx.Document(BytesIO(file))


def test_equal_content_gives_equal_bytes_on_any_day(file, monkeypatch):
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 1, 1, 1, 1, 2, 2, 1, 0))
    assert render_docx(ward_report()) == file


def test_no_part_of_the_archive_bears_a_day_of_its_own(file):
    with zipfile.ZipFile(BytesIO(file)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_it_names_its_title_author_language_and_day(word):
    facts = word.core_properties
    assert facts.title.startswith("Báo cáo kết quả thực hiện")
    assert facts.author == facts.last_modified_by == ward_report().issuer.full_name
    assert facts.language == "vi-VN"
    assert facts.created == facts.modified == datetime(2026, 11, 9, 2, 30, tzinfo=UTC)
    assert facts.comments == ""


def test_the_whole_file_is_set_in_times_new_roman_and_marked_vietnamese(word):
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    assert set(defaults.find(qn("w:rFonts")).attrib.values()) == {"Times New Roman"}
    assert defaults.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"
    assert [style.name for style in word.styles if hasattr(style, "font") and style.font.name] == []
    assert [run.text for p in word.paragraphs for run in p.runs if run.font.name or run.font.size] == []


def test_paper_and_margins_are_the_decrees(word):
    text, indicators, assignments = word.sections
    for section in (text, indicators):
        assert (section.page_width, section.page_height) == pytest.approx((Mm(210), Mm(297)), abs=Mm(0.1))
    assert assignments.orientation == WD_ORIENT.LANDSCAPE
    assert (assignments.page_width, assignments.page_height) == pytest.approx((Mm(297), Mm(210)), abs=Mm(0.1))
    for section in word.sections:
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert margins == pytest.approx((Mm(20), Mm(20), Mm(30), Mm(15)), abs=Mm(0.1))


def test_each_annex_counts_its_pages_and_none_shows_the_first_number(word):
    text, *annexes = word.sections
    (number,) = text.header.paragraphs
    assert number.alignment is None
    assert number.style.name == "Header"
    assert number._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
    assert all(section.different_first_page_header_footer for section in word.sections)
    assert not any(paragraph.text for paragraph in text.first_page_header.paragraphs)
    assert all(section.header.is_linked_to_previous for section in annexes)
    assert [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in annexes] == ["1", "1"]


def test_body_paragraphs_are_justified_indented_and_apart(word):
    shape = word.styles["Body Text"].paragraph_format
    assert shape.first_line_indent.cm == pytest.approx(1.27, abs=0.01)
    assert shape.space_before == Pt(6)
    assert str(shape.alignment).startswith("JUSTIFY")


def test_tables_repeat_their_heads_and_keep_their_rows_whole():
    (group, *_) = assignment_groups(1)
    word = docx.Document(BytesIO(render_docx(ward_report(assignments=(group,)))))
    for table in [table for table in word.tables if table.style.name == "Table Grid"]:
        first, *others = (row._tr.trPr for row in table.rows)
        assert first.find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:cantSplit")) is not None for row in (first, *others))
        assert all(row.find(qn("w:tblHeader")) is None for row in others)


def test_number_and_date_stand_in_it_once_issued():
    word = docx.Document(BytesIO(render_docx(ward_report(number=5, issued_on=date(2026, 2, 5)))))
    number, dated = (cell.text.replace("\u00a0", " ") for cell in word.tables[1].rows[0].cells)
    assert (number, dated) == ("Số: 05/BC-BCĐ", "Minh Xuân, ngày 05 tháng 02 năm 2026")


def test_letters_that_no_file_may_hold_are_left_out():
    assert render_docx(ward_report(opening="Báo cáo\x00\x0b như sau \u200b:"))
