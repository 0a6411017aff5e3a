"""Columns of the annexes are as wide as what they hold: a figure stands whole on its line, on paper and in Word."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import docx
import pdfplumber
import pytest

from approvals.text.fonts import document_font
from tests.workflows.documents_sample import indicator_rows, ward_report
from workflows.documents.content import FieldSection, FieldTable
from workflows.documents.pages.columns import ACROSS, UPRIGHT, indicator_columns
from workflows.documents.pages.layout import lay_out
from workflows.documents.pdf.render import render_pdf
from workflows.documents.word.writer import render_docx

MM = 72 / 25.4
FIGURES = ["26850000", "123456789012.5", "99999999999999.9999"]


def with_figures(figure: str, note: str = ""):
    """The month, one of its indicators with this figure in all three columns."""
    first, *others = indicator_rows(3)
    value = Decimal(figure)
    row = replace(first, goal=value, in_period=value, year_to_date=value, note=note, decimals=4)
    return ward_report(indicators=(row, *others), assignments=(), sections=())


def texts(content):
    return lay_out(content).indicators[0]


@pytest.mark.parametrize("figure", FIGURES)
def test_a_long_figure_stands_on_one_line_on_paper(figure):
    content = with_figures(figure)
    with pdfplumber.open(BytesIO(render_pdf(content).pdf)) as pdf:
        words = [word for page in pdf.pages for word in page.extract_words() if word["text"] == texts(content).goal]
        assert len(words) == 3
        assert all(word["x1"] <= pdf.pages[-1].width - 15 * MM for word in words)


@pytest.mark.parametrize("figure", FIGURES)
def test_a_long_figure_has_the_width_it_needs_in_word(figure):
    content = with_figures(figure)
    table = docx.Document(BytesIO(render_docx(content))).tables[-2]
    wide = document_font().width(texts(content).goal, 12)
    assert [cell.text for cell in table.rows[1].cells][3:6] == [texts(content).goal] * 3
    assert all(cell.width.pt > wide for cell in table.rows[1].cells[3:6])


def test_a_number_in_the_notes_stays_whole():
    told = "123.456.789.012"
    with pdfplumber.open(BytesIO(render_pdf(with_figures("85", f"số tổng hợp: {told}")).pdf)) as pdf:
        assert [word for page in pdf.pages for word in page.extract_words() if word["text"] == told]


def test_ordinary_figures_leave_the_columns_as_they_were():
    rows = tuple(replace(row, note="") for row in ward_report().indicators)
    columns = indicator_columns(lay_out(ward_report(indicators=rows)), document_font())
    assert columns.widths == (12, 42, 15, 19, 19, 19, 18, 21)
    assert not columns.across


def test_long_notes_take_what_the_figures_leave_free():
    laid = lay_out(with_figures("85", "Chưa có số liệu của Công an; số của Trung tâm là của tháng 10/2026 " * 2))
    short = indicator_columns(lay_out(with_figures("85")), document_font()).widths
    columns = indicator_columns(laid, document_font()).widths
    assert columns[7] >= short[7] + 10
    assert columns[:3] == short[:3]
    assert sum(columns) == pytest.approx(UPRIGHT)


@pytest.mark.parametrize(("figure", "room"), [(FIGURES[0], UPRIGHT), (FIGURES[2], ACROSS)])
def test_the_paper_lies_across_only_where_the_figures_need_it(figure, room):
    columns = indicator_columns(lay_out(with_figures(figure)), document_font())
    assert sum(columns.widths) == pytest.approx(room)
    assert columns.across == (room == ACROSS)


@pytest.mark.parametrize("place", ["note", "paragraph"])
def test_an_address_longer_than_its_line_breaks_within_the_margin(place):
    address = "https://" + "dichvucong.tuyenquang.gov.vn/" * 5
    content = with_figures("85", address if place == "note" else "")
    if place == "paragraph":
        content = replace(content, opening=address)
    with pdfplumber.open(BytesIO(render_pdf(content).pdf)) as pdf:
        letters = [(char, page.width) for page in pdf.pages for char in page.chars if char["text"].strip()]
        assert address in "".join(char["text"] for char, _width in letters)
        assert all(char["x1"] <= width - 15 * MM + 0.5 for char, width in letters)


@pytest.mark.parametrize("columns", [5, 7, 8])
def test_a_number_in_a_table_of_the_outline_stays_whole(columns):
    figure = "26.850.000.000"
    rows = (("Phòng VH-XH", *([figure] * columns)),)
    table = FieldTable(1, "Vốn đầu tư", tuple(f"Cột {place}" for place in range(columns)), rows)
    content = ward_report(fields=(FieldSection("Vốn", (), (table,)),), assignments=(), sections=())
    with pdfplumber.open(BytesIO(render_pdf(content).pdf)) as pdf:
        words = [word["text"] for page in pdf.pages for word in page.extract_words()]
    assert words.count(figure) == columns
