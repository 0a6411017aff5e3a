"""The checks of an entry before its report is submitted. Pure: plain values in, checks out; exact decimals, no floats.

A check forbids nothing. It asks for one line of reason, which goes with the entry to the office and to the province.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.utils.translation import gettext

from .aggregation import format_number

LOOKS_BACK = 6  # values that a jump is measured against
LEAST_STEP = Decimal(1)  # where all values are whole: one thing more or less is no jump
FEWEST = 3  # known values; with fewer, no range is expected
TIMES = 10  # above that many times the compared value, a decimal comma was probably lost
WHOLE = Decimal(100)
LEAST_PERCENT = Decimal(10)  # of the median: a smaller difference is no jump, however steady the values were


Numbers = tuple[Decimal | None, Decimal | None, Decimal | None]  # value, numerator, denominator


@dataclass(frozen=True)
class EntryCheck:
    """Why an entry is asked about: a code and a sentence with the numbers."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Limits:
    """How far from the median of the last values is usual: so many median deviations, but at most `percent` of it."""

    deviations: Decimal = Decimal(5)
    percent: Decimal = Decimal(50)


@dataclass(frozen=True)
class Usual:
    """The range in which the next value is expected: `low` to `high`, both included."""

    middle: Decimal
    low: Decimal
    high: Decimal
    count: int


@dataclass(frozen=True)
class Reported:
    """A unit's figure with what it is compared with, oldest first: None where nothing was reported.

    `before` is the last value of the same year. `bounded`: the numerator is a part of the denominator. `whole`: it is a
    percentage of which 100 is the most. `goal` is the year's. `months` is what the signed months of a year give, in the
    same three numbers; `level`: the last of them is the year's.
    """

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    past: Sequence[Decimal | None] = ()
    before: Decimal | None = None
    bounded: bool = False
    cumulative: bool = False
    places: int = 4
    percent: bool = False  # typed as a percentage, of which the goal is far above 1
    whole: bool = False
    goal: Decimal | None = None
    months: Numbers | None = None
    level: bool = False


def of_figure(entry: Reported, limits: Limits) -> list[EntryCheck]:
    """The checks that an indicator's figure does not pass."""
    if entry.value is None:
        return [blank()]
    far = _above_the_whole(entry) or _jumped(entry, limits) or _far_beyond(entry)
    checks = (_beyond_the_whole(entry), _fallen(entry), _below_months(entry), _fraction(entry), far)
    return [check for check in checks if check]


def of_progress(*, status: str, done: bool, result: str, undone: bool = False) -> list[EntryCheck]:
    """The checks that an assignment's progress does not pass. `undone`: it was finished before and is open again."""
    if not status:
        return [blank()]
    if undone:
        return [EntryCheck("undone", gettext("Was finished in the last period"))]
    if done and not result.strip():
        return [EntryCheck("product", gettext("Finished, but no result or product is named"))]
    return []


def blank() -> EntryCheck:
    return EntryCheck("blank", gettext("Not reported"))


def usual(past: Sequence[Decimal | None], limits: Limits) -> Usual | None:
    """The range in which the next value is expected; None where too little is known."""
    known = [value for value in past if value is not None][-LOOKS_BACK:]
    if len(known) < FEWEST:
        return None
    middle = median(known)
    if not middle:
        return Usual(middle, min(known), max(known), len(known))
    spread = limits.deviations * median([abs(value - middle) for value in known])
    far = min(max(spread, abs(middle) * LEAST_PERCENT / 100), abs(middle) * limits.percent / 100)
    if all(value == value.to_integral_value() for value in known):
        far = max(far, LEAST_STEP)
    return Usual(middle, max(middle - far, Decimal(0)), middle + far, len(known))


def _jumped(entry: Reported, limits: Limits) -> EntryCheck | None:
    expected = usual(entry.past, limits)
    if entry.cumulative or entry.value is None or expected is None or expected.low <= entry.value <= expected.high:
        return None
    sentence = gettext(
        "Unusual: the median of the last %(count)d values is %(middle)s, so %(low)s to %(high)s was expected"
    )
    high = min(expected.high, WHOLE) if entry.whole else expected.high
    numbers = {"middle": expected.middle, "low": expected.low, "high": high}
    shown = {name: format_number(number, entry.places) for name, number in numbers.items()}
    return EntryCheck("jump", sentence % {"count": expected.count, **shown})


