"""How units' readings become the ward's figure, and how a figure compares with its goal. Exact decimals, no floats.

Nothing reported is `None` and stays apart from zero throughout. What is counted in a period (a flow) adds up over the
year; what is measured at a point of time (a stock) never does: its last reading is the year's (docs/decisions/0020).
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import reduce
from typing import Literal, NamedTuple, cast

from django.utils.translation import gettext

from approvals.text.plain import hidden_sign, hidden_within, trimmed

from .period_codes import ended_on

Aggregation = Literal["sum", "ratio", "latest", "maximum", "count", "mean"]
Direction = Literal["up", "down"]
Light = Literal["green", "amber", "red"]

EXACT = Context(prec=60)  # sums of DECIMAL columns never reach 60 digits, so no order of adding rounds
QUOTIENT = Context(prec=28, rounding=ROUND_HALF_UP)

SCALES: dict[Aggregation, Decimal] = {"ratio": Decimal(100), "mean": Decimal(1)}  # what has parts, and times what

LONGEST_NUMBER = 40
NUMBER = re.compile(r"[+-]?(?:[0-9]+|[1-9][0-9]{0,2}([.\u00a0])[0-9]{3}(?:\1[0-9]{3})*)(?:,[0-9]+)?")
TO_ENGLISH = str.maketrans(",", ".", ".\u00a0")
AS_TYPED = str.maketrans({"\u2212": "-", "\u202f": "\u00a0"})
TO_VIETNAMESE = str.maketrans(",.", ".,")


class NotANumber(ValueError):
    """The text is no number; the message is a translated sentence that says how to write one."""


class Reading(NamedTuple):
    """One unit's entry for an indicator in a period; a unit has at most one. A ward has four thousand in a report.

    A blank entry, or a unit without a report, is a reading of `None`s. `order` is the unit's place among the
    cooperating units. `since` is the code of the earlier period in which the unit reported it last, where a stock's
    reading is carried forward; blank for what is reported in the period itself.
    """

    unit_id: int
    lead: bool
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    order: int = 0
    since: str = ""


@dataclass(frozen=True)
class Figure:
    """The ward's figure. Each unit asked is in `reported` or in `missing`, by id, ascending.

    `value` is `None` where nobody reported, and where a ratio's denominators add up to 0 (not applicable: `denominator`
    is then 0, not `None`). A ratio's value is a percentage to 28 significant digits; a mean's `numerator` is the sum of
    value × denominator.
    """

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    reported: tuple[int, ...]
    missing: tuple[int, ...]


@dataclass(frozen=True)
class Thresholds:
    """From which part of the goal a figure is green and amber; where less is better, up to the goal divided by it."""

    green: Decimal = Decimal(1)
    amber: Decimal = Decimal("0.8")


def combine(aggregation: Aggregation, readings: Iterable[Reading]) -> Figure:
    """One period's figure of all units asked; the same for any order of the readings.

    "sum" adds what was reported, "ratio" divides the sum of numerators by that of denominators, "latest" takes the
    one reading of `counting`, "maximum" the largest value, "count" is how many units reported more than 0, "mean"
    weighs each unit's value by its denominator. Readings of earlier periods count beside those of this one, never
    alone, and their units are in `missing`.
    """
    every = list(readings)
    told = reported_of(aggregation, every)
    in_period = {reading.unit_id for reading in told if not reading.since}
    reported = tuple(sorted(in_period))
    missing = tuple(sorted(reading.unit_id for reading in every if reading.unit_id not in in_period))
    given = _counting(aggregation, told) if reported else []
    if aggregation in SCALES:
        return _quotient(aggregation, [_parts(aggregation, reading) for reading in given], reported, missing)
    values = [cast(Decimal, reading.value) for reading in given]
    return Figure(_of_units(aggregation, values), None, None, reported, missing)


def counting(aggregation: Aggregation, readings: Iterable[Reading]) -> list[Reading]:
    """The readings that a figure is taken from: all that are not blank, in the order given.

    Of "latest" one of them alone: the lead's first, then the newest, each by `order`, so that the lead's own reading
    comes before a cooperating unit's, even where it is carried forward from an earlier period.
    """
    return _counting(aggregation, reported_of(aggregation, readings))


def _counting(aggregation: Aggregation, given: list[Reading]) -> list[Reading]:
    return [min(given, key=_rank)] if aggregation == "latest" and given else given


def _rank(reading: Reading) -> tuple[bool, int, int, int]:
    """What "latest" goes by. The reading of the period itself is newer than every earlier one."""
    told_on = ended_on(reading.since) if reading.since else date.max
    return not reading.lead, -told_on.toordinal(), reading.order, reading.unit_id


def standing_on(aggregation: Aggregation, readings: Iterable[Reading]) -> list[Reading]:
    """The readings of earlier periods on which the figure depends. Left out are those that change nothing: not the
    largest of a "maximum", not above 0 of a "count".
    """
    given = counting(aggregation, readings)
    carried = [reading for reading in given if reading.since]
    if carried and aggregation == "maximum":
        of_period = max((cast(Decimal, reading.value) for reading in given if not reading.since), default=None)
        largest = max((cast(Decimal, reading.value) for reading in given), default=None)
        return [reading for reading in carried if of_period != largest == reading.value]
    return [reading for reading in carried if aggregation != "count" or cast(Decimal, reading.value) > 0]


def year_to_date(aggregation: Aggregation, figures: Sequence[Figure], *, stock: bool) -> Figure:
    """The year so far from the periods' figures, oldest first.

    Of a stock it is the figure of the last period in which anything was reported. Of a flow "sum" adds them, "ratio"
    and "mean" divide the sums over all periods, "maximum" is the largest of them, "count" takes the last one too, for
    which unit had it in which period is not known any more. `missing` are the units that reported in none.
    """
    reported = {unit for figure in figures for unit in figure.reported}
    missing = {unit for figure in figures for unit in figure.missing} - reported
    units = tuple(sorted(reported)), tuple(sorted(missing))
    if stock:
        given = [figure for figure in figures if figure.value is not None or figure.denominator is not None]
        last = given[-1] if given else Figure(None, None, None, (), ())
        return Figure(last.value, last.numerator, last.denominator, *units)
    if aggregation in SCALES:
        return _quotient(aggregation, [(figure.numerator, figure.denominator) for figure in figures], *units)
    known = [figure.value for figure in figures if figure.value is not None]
    return Figure(_of_periods(aggregation, known), None, None, *units)


def adjusted(aggregation: Aggregation, given: Reading, computed: Figure) -> Figure:
    """The figure that a person gives in place of the computed one, in the shape in which a unit reports it."""
    if aggregation in SCALES:
        return _quotient(aggregation, [_parts(aggregation, given)], computed.reported, computed.missing)
    return Figure(given.value, None, None, computed.reported, computed.missing)


def is_reported(aggregation: Aggregation, reading: Reading) -> bool:
    """Whether the reading is not blank: where the figure has parts, both are needed."""
    return bool(reported_of(aggregation, (reading,)))


def reported_of(aggregation: Aggregation, readings: Iterable[Reading]) -> list[Reading]:
    """Those that are not blank."""
    if aggregation == "ratio":
        return [each for each in readings if each.numerator is not None and each.denominator is not None]
    if aggregation == "mean":
        return [each for each in readings if each.value is not None and each.denominator is not None]
    return [each for each in readings if each.value is not None]


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The exact sum of what is known; `None` where nothing is."""
    known = [value for value in values if value is not None]
    return reduce(EXACT.add, known) if known else None


