"""Periods by their codes ("2026-10", "2026"), the ones around them, and how documents name them. Pure."""

from .wording.words import month_number


def period_words(code: str) -> str:
    """`tháng 10 năm 2026`, `tháng 01 năm 2026` or `năm 2026`, for the middle of a sentence (NĐ 30/2020, PL I II.4)."""
    year, _, month = code.partition("-")
    return f"tháng {month_number(int(month))} năm {year}" if month else f"năm {year}"


def to_date_words(code: str) -> str:
    """What covers the year up to the period's end, to begin a sentence with."""
    return f"Lũy kế đến hết {period_words(code)}" if "-" in code else f"Lũy kế {period_words(code)}"


def title_words(code: str, seen_from: str) -> str:
    """The period as a heading in the report of `seen_from` names it: without the year where that is the same."""
    words = period_words(code)
    return words.partition(" năm ")[0] if "-" in code and code[:4] == seen_from[:4] else words


def next_period(code: str) -> str:
    """The period after: after "2026-12" "2027-01"."""
    return _moved(code, 1)


def period_before(code: str) -> str:
    """The period before: before "2026-01" "2025-12"."""
    return _moved(code, -1)


def year_before(code: str) -> str:
    """The same month of the year before; blank for a year, whose period before that is."""
    year, dash, month = code.partition("-")
    return f"{int(year) - 1}-{month}" if dash else ""


def _moved(code: str, by: int) -> str:
    year, _, month = code.partition("-")
    if not month:
        return str(int(year) + by)
    months = int(year) * 12 + int(month) - 1 + by
    return f"{months // 12}-{months % 12 + 1:02d}"