def _above_the_whole(entry: Reported) -> EntryCheck | None:
    """95500 where 95,5 is meant; a ratio's parts are compared instead."""
    if not entry.whole or entry.numerator is not None or entry.value is None or entry.value <= WHOLE:
        return None
    sentence = gettext("%(value)s %% is more than the whole. Decimals stand after a comma: 95,5")
    return EntryCheck("above", sentence % {"value": format_number(entry.value, entry.places)})


def _far_beyond(entry: Reported) -> EntryCheck | None:
    """More than ten times the goal, or all that was reported before."""
    known = [value for value in entry.past if value is not None]
    compared = (
        (entry.goal, gettext("More than ten times the goal, %(number)s: is the comma where it belongs?")),
        (max(known, default=None), gettext("More than ten times all earlier values, at most %(number)s")),
    )
    for number, sentence in compared:
        if entry.value is not None and number and number > 0 and entry.value > number * TIMES:
            return EntryCheck("far", sentence % {"number": format_number(number, entry.places)})
    return None


def _beyond_the_whole(entry: Reported) -> EntryCheck | None:
    if (
        not entry.bounded
        or entry.numerator is None
        or entry.denominator is None
        or entry.numerator <= entry.denominator
    ):
        return None
    sentence = gettext("The numerator %(numerator)s is above the denominator %(denominator)s")
    parts = {name: format_number(getattr(entry, name)) for name in ("numerator", "denominator")}
    return EntryCheck("bounded", sentence % parts)


def _fraction(entry: Reported) -> EntryCheck | None:
    """0,955 where 95,5 is usual: Excel shows one as the other."""
    usual_here = entry.before is not None and entry.before <= 1
    if not entry.percent or usual_here or entry.value is None or not 0 < entry.value <= 1:
        return None
    sentence = gettext("%(value)s %% of the whole is little: write %(hundredfold)s if that many percent are meant")
    numbers = {"value": entry.value, "hundredfold": entry.value * 100}
    return EntryCheck(
        "fraction", sentence % {name: format_number(each, entry.places) for name, each in numbers.items()}
    )


def _fallen(entry: Reported) -> EntryCheck | None:
    if not entry.cumulative or entry.value is None or entry.before is None or entry.value >= entry.before:
        return None
    sentence = gettext("A running total cannot fall: it was %(before)s in the last period")
    return EntryCheck("falls", sentence % {"before": format_number(entry.before, entry.places)})


def is_same(year: Numbers, months: Numbers) -> bool:
    """Of a ratio the parts alone count: their quotient may be rounded otherwise."""
    return year[1:] == months[1:] and (year[1] is not None or year[0] == months[0])


def is_below(year: Numbers, months: Numbers, *, level: bool) -> bool:
    """Whether a year is less than its months give: of a level in its value, else in any of its numbers."""
    if is_same(year, months):
        return False
    pairs = list(zip(year, months, strict=True))[: 1 if level else None]
    return any(mine is not None and theirs is not None and mine < theirs for mine, theirs in pairs)


def _below_months(entry: Reported) -> EntryCheck | None:
    numbers = (entry.value, entry.numerator, entry.denominator)
    if entry.months is None or not is_below(numbers, entry.months, level=entry.level):
        return None
    sentence = gettext("%(written)s for the year is less than its signed months give: %(months)s")
    shown = {"written": months_words(numbers, entry.places), "months": months_words(entry.months, entry.places)}
    return EntryCheck("months", sentence % shown)


def months_words(months: Numbers, places: int) -> str:
    """`96,5`, with the parts behind a ratio: `96,5 (193/200)`."""
    value, numerator, denominator = months
    words = format_number(value, places) if value is not None else ""
    if numerator is None or denominator is None:
        return words
    return f"{words} ({format_number(numerator)}/{format_number(denominator)})"
