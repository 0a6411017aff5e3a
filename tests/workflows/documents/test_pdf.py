"""The PDF: paper, pages, letters, tables that break well, the same bytes each time."""

import hashlib
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from approvals.text.fonts import vietnamese_letters
from tests.workflows.documents_sample import assignment_groups, long_ward_report, printed, prose, sections, ward_report
from workflows.documents import outline
from workflows.documents.content import AssignmentGroup, UnitRemarks
from workflows.documents.pages.layout import lay_out
from workflows.documents.pdf.render import Rendering, render_html, render_pdf
from workflows.pure.wording.words import BLANK_NUMBER

MILLIMETRE = 72 / 25.4


@pytest.fixture(scope="module")
def month() -> Rendering:
    return printed(ward_report())


@pytest.fixture(scope="module")
def long_month() -> Rendering:
    return printed(long_ward_report())


def reader(rendering: Rendering) -> PdfReader:
    return PdfReader(BytesIO(rendering.pdf))


def words(text: str) -> str:
    """The text without its spaces: where a line breaks is not what it says."""
    return "".join(text.split())


def page_texts(rendering: Rendering) -> list[str]:
    return [page.extract_text() for page in reader(rendering).pages]


def font_names(rendering: Rendering) -> set[str]:
    pages = reader(rendering).pages
    fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]
    return {font["/BaseFont"].split("+")[1].split("-")[0] for font in fonts}


def test_the_hash_and_the_number_of_pages_are_those_of_the_file(month):
    assert month.sha256 == hashlib.sha256(month.pdf).hexdigest()
    assert month.pages == len(reader(month).pages)


def test_equal_content_gives_equal_bytes(month):
    assert render_pdf(ward_report()).sha256 == month.sha256


def test_another_figure_gives_another_hash(month):
    content = ward_report()
    first = replace(content.indicators[0], note="Đã kiểm tra")
    assert render_pdf(replace(content, indicators=(first, *content.indicators[1:]))).sha256 != month.sha256


def test_the_text_is_a4_upright_and_the_assignments_lie_across(month):
    first, *_, last = [page.mediabox for page in reader(month).pages]
    assert (round(first.width / MILLIMETRE), round(first.height / MILLIMETRE)) == (210, 297)
    assert (round(last.width / MILLIMETRE), round(last.height / MILLIMETRE)) == (297, 210)


def test_every_letter_comes_from_one_embedded_family(month):
    assert font_names(month) == {"Tinos"}


def test_letters_that_the_font_lacks_are_marked_and_bring_no_other_font():
    content = ward_report(assignments=())
    row = replace(content.indicators[0], note="Đạt 👍 \uf0b7")
    rendering = render_pdf(replace(content, indicators=(row,)))
    assert font_names(rendering) == {"Tinos"}
    assert "Đạt□•" in words("".join(page_texts(rendering)))


def test_the_text_comes_out_as_it_went_in(month):
    laid = lay_out(ward_report())
    text = words("".join(page_texts(month)))
    body = [line for section in laid.sections for line in (section.heading, *section.paragraphs)]
    rows = [row.name for row in laid.indicators] + [row.progress for group in laid.groups for row in group.rows]
    missing = [line for line in (*body, *rows, laid.opening, laid.closing) if words(line) not in text]
    assert missing == []


def test_decomposed_letters_are_composed_and_every_vietnamese_letter_can_be_read_back():
    letters = " ".join(sorted(vietnamese_letters()))
    rendering = render_pdf(ward_report(opening=unicodedata.normalize("NFD", letters), assignments=()))
    assert words(letters) in words(page_texts(rendering)[0])


def test_number_and_date_stand_in_the_heading_once_issued():
    text = page_texts(printed(ward_report(number=5, issued_on=date(2026, 2, 5))))[0]
    assert "Số: 05/BC-BCĐ" in text
    assert "Minh Xuân, ngày 05 tháng 02 năm 2026" in text.replace("\u00a0", " ")


def test_a_draft_has_room_for_number_and_date(month):
    heading = " ".join(page_texts(month)[0].split())
    assert "Số: /BC-BCĐ Minh Xuân, ngày tháng năm" in heading
    assert f'"document-number">{BLANK_NUMBER}<' in render_html(ward_report())


@pytest.mark.parametrize("lines", range(6))
def test_no_heading_is_left_alone_at_the_foot_of_a_page(lines):
    first = UnitRemarks("Công an phường", ("Khó khăn.\n" * (lines + 1),))
    remarks = (first, *(UnitRemarks(f"Tổ dân phố số {n:02d}", ("Không có điện thoại.",)) for n in range(1, 61)))
    parts = sections(outline.Turnout(due=61), prose(), remarks, remarks)
    content = ward_report(sections=parts, indicators=(), assignments=shifted(assignment_groups(2), lines))
    laid = lay_out(content)
    headings = {group.heading for group in laid.groups} | {section.heading for section in laid.sections}
    headings |= {heading for section in laid.sections for heading, _ in section.remarks}
    feet = [text.strip().splitlines()[-2].strip() for text in page_texts(render_pdf(content))[1:]]
    assert headings.isdisjoint(feet)


def shifted(groups: tuple[AssignmentGroup, ...], lines: int) -> tuple[AssignmentGroup, ...]:
    """The groups with the first row grown by some lines, so that all that follows begins elsewhere on its page."""
    first, *others = groups
    grown = replace(first.rows[0], progress="Kết quả.\n" * (lines + 4))
    return (replace(first, rows=(grown, *first.rows[1:])), *others)


@pytest.mark.parametrize("lines", range(4))
def test_no_row_is_torn_between_pages(lines):
    groups = shifted(assignment_groups(2), lines)
    texts = [words(text) for text in page_texts(render_pdf(ward_report(indicators=(), assignments=groups)))]
    rows = [row for group in groups for row in group.rows]
    assert sum(text.count(words(rows[0].product)) for text in texts) == len(rows) == 60


def test_a_text_longer_than_a_page_is_printed_whole_under_repeated_heads():
    (group, *_) = assignment_groups(1)
    row = replace(group.rows[0], progress="Dàinhư. " * 400)
    rendering = render_pdf(ward_report(assignments=(replace(group, rows=(row,)),)))
    annex = [words(text) for text in page_texts(rendering) if "Dàinhư." in text]
    assert sum(text.count("Dàinhư.") for text in annex) == 400
    assert len(annex) > 1
    assert all("STTNhiệmvụ" in text for text in annex)


def test_the_file_names_its_title_author_language_and_the_day_given(month):
    document = reader(month)
    assert document.metadata.title.startswith("Báo cáo kết quả thực hiện")
    assert document.metadata.author.startswith("Ban Chỉ đạo")
    assert document.metadata.creation_date == datetime(2026, 11, 9, 2, 30, tzinfo=UTC)
    assert document.trailer["/Root"]["/Lang"] == "vi"


def test_the_file_is_tagged_and_declares_pdf_a_3a(month):
    root = reader(month).trailer["/Root"]
    declared = root["/Metadata"].get_data().decode()
    assert root["/MarkInfo"]["/Marked"]
    assert 'pdfaid:part="3"' in declared
    assert 'pdfaid:conformance="A"' in declared


def test_the_signer_stays_with_the_last_words_of_the_text(month, long_month):
    for rendering in (month, long_month):
        (page,) = [words(text) for text in page_texts(rendering) if "KT. TRƯỞNG BAN" in text]
        assert "tổnghợp./." in page
        assert "PHÓCHỦTỊCHUBNDPHƯỜNGVũXuânQuỳnh" in page
