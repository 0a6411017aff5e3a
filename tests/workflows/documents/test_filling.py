"""Number, day, month and year stand in their places with room on both sides."""

from datetime import date

import pytest
from fontTools.ttLib import TTFont

from approvals.models import Document
from workflows.documents.pdf.filling import fills_of

WIDEST = [
    Document(number=888, symbol="BC-BCĐ", year=2028, issued_on=date(2028, 10, 28)),
    Document(number=1, symbol="BC-UBND", year=2026, issued_on=date(2026, 2, 1)),
]


def width(font: TTFont, text: str) -> float:
    """In em."""
    glyphs = font.getBestCmap()
    return sum(font["hmtx"][glyphs[ord(letter)]][0] for letter in text) / font["head"].unitsPerEm


@pytest.mark.parametrize("line", WIDEST, ids=str)
def test_what_is_filled_in_leaves_a_space_beside_the_words_around_it(line):
    for fill in fills_of(line):
        font = TTFont(fill.font)
        for piece in fill.pieces:
            beside = (width(font, piece.gap) - width(font, piece.text)) / 2
            assert beside >= 0.2, piece
