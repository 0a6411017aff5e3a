"""The document as a page: the same parts on screen as on paper."""

from dataclasses import replace

from django.utils import translation

from tests.workflows.documents_sample import ward_report
from workflows.documents.pdf.render import render_html


def test_the_page_carries_no_style_or_script_of_its_own():
    page = render_html(ward_report())
    assert "style" not in page
    assert "<script" not in page


def test_the_document_is_vietnamese_whatever_language_is_active():
    with translation.override("en"):
        english = render_html(ward_report())
    with translation.override("vi"):
        assert render_html(ward_report()) == english


def test_what_a_unit_typed_is_text_and_never_markup():
    content = ward_report()
    row = replace(content.indicators[0], note="<img src=x>")
    assert "&lt;img src=x&gt;" in render_html(replace(content, indicators=(row,)))
