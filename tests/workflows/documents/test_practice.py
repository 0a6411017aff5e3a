"""A document of a practice month is marked on every page, in every form; any other is as it was."""

import json
from io import BytesIO

import docx
import pypdf

from tests.workflows.documents_sample import printed, ward_report
from workflows.documents.content import canonical, restored
from workflows.documents.data import figures_json
from workflows.documents.pages.layout import WATERMARK, lay_out
from workflows.documents.word.writer import render_docx


def test_every_page_of_the_pdf_is_marked_and_none_is_added():
    marked = printed(ward_report(practice=True))
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(marked.pdf)).pages]
    assert all("KHÔNG CÓ GIÁ TRỊ" in page for page in pages)
    assert len(pages) == printed(ward_report()).pages


def test_word_has_it_at_the_foot_of_the_first_page_and_of_all_others():
    section = docx.Document(BytesIO(render_docx(ward_report(practice=True)))).sections[0]
    assert {section.footer.paragraphs[0].text, section.first_page_footer.paragraphs[0].text} == {WATERMARK}


def test_it_is_kept_and_told_to_machines():
    content = ward_report(practice=True)
    assert restored(canonical(content)) == content
    assert json.loads(figures_json(content))["tap_duot"] is True


def test_what_is_real_says_nothing_of_it():
    content = ward_report()
    assert "practice" not in json.loads(canonical(content))
    assert not lay_out(content).watermark
    assert "tap_duot" not in json.loads(figures_json(content))
