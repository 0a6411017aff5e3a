"""What the clerk's step writes into the places that the document left: its number and its date."""

from approvals.models import Document
from approvals.signing.appearance.fields import ISSUED_ON, NUMBER, FilledField, PrintedPiece
from approvals.text.fonts import ITALIC, REGULAR, document_font
from workflows.pure.wording.words import BLANK_DATE, BLANK_YEAR, document_number, long_date, month_number


def fills_of(line: Document) -> list[FilledField]:
    """Number, day, month and year of the register's line, as NĐ 30/2020 writes them. Raises `FontMissing`."""
    font = document_font()
    number, date = document_number(line.number), line.issued_on
    dated = [
        PrintedPiece("ngày", BLANK_DATE, f"{date.day:02d}"),
        PrintedPiece(f"ngày{BLANK_DATE}tháng", BLANK_DATE, month_number(date.month)),
        PrintedPiece(f"ngày{BLANK_DATE}tháng{BLANK_DATE}năm", BLANK_YEAR, str(date.year)),
    ]
    return [
        FilledField(NUMBER, number, font.face(REGULAR)),
        FilledField(ISSUED_ON, long_date(date), font.face(ITALIC), dated),
    ]
