"""Tables of a PDF with text, by their ruled lines. What a scanner made holds no text and is read as a picture."""

from io import BytesIO
from typing import Any

import pdfplumber
from django.utils.translation import gettext as _
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.utils.exceptions import PdfminerException

from units.workbook.sheets.cells import Cell
from units.workbook.sheets.grid import MAX_COLUMNS, Cells
from workflows.pure.annexes.content import Table, UnreadableAnnex

from .scans import reading as scans

MOST_PAGES = 12  # a second or so each


def pdf_tables(content: bytes) -> list[Table]:
    """The ruled tables of all pages. Raises UnreadableAnnex."""
    try:
        with pdfplumber.open(BytesIO(content)) as document:
            if found := _tables(document):
                return found
    except (PDFPasswordIncorrect, PDFSyntaxError, PdfminerException) as error:
        if isinstance(error, PDFPasswordIncorrect) or isinstance(error.__context__, PDFPasswordIncorrect):
            sentence = _("The PDF is locked with a password. Remove the password, or copy the table and paste it here.")
        else:
            sentence = _("The PDF is damaged. Ask for the Word or Excel file, or copy the table and paste it here.")
        raise UnreadableAnnex(sentence) from error
    return scans.tables_of_pdf(content)


def _tables(document: Any) -> list[Table]:
    """None where no page holds text."""
    if not any(page.chars for page in document.pages[:MOST_PAGES]):
        return []
    if len(document.pages) > MOST_PAGES:
        sentence = _("The PDF has more than %(limit)s pages. Keep the pages of the annex alone.")
        raise UnreadableAnnex(sentence % {"limit": MOST_PAGES})
    found = [(page.page_number, rows) for page in document.pages for rows in page.extract_tables()]
    if not found:
        raise UnreadableAnnex(
            _("The PDF has no table with lines around its cells. Copy and paste the table, or use the Word file.")
        )
    return [_table(page, rows) for page, rows in found]


def _table(page: int, rows: list[list[str | None]]) -> Table:
    """A merged cell is None in all places but its first."""
    cells: Cells = {}
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row[:MAX_COLUMNS], start=1):
            if value and value.strip():
                cells.setdefault(number, {})[column] = Cell(number, column, value, origin=(number, column))
    return Table(_("Page %(page)s") % {"page": page}, cells)
