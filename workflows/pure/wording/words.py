"""How the decree writes numbers and dates (NĐ 30/2020/NĐ-CP, Phụ lục I), with spaces that do not break."""

from datetime import date
from decimal import Decimal

from workflows.pure.aggregation import format_number

NBSP = "\u00a0"
BLANK_NUMBER = NBSP * 8
BLANK_DATE = NBSP * 6
BLANK_YEAR = NBSP * 10
UNDATED = f"ngày{BLANK_DATE}tháng{BLANK_DATE}năm{BLANK_YEAR}"
NOTHING = "–"
NOT_ANSWERED = "Chưa có số liệu"
ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """The numeral of a heading or annex; 1 to 399."""
    numeral = ""
    for value, letters in ROMAN:
        count, number = divmod(number, value)
        numeral += letters * count
    return numeral


def blank_number(digits: int) -> str:
    """Room for a number of so many digits, exactly as wide as they are: two such spaces make a digit."""
    return NBSP * 2 * digits


def document_number(number: int) -> str:
    """Below ten with a leading zero: `05`."""
    return f"{number:02d}"


def day_and_month(day: date) -> str:
    """`ngày 05 tháng 02`, but `tháng 4`: days below ten and only the months 1 and 2 take a leading zero."""
    return f"ngày{NBSP}{day.day:02d} tháng{NBSP}{month_number(day.month)}"


def month_number(month: int) -> str:
    """`01`, `02`, then `3` to `12`."""
    return f"{month:02d}" if month <= 2 else str(month)


def long_date(day: date) -> str:
    """`ngày 10 tháng 4 năm 2026`."""
    return f"{day_and_month(day)} năm{NBSP}{day.year}"


def figure(value: Decimal | None, decimals: int = 2) -> str:
    """`1.234.567,5`: thousands by points, at most so many decimals, no idle zeros; a dash where nothing is known."""
    return NOTHING if value is None else format_number(value, decimals)


def ended(text: str, mark: str) -> str:
    """The text with this end mark in place of its own (`;`, `.`, `./.`)."""
    return text.rstrip(f" {NBSP};,./") + mark
