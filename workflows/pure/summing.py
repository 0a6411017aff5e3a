"""How the ward tells a field of an outline of all its units. Pure: plain values in, a summary out; exact decimals.

A blank is "not reported", never zero, false or a day. The same for any order of the units but where they are listed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from .aggregation import EXACT, QUOTIENT, format_number, quantise

STORED_PLACES = 4
PERCENT_PLACES = 2
PLACES = 6
BAR = " | "
YES, NO = "Có", "Không"  # as the document prints them
IN_ROWS = ("table", "file")
NUMBERS = ("value", "numerator", "denominator")

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
    told: Sequence[Sequence[Any]] = field(default_factory=list)


def is_blank(type: str, answer: Any) -> bool:
    """Whether nothing is entered; `answer` has the attributes of `UnitValue`."""
    return _BLANK[type](answer)


_BLANK: Mapping[str, Callable[[Any], bool]] = {
    "number": lambda answer: answer.value is None,
    "percent": lambda answer: answer.denominator is None,
    "date": lambda answer: answer.day is None,
    "choice": lambda answer: not answer.choice,
    "text": lambda answer: not answer.words,
    "yes_no": lambda answer: answer.yes is None,
    "table": lambda answer: not answer.rows,
    "file": lambda answer: not answer.rows,
}


def in_words(type: str, answer: Any, decimals: int = STORED_PLACES) -> str:
    """What is told as the document prints it; blank where nothing is."""
    if is_blank(type, answer):
        return ""
    if type == "percent":
        parts = "/".join(format_number(part, STORED_PLACES) for part in (answer.numerator, answer.denominator))
        return f"{format_number(percent(answer.numerator, answer.denominator), PERCENT_PLACES)}% ({parts})"
    return _WORDS[type](answer, decimals)


_WORDS: Mapping[str, Callable[[Any, int], str]] = {
    "number": lambda answer, decimals: format_number(answer.value, decimals),
    "date": lambda answer, _decimals: day_words(answer.day),
    "choice": lambda answer, _decimals: answer.choice,
    "text": lambda answer, _decimals: answer.words,
    "yes_no": lambda answer, _decimals: YES if answer.yes else NO,
    "table": lambda answer, _decimals: rows_in_lines(answer.rows),
    "file": lambda answer, _decimals: "\n".join(f"{name} (SHA-256: {sha256})" for name, sha256 in answer.rows),
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
    answer = [each for each in every if not is_blank(type, each)]
    if not answer:
        return Summary(0)
    if way == "list":
        return Summary(len(answer), told=_listed(type, answer, decimals))
    if way == "ratio":
        numerator, denominator = _total(each.numerator for each in answer), _total(each.denominator for each in answer)
        return Summary(len(answer), percent(numerator, denominator), numerator, denominator)
    if way == "count":
        return _counted(type, answer, choices)
    if type == "date":
        days = [each.day for each in answer if each.day]
        return Summary(len(answer), words=day_words(min(days) if way == "least" else max(days)))
    return Summary(len(answer), _OF_NUMBERS[way]([each.value for each in answer if each.value is not None]))


def total_in_words(type: str, way: str, total: Any, decimals: int) -> str:
    """A field of all units as the document prints it, without its measure; blank where nobody reported, and where each
    unit is told by its name. `total` has the attributes of `Summary`.
    """
    if total.value is None:
        return total.words
    if type == "percent":
        parts = "/".join(
            format_number(part or Decimal(0), STORED_PLACES) for part in (total.numerator, total.denominator)
        )
        return f"{format_number(total.value, PERCENT_PLACES)} ({parts})"
    if type == "yes_no":
        return f"{total.value:02.0f}/{total.denominator:02.0f} đơn vị: có"
    return format_number(total.value, max(decimals, PERCENT_PLACES) if way == "mean" else decimals)


def is_given(type: str, way: str, given: Summary) -> bool:
    """Whether something is given in place of what the units' reports give."""
    if way != "list" and type == "percent":
        return given.numerator is not None and bool(given.denominator)
    if way != "list" and type == "yes_no":
        return given.value is not None and bool(given.denominator) and given.value <= (given.denominator or 0)
    return given.value is not None or bool(given.words) or bool(given.told)


def adjusted(type: str, computed: Summary, given: Summary) -> Summary:
    """What stands in place of what the units' reports give: a percentage is that of its two numbers. Where each unit is
    told by its name, it stays told beside words of the ward's own.
    """
    if type == "percent" and given.numerator is not None and given.denominator:
        given = replace(given, value=percent(given.numerator, given.denominator))
    return replace(given, reported=computed.reported, told=given.told or computed.told)


def written(summary: Summary) -> dict[str, Any]:
    """As JSON keeps it; `read` reads it back."""
    numbers = {name: getattr(summary, name) for name in NUMBERS}
    plain = {name: None if number is None else format(number.normalize(), "f") for name, number in numbers.items()}
    return plain | {"reported": summary.reported, "words": summary.words, "told": [list(row) for row in summary.told]}


def read(kept: Mapping[str, Any]) -> Summary:
    numbers = {name: None if kept[name] is None else Decimal(kept[name]) for name in NUMBERS}
    return Summary(kept["reported"], **numbers, words=kept["words"], told=kept["told"])


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


def _counted(type: str, answer: Sequence[UnitValue], choices: Sequence[str]) -> Summary:
    """How many said yes; or how often each of a list was chosen, in the list's order."""
    if type == "yes_no":
        return Summary(len(answer), Decimal(sum(bool(each.yes) for each in answer)), denominator=Decimal(len(answer)))
    counts = Counter(each.choice for each in answer)
    ordered = [*(choice for choice in choices if choice in counts), *sorted(counts.keys() - set(choices))]
    return Summary(len(answer), words=counted_words((choice, counts[choice]) for choice in ordered))


def counted_words(counts: Iterable[tuple[str, int]]) -> str:
    """How often each word of a list was chosen."""
    return "; ".join(f"{choice}: {number}" for choice, number in counts)


def _listed(type: str, answer: Sequence[UnitValue], decimals: int) -> list[list[Any]]:
    if type in IN_ROWS:
        return [[each.unit, list(row)] for each in answer for row in each.rows]
    return [[each.unit, in_words(type, each, decimals)] for each in answer]
