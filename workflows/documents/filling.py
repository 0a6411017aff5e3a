"""What the clerk's step writes into the places that the document left: its number and its day."""

from approvals.models import Document
from approvals.signing.form import ISSUED_ON, NUMBER, Fill, Piece

from .fonts import document_font
from .words import BLANK_DATE, BLANK_NUMBER, day_and_month, document_number, month_number


def fills_of(line: Document) -> list[Fill]:
    """Number, day and month of the register's line, as NĐ 30/2020 writes them. Raises `FontMissing`."""
    font = document_font()
    number, day = document_number(line.number), f"{line.issued_on.day:02d}"
    dated = [Piece("ngày", BLANK_DATE, day), Piece(f"ngày{BLANK_DATE}tháng", BLANK_DATE, month_number(line.issued_on))]
    return [
        Fill(NUMBER, number, [Piece("", BLANK_NUMBER, number)], font.face("Tinos-Regular.ttf")),
        Fill(ISSUED_ON, day_and_month(line.issued_on), dated, font.face("Tinos-Italic.ttf")),
    ]