def light(
    value: Decimal | None,
    *,
    goal: Decimal,
    direction: Direction,
    aggregation: Aggregation,
    stock: bool,
    share_of_year: Fraction = Fraction(1),
    thresholds: Thresholds | None = None,
) -> Light:
    """How a year-to-date value compares with the goal; for sums of a flow, with the goal's share of the year gone.

    More is better: green from `thresholds.green` of it, amber from `thresholds.amber`, else red. Less is better,
    mirrored: green up to goal ÷ green, amber up to goal ÷ amber (with the defaults 125 % of the goal), else red; so a
    goal of 0 knows green at 0 and red above. Nothing reported is red.
    """
    if value is None:
        return "red"
    limits, reached = thresholds or Thresholds(), Fraction(value)
    target = _target(goal, aggregation, share_of_year, stock=stock)
    if _reaches(reached, Fraction(limits.green), target, direction):
        return "green"
    return "amber" if _reaches(reached, Fraction(limits.amber), target, direction) else "red"


def completion(value: Decimal | None, *, goal: Decimal, direction: Direction) -> Decimal | None:
    """How much of the year's goal is reached, in percent; above 100 where it is passed. `None` where nothing is known.

    Where less is better: 100 at or below the goal, above it goal ÷ value. A goal of 0 where more is better is reached.
    """
    if value is None:
        return None
    if direction == "down":
        return Decimal(100) if value <= goal else _percent(goal, value)
    return Decimal(100) if goal == 0 else _percent(value, goal)


