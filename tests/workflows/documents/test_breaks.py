"""A report of sixty pages with 300 rows of tables: it breaks well, and nothing of it is lost or cut off."""

from io import BytesIO

import pdfplumber
import pytest

from tests.workflows.document_parts import docx_parts, html_parts, joined, opened_parts, squeezed
from tests.workflows.documents_sample import sixty_page_ward_report
from workflows.documents.pages.layout import lay_out
from workflows.documents.pdf.render import render_html, render_pdf
from workflows.documents.word.writer import render_docx

MM = 72 / 25.4


@pytest.fixture(scope="module")
def content():
    return sixty_page_ward_report()


@pytest.fixture(scope="module")
def pdf(content):
    with pdfplumber.open(BytesIO(render_pdf(content).pdf)) as opened:
        yield opened


@pytest.fixture(scope="module")
def screen(content):
    return html_parts(render_html(content))


@pytest.fixture(scope="module")
def parts(pdf):
    return opened_parts(pdf)


@pytest.fixture(scope="module")
def pages(pdf):
    return pdf.pages


def rows(parts):
    return [told for kind, told in parts if kind == "row"]


def test_it_has_sixty_pages_and_300_rows(pages, screen):
    assert len(pages) >= 60
    assert sum(len(row) == 8 for row in rows(screen)) >= 300


def test_no_row_is_torn(parts, screen):
    assert rows(parts) == rows(screen)


def test_no_paragraph_is_lost(parts, screen):
    assert joined(parts, screen) == screen


def test_the_word_file_holds_as_much(content, screen):
    assert docx_parts(render_docx(content)) == screen


def test_the_heads_of_a_table_stand_on_each_of_its_pages(pages):
    tabled = [squeezed(page.extract_text()) for page in pages if len(page.rects) > 20]
    assert len(tabled) > 25
    assert [text[:60] for text in tabled if "STTChỉtiêu" not in text and "STTNhiệmvụ" not in text] == []


def test_no_heading_is_the_last_of_its_page(pages, content):
    laid = lay_out(content)
    headings = {squeezed(group.heading) for group in laid.groups}
    for section in laid.sections:
        headings |= {squeezed(section.heading), *(squeezed(heading) for heading, _ in section.remarks)}
    assert len(headings) > 70
    ends = [squeezed(page.extract_text()) for page in pages]
    assert [text[-60:] for text in ends if text.endswith(tuple(headings))] == []


def test_no_letter_is_outside_the_margins(pages):
    for page in pages:
        written = [letter for letter in page.chars if letter["text"].strip()]
        assert min(letter["x0"] for letter in written) > 30 * MM - 0.5
        assert max(letter["x1"] for letter in written) < page.width - 15 * MM + 0.5
        assert max(letter["bottom"] for letter in written) < page.height - 20 * MM + 0.5
