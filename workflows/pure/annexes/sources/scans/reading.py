"""The tables of a scan: its ruled cells, with the words that lie in each."""

import re
from collections.abc import Iterable, Iterator
from threading import Lock
from time import monotonic

from django.utils.translation import gettext as _
from PIL import Image

from units.workbook.sheets.cells import Cell
from units.workbook.sheets.grid import MAX_COLUMNS, Cells
from workflows.pure.annexes.content import Table, UnreadableAnnex

from .pages import ink_of, page_of_picture, pages_of_pdf
from .ruled import Ruled, lines_in, ruled_tables, without_lines
from .words import NotRead, Word, program, words_of

NUMBER = re.compile(r"([0-9]{1,3})[.,:;_ ]+")
QUARTER = re.compile(r"(\bQuý\s+)([I1l!]{1,3}V?)(?=\b|/)")
ROMAN_ONES = str.maketrans("1l!", "III")
SECONDS = 50.0  # for all pages; whoever dropped the file waits for it
ONE = Lock()  # a page takes a processor for seconds: one scan at a time in a process


def tables_of_pdf(content: bytes) -> list[Table]:
    """The ruled tables of a PDF without text. Raises UnreadableAnnex."""
    _refuse_without_program()
    return _read(pages_of_pdf(content))


def tables_of_picture(content: bytes) -> list[Table]:
    """The ruled tables of a PNG or JPEG. Raises UnreadableAnnex."""
    _refuse_without_program()
    return _read(page_of_picture(content) for _only in range(1))


def _refuse_without_program() -> None:
    if program() is None:
        raise UnreadableAnnex(
            _(
                "This is a scan: it holds a picture and no text, and this installation cannot read pictures. Ask for "
                "the Word or Excel file, or type the table."
            )
        )


def _read(pages: Iterable[Image.Image]) -> list[Table]:
    if not ONE.acquire(blocking=False):
        raise UnreadableAnnex(_("Another scan is being read. Try again in a minute."))
    try:
        tables = list(_tables(pages, monotonic() + SECONDS))
    except NotRead as error:
        sentence = _("The scan could not be read in %(limit)s seconds. Keep fewer pages, or type the table.")
        raise UnreadableAnnex(sentence % {"limit": int(SECONDS)}) from error
    finally:
        ONE.release()
    if not tables:
        raise UnreadableAnnex(
            _(
                "This is a scan, and no table with lines around its cells was found in it. Ask for the Word or Excel "
                "file."
            )
        )
    return tables


def _tables(pages: Iterable[Image.Image], until: float) -> Iterator[Table]:
    for number, page in enumerate(pages, start=1):
        lines = lines_in(ink_of(page))
        found = ruled_tables(lines)
        if not found:
            continue
        left = until - monotonic()
        if left <= 0:
            raise NotRead
        words = words_of(without_lines(page, lines), left)
        for ruled in found:
            if cells := _cells(ruled, words):
                yield Table(_("Page %(page)s") % {"page": number}, cells, before=_above(ruled, words), scanned=True)


def _cells(ruled: Ruled, words: Iterable[Word]) -> Cells:
    inside: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        place = ruled.place_of(*word.middle)
        if place and place[1] <= MAX_COLUMNS:
            inside.setdefault(place, []).append(word)
    cells: Cells = {}
    for (row, column), found in sorted(inside.items()):
        cells.setdefault(row, {})[column] = Cell(row, column, _mended(_text(found)), origin=(row, column))
    return cells


def _mended(text: str) -> str:
    """What can only be meant: a number with dots behind it, and the quarters in Roman figures."""
    if number := NUMBER.fullmatch(text):
        return number[1]
    return QUARTER.sub(lambda found: found[1] + found[2].translate(ROMAN_ONES), text)


def _above(ruled: Ruled, words: Iterable[Word]) -> str:
    """The lines above the table, which may say of which year it is."""
    top = min(box[1] for box in ruled.cells.values())
    return _text([word for word in words if word.bottom <= top])


def _text(words: list[Word]) -> str:
    """The words in lines, from the left."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda each: each.middle[1]):
        if lines and word.middle[1] < lines[-1][0].bottom:
            lines[-1].append(word)
        else:
            lines.append([word])
    return "\n".join(" ".join(each.text for each in sorted(line, key=lambda each: each.left)) for line in lines)
