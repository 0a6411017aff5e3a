"""Numbers as readers of the trail see them, which keeps them as plain digits: "90.9091"."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from .aggregation import format_number, telling_places
from .summing import rows_in_lines

PLACES = 2
STORED_PLACES = 4
DIGITS = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def figures_in_words(old: Any, new: Any) -> tuple[Any, Any]:
    """A figure's old and new value with at most two decimals, or as many as tell them apart."""
    return _in_words(old, new, PLACES)


def parts_in_words(old: Any, new: Any) -> tuple[Any, Any]:
    """The same of a numerator or denominator, which was counted or typed: never rounded."""
    return _in_words(old, new, STORED_PLACES)


def _in_words(old: Any, new: Any, places: int) -> tuple[Any, Any]:
    numbers = [Decimal(plain) for plain in (old, new) if _is_number(plain)]
    places = telling_places(numbers, places, STORED_PLACES)
    was, now = (format_number(Decimal(plain), places) if _is_number(plain) else plain for plain in (old, new))
    return was, now


def _is_number(plain: Any) -> bool:
    return isinstance(plain, str) and DIGITS.fullmatch(plain) is not None


def days_in_words(old: Any, new: Any) -> tuple[Any, Any]:
    """A day's old and new value as people write it."""
    was, now = (f"{date.fromisoformat(day):%d/%m/%Y}" if isinstance(day, str) and day else day for day in (old, new))
    return was, now


def rows_in_words(old: Any, new: Any) -> tuple[Any, Any]:
    """The rows of a table as they are typed, of all units each with its unit; nothing where there are none."""
    was, now = (rows_in_lines(map(_cells, rows)) or None if isinstance(rows, list) else rows for rows in (old, new))
    return was, now


def _cells(row: list[Any]) -> list[str]:
    return [cell for each in row for cell in (each if isinstance(each, list) else [each])]
