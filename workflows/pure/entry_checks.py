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

    `before` is the last value of the same year. `bounded`: the numerator is a part of the denominator.
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


def of_figure(told: Reported, limits: Limits) -> list[Check]:
    """The checks that an indicator's figure does not pass."""
    if told.value is None:
        return [blank()]
    found = (_beyond_the_whole(told), _fallen(told), _fraction(told), _jumped(told, limits))
    return [check for check in found if check]


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
    numbers = {name: format_number(getattr(expected, name), told.places) for name in ("middle", "low", "high")}
    return Check("jump", sentence % {"count": expected.count, **numbers})


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
