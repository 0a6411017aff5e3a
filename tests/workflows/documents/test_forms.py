"""HTML, PDF and DOCX say the same: headings, paragraphs, tables and figures, in the same order."""

from dataclasses import replace
from datetime import date

import pytest

from tests.workflows.document_parts import Part, docx_parts, html_parts, joined, pdf_parts, squeezed
from tests.workflows.documents_sample import peoples_committee, printed, ward_report
from workflows.documents.content import UnitRemarks
from workflows.documents.pdf.render import render_html
from workflows.documents.word.writer import render_docx

TWO = ("Sở Khoa học và Công nghệ", "Sở Nội vụ")


def with_lines_and_a_long_cell():
    content = ward_report()
    remarks = (UnitRemarks("Công an phường", ("Dòng thứ nhất\ndòng thứ hai", "Đạt 👍 \x07 <b>không đậm</b>")),)
    section = replace(content.sections[3], remarks=remarks)
    (first, *others) = content.assignments
    long = replace(first.rows[0], progress="Đã làm xong từng việc. " * 90)
    return replace(
        content,
        sections=(*content.sections[:3], section, *content.sections[4:]),
        assignments=(replace(first, rows=(long, *first.rows[1:])), *others),
    )


CONTENTS = {
    "a month": ward_report(),
    "an issued month": ward_report(number=5, issued_on=date(2026, 2, 5)),
    "two addressees": ward_report(addressees=TWO),
    "the People's Committee": ward_report(issuer=peoples_committee()),
    "lines and a long cell": with_lines_and_a_long_cell(),
}


@pytest.fixture(params=list(CONTENTS.values()), ids=list(CONTENTS), scope="module")
def content(request):
    return request.param


def drawn(parts: list[Part]) -> list[Part]:
    """What the font cannot draw as it is printed."""
    table = str.maketrans({"👍": "□", "\x07": ""})
    return [(kind, tuple(c.translate(table) for c in t) if kind == "row" else t.translate(table)) for kind, t in parts]


def test_the_word_file_says_what_the_page_says(content):
    assert docx_parts(render_docx(content)) == drawn(html_parts(render_html(content)))


def test_the_pdf_says_what_the_page_says(content):
    page = drawn(html_parts(render_html(content)))
    assert joined(pdf_parts(printed(content).pdf), page) == page


def test_the_parts_that_are_compared_are_those_of_the_report():
    parts = html_parts(render_html(ward_report()))
    kinds = [kind for kind, _ in parts]
    assert (kinds.count("h1"), kinds.count("h2"), kinds.count("h3"), kinds.count("row")) == (1, 7, 3, 62)
    assert ("h2", squeezed("I. TÌNH HÌNH BÁO CÁO CỦA CÁC ĐƠN VỊ")) in parts
    assert ("6.000", "512", "5.127") in [told[3:6] for kind, told in parts if kind == "row"]
