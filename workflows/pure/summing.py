"""How the ward tells a field of an outline of all its units. Pure: plain values in, a summary out; exact decimals.

A blank is "not reported", never zero, false or a day. The same for any order of the units but where they are listed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from .aggregation import EXACT, QUOTIENT, format_number, quantise

STORED_PLACES = 4
PERCENT_PLACES = 2
PLACES = 6
BAR = " | "
YES, NO = "Có", "Không"  # as the document prints them
KEPT_IN = {"text": "words", "table": "rows", "file": "rows"}

WAYS: Mapping[str, tuple[str, ...]] = {
    "number": ("sum", "mean", "least", "most", "list"),
    "percent": ("ratio", "list"),
    "date": ("least", "most", "list"),
    "choice": ("count", "list"),
    "text": ("list",),
    "yes_no": ("count", "list"),
    "table": ("list",),
    "file": ("list",),
}  # by the type of a field, the usual one first


class UnitValue(NamedTuple):
    """What one unit told in a field. A ward has twelve thousand of them in a report."""

    unit: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    day: date | None = None
    choice: str = ""
    words: str = ""
    yes: bool | None = None
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class Summary:
    """A field of all units: a number with its parts, or words, or what each told. `reported`: how many units did.

    Of a count of units the `denominator` is how many answered.
    """

    reported: int
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    words: str = ""
    told: Sequence[Sequence[Any]] = ()


def is_blank(type: str, told: Any) -> bool:
    """Whether nothing is told; `told` has the attributes of `UnitValue`."""
    kept = {"percent": told.denominator, "date": told.day, "yes_no": told.yes, "number": told.value}
    return kept[type] is None if type in kept else not getattr(told, KEPT_IN.get(type, type))


def in_words(type: str, told: Any, decimals: int = STORED_PLACES) -> str:
    """What is told as the document prints it; blank where nothing is."""
    if is_blank(type, told):
        return ""
    if type == "percent":
        parts = "/".join(format_number(part, STORED_PLACES) for part in (told.numerator, told.denominator))
        return f"{format_number(percent(told.numerator, told.denominator), PERCENT_PLACES)}% ({parts})"
    return _WORDS[type](told, decimals)


_WORDS: Mapping[str, Callable[[Any, int], str]] = {
    "number": lambda told, decimals: format_number(told.value, decimals),
    "date": lambda told, _decimals: day_words(told.day),
    "choice": lambda told, _decimals: told.choice,
    "text": lambda told, _decimals: told.words,
    "yes_no": lambda told, _decimals: YES if told.yes else NO,
    "table": lambda told, _decimals: rows_in_lines(told.rows),
    "file": lambda told, _decimals: "\n".join(f"{name} (SHA-256: {sha256})" for name, sha256 in told.rows),
}


def day_words(day: date) -> str:
    """`05/10/2026`."""
    return f"{day:%d/%m/%Y}"


def rows_in_lines(rows: Iterable[Sequence[str]]) -> str:
    """The rows of a table as they are typed: a line each, between cells a bar."""
    return "\n".join(BAR.join(row) for row in rows)


def percent(numerator: Decimal, denominator: Decimal) -> Decimal:
    return quantise(QUOTIENT.divide(EXACT.multiply(numerator, Decimal(100)), denominator), PLACES)


def sum_up(
    type: str, way: str, every: Iterable[UnitValue], *, choices: Sequence[str] = (), decimals: int = 0
) -> Summary:
    """One field of all units, in the order given. `way` is one of WAYS[type]."""
    told = [each for each in every if not is_blank(type, each)]
    if not told:
        return Summary(0)
    if way == "list":
        return Summary(len(told), told=_listed(type, told, decimals))
    if way == "ratio":
        numerator, denominator = _total(each.numerator for each in told), _total(each.denominator for each in told)
        return Summary(len(told), percent(numerator, denominator), numerator, denominator)
    if way == "count":
        return _counted(type, told, choices)
    if type == "date":
        days = [each.day for each in told if each.day]
        return Summary(len(told), words=day_words(min(days) if way == "least" else max(days)))
    return Summary(len(told), _OF_NUMBERS[way]([each.value for each in told if each.value is not None]))


def _mean(values: Sequence[Decimal]) -> Decimal:
    return quantise(QUOTIENT.divide(_total(values), Decimal(len(values))), PLACES)


def _total(values: Iterable[Decimal | None]) -> Decimal:
    total = Decimal(0)
    for value in values:
        total = EXACT.add(total, value or Decimal(0))
    return total


_OF_NUMBERS: Mapping[str, Callable[[Sequence[Decimal]], Decimal]] = {
    "sum": _total,
    "mean": _mean,
    "least": min,
    "most": max,
}


def _counted(type: str, told: Sequence[UnitValue], choices: Sequence[str]) -> Summary:
    """How many said yes; or how often each of a list was chosen, in the list's order."""
    if type == "yes_no":
        return Summary(len(told), Decimal(sum(bool(each.yes) for each in told)), denominator=Decimal(len(told)))
    counts = Counter(each.choice for each in told)
    ordered = [*(choice for choice in choices if choice in counts), *sorted(counts.keys() - set(choices))]
    return Summary(len(told), words="; ".join(f"{choice}: {counts[choice]}" for choice in ordered))


def _listed(type: str, told: Sequence[UnitValue], decimals: int) -> list[list[Any]]:
    if KEPT_IN.get(type) == "rows":
        return [[each.unit, list(row)] for each in told for row in each.rows]
    return [[each.unit, in_words(type, each, decimals)] for each in told]