def quantise(value: Decimal, places: int) -> Decimal:
    """Rounded to `places` decimals, halves away from zero; never minus zero."""
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, EXACT)
    return rounded if rounded else abs(rounded)


def format_number(value: Decimal, places: int = 2) -> str:
    """`1.234,5`: at most `places` decimals, no idle zeros."""
    english = f"{quantise(value, places):,f}"
    return (english.rstrip("0").rstrip(".") if places else english).translate(TO_VIETNAMESE)


def telling_places(values: Collection[Decimal], places: int, finest: int) -> int:
    """`places`, or `finest` where so few decimals would write different values the same."""
    shown = {quantise(value, places) for value in values}
    return places if len(shown) == len(set(values)) else finest


def parse_number(text: str) -> Decimal:
    """The number in `1.234,5`, `85%`, `-3`: `1.234` is 1234, a percent sign is dropped, a no-break space groups.

    Signs without width around it, such as a byte order mark, do not count. Raises NotANumber, also for `0.5` and
    `12.5`, which could be meant either way, and for two numbers, as two cells of a sheet are pasted, or with a sign
    without width between them.
    """
    plain = trimmed(trimmed(text.translate(AS_TYPED)).removesuffix("%"))
    if not plain:
        raise NotANumber(gettext("Enter a number."))
    if hidden := hidden_within(plain):
        raise NotANumber(hidden_sign(hidden[:LONGEST_NUMBER]))
    if len(plain) > LONGEST_NUMBER or not NUMBER.fullmatch(plain):
        sentence = gettext(
            "“%(text)s” is not a number. Write thousands with points and decimals after a comma: 1.234,5."
        )
        raise NotANumber(sentence % {"text": plain[:LONGEST_NUMBER]})
    return Decimal(plain.translate(TO_ENGLISH))


def _of_units(aggregation: Aggregation, values: Sequence[Decimal]) -> Decimal | None:
    if aggregation == "count":
        return Decimal(sum(value > 0 for value in values)) if values else None
    if aggregation == "maximum":
        return max(values, default=None)
    return total(values) if aggregation == "sum" else next(iter(values), None)


def _of_periods(aggregation: Aggregation, values: Sequence[Decimal]) -> Decimal | None:
    if aggregation == "maximum":
        return max(values, default=None)
    return total(values) if aggregation == "sum" else next(reversed(values), None)


def _parts(aggregation: Aggregation, reading: Reading) -> tuple[Decimal | None, Decimal | None]:
    if aggregation == "ratio":
        return reading.numerator, reading.denominator
    known = reading.value is not None and reading.denominator is not None
    numerator = EXACT.multiply(cast(Decimal, reading.value), cast(Decimal, reading.denominator)) if known else None
    return numerator, reading.denominator


def _quotient(
    aggregation: Aggregation,
    parts: Sequence[tuple[Decimal | None, Decimal | None]],
    reported: tuple[int, ...],
    missing: tuple[int, ...],
) -> Figure:
    numerator, denominator = total(part[0] for part in parts), total(part[1] for part in parts)
    whole = EXACT.multiply(numerator, SCALES[aggregation]) if numerator is not None else None
    value = QUOTIENT.divide(whole, denominator) if whole is not None and denominator else None
    return Figure(value, numerator, denominator, reported, missing)


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return QUOTIENT.divide(EXACT.multiply(part, Decimal(100)), whole)


def _reaches(value: Fraction, part: Fraction, target: Fraction, direction: Direction) -> bool:
    return value >= part * target if direction == "up" else part * value <= target


def _target(goal: Decimal, aggregation: Aggregation, share_of_year: Fraction, *, stock: bool) -> Fraction:
    return Fraction(goal) * (share_of_year if aggregation == "sum" and not stock else 1)
