"""The line of number and date: the number stands against what is printed, a long place or symbol on room of its own."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pdfplumber
import pytest
from pypdf import PdfReader

from approvals.models import Document
from approvals.signing.appearance.ink import ink_of
from approvals.signing.revisions import Revision, fill_unsigned
from tests.workflows.documents_sample import ward_report
from workflows.documents.pdf.filling import fills_of
from workflows.documents.pdf.render import render_pdf

MM = 72 / 25.4
LEFT, RIGHT = 30 * MM, 195 * MM
LONG_PLACE, LONG_SYMBOL = "Thị trấn Nghĩa Trang", "BC-BCĐKHCNĐMSTCĐSCCHC"


def draft(place: str = "Minh Xuân", symbol: str = "BC-BCĐ", *, digits: int = 2, **changes):
    content = ward_report(indicators=(), assignments=(), sections=(), **changes)
    return render_pdf(replace(content, issuer=replace(content.issuer, place=place, symbol=symbol)), digits=digits).pdf


def printed(pdf: bytes) -> list[dict]:
    with pdfplumber.open(BytesIO(pdf)) as opened:
        return opened.pages[0].extract_words(use_text_flow=False)


def numbered(pdf: bytes, number: int) -> tuple[float, float]:
    """Where the number that was filled in begins and ends on the page."""
    line = Document(number=number, symbol="BC-BCĐ", year=2026, issued_on=date(2026, 2, 5))
    revision = Revision(fill_unsigned(pdf, fills_of(line), None))
    ink = ink_of(revision.field("number")["/AP"]["/N"], revision.size("number"))
    left, _low, right, _high = revision.box("number")
    return left + ink.box[0], right


@pytest.mark.parametrize(("number", "digits"), [(5, 2), (38, 2), (123, 3), (123456, 6)])
def test_a_number_touches_the_symbol_and_keeps_one_space_before(number, digits):
    pdf = draft(digits=digits)
    begins, ends = numbered(pdf, number)
    (label,) = [word for word in printed(pdf) if word["text"] == "Số:"]
    (symbol,) = [word for word in printed(pdf) if word["text"] == "/BC-BCĐ"]
    assert ends == pytest.approx(symbol["x0"], abs=0.3)
    assert begins - label["x1"] == pytest.approx(13 / 4, abs=0.5)


@pytest.mark.parametrize("number", [100, 123456])
def test_a_number_longer_than_expected_is_smaller_and_whole(number):
    pdf = draft(digits=2)
    begins, _ends = numbered(pdf, number)
    (label,) = [word for word in printed(pdf) if word["text"] == "Số:"]
    assert begins >= label["x1"]


@pytest.mark.parametrize("place", [LONG_PLACE, "Nghĩa Trang"])
def test_a_long_place_keeps_the_date_within_the_margin_and_on_one_line(place):
    words = printed(draft(place, number=5, issued_on=date(2026, 2, 5)))
    (year,) = [word for word in words if word["text"] == "2026" and "Italic" not in word["text"] and word["top"] < 180]
    (first,) = [word for word in words if word["text"] == place.split()[0] and word["top"] < 180]
    assert year["x1"] <= RIGHT + 0.5
    assert year["top"] == pytest.approx(first["top"], abs=0.5)


def test_a_long_place_and_a_long_symbol_stand_beside_each_other():
    pdf = draft(LONG_PLACE, LONG_SYMBOL, number=123456, issued_on=date(2026, 2, 5))
    with pdfplumber.open(BytesIO(pdf)) as opened:
        letters = [char for char in opened.pages[0].chars if round(char["size"]) == 13 and char["text"].strip()]
    number = [char for char in letters if "Italic" not in char["fontname"] and "Bold" not in char["fontname"]]
    dated = [char for char in letters if "Italic" in char["fontname"]]
    assert max(char["x1"] for char in number) < min(char["x0"] for char in dated)
    assert min(char["x0"] for char in number) >= LEFT - 0.5
    assert max(char["x1"] for char in dated) <= RIGHT + 0.5


def test_the_draft_still_reads_number_and_symbol():
    text = PdfReader(BytesIO(draft())).pages[0].extract_text()
    assert "Số: /BC-BCĐ" in " ".join(text.split())
