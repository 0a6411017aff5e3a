"""How urgent a document is stands in a red frame below number and symbol; what is not urgent prints as before."""

import json
import re
from io import BytesIO

import docx
import pytest
from docx.shared import RGBColor

from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.documents_sample import printed, ward_report
from workflows.documents.content import canonical, restored
from workflows.documents.data import figures_json
from workflows.documents.pages.layout import lay_out
from workflows.documents.pdf.render import render_html
from workflows.documents.source import content_of, with_source
from workflows.documents.word.writer import render_docx
from workflows.models import WardReport
from workflows.prose import drafts as prose
from workflows.ward_reports import actions as ward_reports

STAMPS = {"KHẨN": 20, "THƯỢNG KHẨN": 40, "HỎA TỐC": 30}


def order(html: str, *words: str) -> bool:
    places = [html.index(word) for word in words]
    return places == sorted(places)


@pytest.mark.parametrize(("word", "width"), STAMPS.items())
def test_the_stamp_stands_between_the_symbol_and_the_title_in_the_width_of_the_decree(word, width):
    content = ward_report(urgency=word)
    html = render_html(content)
    assert f'document-stamp-{width}">{word}<' in html
    assert order(html, "document-reference", "document-stamp", "document-kind")
    assert lay_out(content).urgency_width == width


def test_the_stamp_takes_no_page_more():
    assert printed(ward_report(urgency="THƯỢNG KHẨN")).pages == printed(ward_report()).pages


def test_word_has_it_in_a_red_frame():
    document = docx.Document(BytesIO(render_docx(ward_report(urgency="HỎA TỐC"))))
    (stamp,) = [paragraph for paragraph in document.paragraphs if paragraph.text == "HỎA TỐC"]
    assert (stamp.runs[0].bold, stamp.runs[0].font.color.rgb) == (True, RGBColor(0xE6, 0, 0))
    assert "<w:pBdr>" in stamp._p.xml


def test_what_is_not_urgent_says_nothing_of_it():
    content = ward_report()
    assert "urgency" not in json.loads(canonical(content))
    assert not re.search("document-urgency|document-stamp", render_html(content))
    assert "do_khan" not in json.loads(figures_json(content))
    assert restored(canonical(content)) == content


def test_what_is_urgent_is_kept_with_the_rest():
    content = ward_report(urgency="KHẨN")
    assert restored(canonical(content)) == content
    assert json.loads(figures_json(content))["do_khan"] == "KHẨN"


def sent(cast, urgency: int) -> WardReport:
    report = ward_reports.send_for_approval(arrange.consolidated(cast), by=cast.coordinator, urgency=urgency)
    return with_source(WardReport.objects.filter(pk=report.pk)).get()


def test_a_report_prints_how_it_was_sent_and_is_sent_anew_without_it(cast, on_day):
    on_day("2026-11-06 09:00")
    report = sent(cast, 3)
    assert content_of(report, final=False).urgency == "HỎA TỐC"
    ward_reports.reopen(report, by=cast.coordinator, reason="Sửa một câu")
    assert reread(report).urgency == 0


def test_the_digest_that_is_approved_names_it(cast, on_day):
    on_day("2026-11-06 09:00")
    report = sent(cast, 1)
    figures = prose.figures_of(report)
    digest = ward_reports.content_digest(report, figures)
    report.urgency = 2
    assert ward_reports.content_digest(report, figures) != digest
