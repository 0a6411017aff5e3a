"""Reading one untidy cell: text, whole numbers, decimals and dates as Vietnamese offices write them."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from django.utils.translation import gettext as _

from approvals.pages.days import FIRST, LAST
from approvals.text.plain import hidden_sign, hidden_within, plain_lines, trimmed
from units.workbook.content import DECIMALS

Choice = TypeVar("Choice")

GOAL_WHOLE_DIGITS = 12
FIGURE_WHOLE_DIGITS = 14
GOAL_PLACES = 4
UNKNOWN_DAY = date.min
YEARS = range(FIRST.year, LAST.year + 1)
TONES = "\u0300\u0301\u0303\u0309\u0323"
SYLLABLE = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")
NOTHING = {"", "-", "–", "—", "…", "..."}
THREE_AFTER_A_POINT = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
GROUPED = re.compile("(?<=[0-9])[\u00a0\u202f](?=[0-9]{3}(?![0-9]))")
VIETNAMESE_NUMBER = re.compile(r"-?(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?")
PLAIN_NUMBER = re.compile(r"-?[0-9]+\.[0-9]+")
WHOLE_NUMBER = re.compile(r"([0-9]{1,4})(?:[.)]|\.0+)?")
DAY_MONTH_YEAR = re.compile(
    r"(?:ngày )?([0-9]{1,2})(?:([/.-])([0-9]{1,2})\2| tháng ([0-9]{1,2}) năm )([0-9]{4})", re.IGNORECASE
)
YEAR_MONTH_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
DAY_AND_MONTH = re.compile(
    r"(?:trước )?(?:ngày )?([0-9]{1,2})(?:(?:[/.-]| tháng )([0-9]{1,2}))?(?: (?:hằng|hàng) (?:tháng|năm))?",
    re.IGNORECASE,
)
BESIDE_SIGNS = re.compile(r"\s*([%()])\s*")
QUOTED_IN_FORMAT = re.compile(r'"[^"]*"|\\.')


class CellFault(Exception):
    """A cell does not hold what its column asks for; the translated sentence says what to write."""


class TwoReadings(CellFault):
    """A number that can be meant in two ways; the sentence says how to write each."""

    def __init__(self, written: str, *readings: Decimal) -> None:
        self.readings = readings
        first, second = (_vietnamese(reading) for reading in readings)
        sentence = _("“%(text)s” can be read as %(first)s or as %(second)s. Write the one that is meant.")
        super().__init__(sentence % {"text": written, "first": first, "second": second})


@dataclass(frozen=True)
class Cell:
    """A value with its place; within a merged area the value of the top left cell, `origin` its place (row, column)."""

    row: int
    column: int
    value: object = None
    number_format: str = ""
    origin: tuple[int, int] = (0, 0)
    error: bool = False
    uncalculated: bool = False

    @property
    def filled(self) -> bool:
        """Whether there is anything to read; dashes and dots stand for nothing."""
        return self.uncalculated or plain(self) not in NOTHING


@lru_cache(maxsize=4096)  # readers ask for the same cell again and again
def tidy(text: str) -> str:
    """NFC, without invisible characters, every kind of space a plain one, at most one; lines stay apart."""
    lines = (" ".join(line.split()) for line in plain_lines(text.replace("_x000D_", "")).splitlines())
    return "\n".join(line for line in lines if line)


def folded(text: str) -> str:
    """A key for comparing, never for show: case, hòa or hoà, kinds of dashes and spaces around them do not count."""
    letters = unicodedata.normalize("NFD", tidy(text).casefold().replace("ð", "đ"))
    words = SYLLABLE.sub(_tone_last, " ".join(letters.split()))
    dashed = re.sub("[‐‑‒–—−]", "-", words)
    return re.sub(r"\s*([-/,])\s*", r"\1", dashed).strip(" .:;*")


def _tone_last(syllable: re.Match[str]) -> str:
    tones = "".join(letter for letter in syllable[0] if letter in TONES)
    return "".join(letter for letter in syllable[0] if letter not in TONES) + tones


def plain(cell: Cell) -> str:
    """The cell as text, lines kept; dates as 30/4/2026, whole floats without their point."""
    match cell.value:
        case None:
            return ""
        case datetime() | date() as day:
            return f"{day.day}/{day.month}/{day.year}"
        case bool() | int() | str() as value:
            return tidy(str(value))
        case float() as value:
            return format(_exact(value), "f")
        case value:
            return tidy(str(value))


def text(cell: Cell) -> str:
    """The cell as one line of text, which may be empty. Raises CellFault where a formula has no result."""
    if cell.uncalculated:
        raise CellFault(
            _("The formula has no saved result. Open the workbook in Excel, let it calculate, and save it.")
        )
    if cell.error:
        raise CellFault(
            _("The formula ends in the error %(error)s. Mend it or type the value.") % {"error": cell.value}
        )
    line = " ".join(plain(cell).split())
    return "" if line in NOTHING else line


def refuse_longer(words: str, longest: int | None) -> None:
    """Raises CellFault where the text has more letters than `longest`; None is no limit."""
    if longest is not None and len(words) > longest:
        raise CellFault(
            _("This has %(letters)d letters, and %(most)d is the most. Shorten it.")
            % {"letters": len(words), "most": longest}
        )


def whole(cell: Cell) -> int:
    """A whole number from 1 to 9999, also written `01`, `1.`, `1)` or 1.0."""
    found = WHOLE_NUMBER.fullmatch(text(cell))
    if not found or int(found[1]) == 0:
        raise CellFault(_("“%(text)s” is no whole number. Write 1, 2, 3 …") % {"text": text(cell)})
    return int(found[1])


def count(cell: Cell) -> int:
    """How many: a whole number from 0 on, with or without “chỉ tiêu” or “nhiệm vụ” after it."""
    found = re.fullmatch(r"([0-9]{1,6})(?: (?:chỉ tiêu|nhiệm vụ))?", text(cell), re.IGNORECASE)
    if not found:
        raise CellFault(_("“%(text)s” is no count. Write a whole number such as 20.") % {"text": text(cell)})
    return int(found[1])


def decimals(cell: Cell) -> int:
    """How many decimals a figure shows, 0 to 4; what a plan leaves blank is the usual two."""
    written = text(cell)
    if not written:
        return DECIMALS
    if written not in ("0", "1", "2", "3", "4"):
        raise CellFault(_("“%(text)s” is no number of decimals. Write 0, 1, 2, 3 or 4.") % {"text": written})
    return int(written)


def year(cell: Cell) -> int:
    """A year of this century."""
    found = re.fullmatch(r"(?:năm )?([0-9]{4})", text(cell), re.IGNORECASE)
    if not found or int(found[1]) not in YEARS:
        raise CellFault(_("“%(text)s” is no year. Write four digits, such as 2026.") % {"text": text(cell)})
    return int(found[1])


def goal(cell: Cell, *, percent: bool) -> Decimal:
    """A goal in the unit of its measure; `percent` tells that this is %. `85%`, and 0.85 shown as 85 %, are 85."""
    mismatch = _("The goal is a percentage, but the unit of measure is another. Make the two agree.")
    number = _within_bounds(_number(cell, percent=percent, mismatch=mismatch), text(cell), GOAL_WHOLE_DIGITS)
    if percent:
        _ask_for_the_reading(cell, number, percent=True)
    return number


def figure(cell: Cell, *, percent: bool) -> Decimal | None:
    """What a unit reports; None where nothing is written. Raises TwoReadings for text such as 87.500, and for a plain
    0.955 where percentages are asked for.
    """
    if not cell.filled:
        return None
    mismatch = _("“%(text)s” is a percentage, but the unit of measure is another. Write the number itself.")
    number = _number(cell, percent=percent, mismatch=mismatch % {"text": text(cell)})
    _ask_for_the_reading(cell, number, percent=percent)
    return _within_bounds(number, text(cell), FIGURE_WHOLE_DIGITS)


def _ask_for_the_reading(cell: Cell, number: Decimal, *, percent: bool) -> None:
    written = text(cell)
    if isinstance(cell.value, str) and THREE_AFTER_A_POINT.fullmatch(written.removesuffix("%").strip()):
        raise TwoReadings(written, number / 1000, number)
    is_percentage = "%" in written or "%" in QUOTED_IN_FORMAT.sub("", cell.number_format)
    if percent and not is_percentage and 0 < number <= 1:
        raise TwoReadings(written, number, number * 100)


def prose(cell: Cell) -> str:
    """The cell as text of several lines. Raises CellFault where a formula has no result."""
    return plain(cell) if text(cell) else ""


def _number(cell: Cell, *, percent: bool, mismatch: str) -> Decimal:
    written = text(cell)
    if isinstance(cell.value, datetime | date | bool):
        raise CellFault(_no_number(written))
    shown_as_percent = isinstance(cell.value, int | float) and "%" in QUOTED_IN_FORMAT.sub("", cell.number_format)
    if (shown_as_percent or written.endswith("%")) and not percent:
        raise CellFault(mismatch)
    if isinstance(cell.value, int | float):
        return _exact(cell.value) * (100 if shown_as_percent else 1)
    return _spelled(cell, written)


def _spelled(cell: Cell, written: str) -> Decimal:
    """The number in a text: only no-break spaces group its digits, a plain one or a line end parts two numbers."""
    grouped = GROUPED.sub("", str(cell.value)) if isinstance(cell.value, str) else written
    if hidden := hidden_within(trimmed(grouped).removesuffix("%")):
        raise CellFault(hidden_sign(hidden))
    digits = tidy(grouped).removesuffix("%").strip()
    if VIETNAMESE_NUMBER.fullmatch(digits):
        return Decimal(digits.replace(".", "").replace(",", "."))
    if PLAIN_NUMBER.fullmatch(digits):
        return Decimal(digits)
    raise CellFault(_no_number(written))


def _no_number(written: str) -> str:
    return _("“%(text)s” is no number. Write it as 85 or 1.234,5.") % {"text": written}


def _vietnamese(number: Decimal) -> str:
    """As one writes it: 1.234,5."""
    return f"{number.normalize():,f}".translate(str.maketrans(",.", ".,"))


def _exact(value: int | float) -> Decimal:
    """As many digits as Excel keeps, 15, so that 0.1 + 0.2 is 0.3."""
    number = Decimal(value if isinstance(value, int) else format(value, ".15g"))
    return Decimal(format(number.normalize(), "f")) if number.is_finite() else number


def _within_bounds(number: Decimal, written: str, whole_digits: int) -> Decimal:
    if not number.is_finite():
        raise CellFault(_no_number(written))
    if abs(number) >= 10**whole_digits or number != round(number, GOAL_PLACES):
        raise CellFault(
            _("“%(text)s” has too many digits: %(whole)s before the comma and %(places)s after it at most.")
            % {"text": written, "whole": whole_digits, "places": GOAL_PLACES}
        )
    return Decimal(format((number + 0).normalize(), "f"))


def day(cell: Cell) -> date:
    """A date, real or day first: 30/4/2026, 30-04-2026, 30.4.2026, ngày 30 tháng 4 năm 2026; also 2026-04-30."""
    written = text(cell)
    found = _date_in(cell, written)
    if found is None or found.year not in YEARS:
        raise CellFault(_("“%(text)s” is no date. Write it as 30/4/2026.") % {"text": written})
    return found


def _date_in(cell: Cell, written: str) -> date | None:
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    if found := DAY_MONTH_YEAR.fullmatch(written):
        return _calendar_day(found[5], found[3] or found[4], found[1])
    if found := YEAR_MONTH_DAY.fullmatch(written):
        return _calendar_day(found[1], found[2], found[3])
    return None


def _calendar_day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def day_and_month(cell: Cell) -> tuple[int, int | None]:
    """A day of the schedule: `05` or `ngày 05` (no month), `05/12`. The day exists in every year."""
    if isinstance(cell.value, datetime | date) and cell.value.year in YEARS:
        return cell.value.day, cell.value.month
    found = DAY_AND_MONTH.fullmatch(text(cell))
    if found and _calendar_day("2025", found[2] or "2", found[1]):
        return int(found[1]), int(found[2]) if found[2] else None
    raise CellFault(
        _("“%(text)s” is no day. Write 05 for every month, or 05/12 for once a year.") % {"text": text(cell)}
    )


def choice(cell: Cell, choices: Mapping[str, Choice], others: Mapping[str, Choice] | None = None) -> Choice:
    """The one of the choices that the cell names. The keys are the words to show; `others` are understood too. Spaces
    around "%" and brackets do not count. Raises CellFault.
    """
    written = text(cell)
    by_key = {_key_of(word): meaning for word, meaning in {**(others or {}), **choices}.items()}
    if _key_of(written) not in by_key:
        words = ", ".join(f"“{word}”" for word in choices)
        raise CellFault(_("“%(text)s” is not known here. Write one of: %(words)s.") % {"text": written, "words": words})
    return by_key[_key_of(written)]


def _key_of(words: str) -> str:
    return BESIDE_SIGNS.sub(r"\1", folded(words))
