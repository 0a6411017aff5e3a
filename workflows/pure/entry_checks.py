"""What an entry is asked about before it is handed in. Pure: plain values in, checks out; exact decimals, no floats.

A check forbids nothing. It asks for one line of reason, which travels with the entry to the office and to the province.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.utils.translation import gettext

from .aggregation import format_number

LOOKS_BACK = 6  # values that a jump is measured against
LEAST_STEP = Decimal(1)  # where all values are whole: one thing more or less is no jump
FEWEST = 3  # below which nothing can be called usual
TIMES = 10  # beyond which a figure looks as if a decimal comma were lost
WHOLE = Decimal(100)
LEAST_PERCENT = Decimal(10)  # of the median: what lies nearer is no jump, however steady the values were


@dataclass(frozen=True)
class Check:
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
    """What the last values make expect: `low` to `high`, both included."""

    middle: Decimal
    low: Decimal
    high: Decimal
    count: int


@dataclass(frozen=True)
class Reported:
    """A unit's figure with what it is compared with, oldest first: None where nothing was reported.

    `before` is the last value of the same year. `bounded`: the numerator is a part of the denominator. `whole`: it is a
    percentage of which 100 is the most. `goal` is the year's.
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


def of_figure(told: Reported, limits: Limits) -> list[Check]:
    """The checks that an indicator's figure does not pass."""
    if told.value is None:
        return [blank()]
    far = _above_the_whole(told) or _jumped(told, limits) or _far_beyond(told)
    return [check for check in (_beyond_the_whole(told), _fallen(told), _fraction(told), far) if check]


def of_progress(*, status: str, done: bool, result: str) -> list[Check]:
    """The checks that an assignment's progress does not pass."""
    if not status:
        return [blank()]
    if done and not result.strip():
        return [Check("product", gettext("Finished, but no result or product is named"))]
    return []


def blank() -> Check:
    return Check("blank", gettext("Not reported"))


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


def _jumped(told: Reported, limits: Limits) -> Check | None:
    expected = usual(told.past, limits)
    if told.cumulative or told.value is None or expected is None or expected.low <= told.value <= expected.high:
        return None
    sentence = gettext(
        "Unusual: the median of the last %(count)d values is %(middle)s, so %(low)s to %(high)s was expected"
    )
    high = min(expected.high, WHOLE) if told.whole else expected.high
    numbers = {"middle": expected.middle, "low": expected.low, "high": high}
    said = {name: format_number(number, told.places) for name, number in numbers.items()}
    return Check("jump", sentence % {"count": expected.count, **said})


def _above_the_whole(told: Reported) -> Check | None:
    """95500 where 95,5 is meant; a ratio's parts are compared instead."""
    if not told.whole or told.numerator is not None or told.value is None or told.value <= WHOLE:
        return None
    sentence = gettext("%(value)s %% is more than the whole. Decimals stand after a comma: 95,5")
    return Check("above", sentence % {"value": format_number(told.value, told.places)})


def _far_beyond(told: Reported) -> Check | None:
    """More than ten times the goal, or all that was reported before."""
    known = [value for value in told.past if value is not None]
    compared = (
        (told.goal, gettext("More than ten times the goal, %(number)s: is the comma where it belongs?")),
        (max(known, default=None), gettext("More than ten times all earlier values, at most %(number)s")),
    )
    for number, sentence in compared:
        if told.value is not None and number and number > 0 and told.value > number * TIMES:
            return Check("far", sentence % {"number": format_number(number, told.places)})
    return None


def _beyond_the_whole(told: Reported) -> Check | None:
    if not told.bounded or told.numerator is None or told.denominator is None or told.numerator <= told.denominator:
        return None
    sentence = gettext("The numerator %(numerator)s is above the denominator %(denominator)s")
    parts = {name: format_number(getattr(told, name)) for name in ("numerator", "denominator")}
    return Check("bounded", sentence % parts)


def _fraction(told: Reported) -> Check | None:
    """0,955 where 95,5 is usual: Excel shows one as the other."""
    usual_here = told.before is not None and told.before <= 1
    if not told.percent or usual_here or told.value is None or not 0 < told.value <= 1:
        return None
    sentence = gettext("%(value)s %% of the whole is little: write %(hundredfold)s if that many percent are meant")
    numbers = {"value": told.value, "hundredfold": told.value * 100}
    return Check("fraction", sentence % {name: format_number(each, told.places) for name, each in numbers.items()})


def _fallen(told: Reported) -> Check | None:
    if not told.cumulative or told.value is None or told.before is None or told.value >= told.before:
        return None
    sentence = gettext("A running total cannot fall: it was %(before)s in the last period")
    return Check("falls", sentence % {"before": format_number(told.before, told.places)})
