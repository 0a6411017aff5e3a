"""Words in the pages of a kept PDF: where they stand, found whatever their tones and case."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2.raw import FPDFText_GetCharIndexFromTextIndex

from approvals.files.pictures import PDFIUM
from approvals.text.vietnamese import folded

AROUND = 60  # letters of the line shown on each side
MOST = 100  # places listed for a document


@dataclass(frozen=True)
class Box:
    """A rectangle on its page, in points from the upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Match:
    """Where the words stand: page counted from 1, and the text `before` and `after` them as it is there."""

    page: int
    before: str
    words: str
    after: str
    boxes: tuple[Box, ...]


def size_of(pdf: bytes, number: int) -> tuple[float, float]:
    """Width and height of a page, counted from 1, in points."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            size: tuple[float, float] = document.get_page_size(number - 1)
            return size
        finally:
            document.close()


def places(pdf: bytes, wanted: str) -> list[Match]:
    """In the order of the pages, at most `MOST`; none of blank words, or in a file that PDFium cannot read."""
    sought = folded(wanted)
    found: list[Match] = []
    if not sought:
        return found
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            return found
        try:
            for number in range(1, len(document) + 1):
                found += _on_page(document[number - 1], number, sought)
                if len(found) >= MOST:
                    break
        finally:
            document.close()
    return found[:MOST]


def _on_page(page: Any, number: int, sought: str) -> Iterator[Match]:
    text_page, height = page.get_textpage(), page.get_height()
    text: str = text_page.get_text_range()
    letters, at = _letters(text)
    start = letters.find(sought)
    while start >= 0:
        first, last = at[start], at[start + len(sought) - 1]
        boxes = tuple(_boxes(text_page, first, last - first + 1, height))
        before, after = text[max(0, first - AROUND) : first], text[last + 1 : last + 1 + AROUND]
        yield Match(number, _line(before), _line(text[first : last + 1]), _line(after), boxes)
        start = letters.find(sought, start + len(sought))
    text_page.close()
    page.close()


def _letters(text: str) -> tuple[str, list[int]]:
    """The text as `folded` has it, and for each of its letters the place in the text that it comes from."""
    letters: list[str] = []
    at: list[int] = []
    for place, sign in enumerate(text):
        kept = " " if sign.isspace() else folded(unicodedata.normalize("NFC", sign))
        if kept == " " and letters[-1:] == [" "]:
            continue
        letters += kept
        at += [place] * len(kept)
    return "".join(letters), at


def _boxes(text_page: Any, start: int, length: int, height: float) -> Iterator[Box]:
    first = FPDFText_GetCharIndexFromTextIndex(text_page, start)
    for place in range(text_page.count_rects(first, length)):
        left, bottom, right, top = text_page.get_rect(place)
        yield Box(round(left, 1), round(height - top, 1), round(right - left, 1), round(top - bottom, 1))


def _line(text: str) -> str:
    return " ".join(text.split())
