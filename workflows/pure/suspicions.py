"""Signs in the readings that a plan counts them wrongly. Pure: plain values in, sentences out.

A flow whose numbers stay the same or only ever grow is likely a stock, which must not be added up over the year; a lead
unit and one that cooperates that report the same number have likely counted the same thing twice. Both only warn.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext

from .aggregation import Reading, format_number

MOST_NAMED = 3  # of many units
REPEATS = 3  # periods in a row with the same number above 0
FEW = 10  # counts below repeat by themselves
STEPS = 5  # periods in a row that never fall, and of which the last is above the first
ADDED = ("sum", "ratio", "mean")  # ways in which what is counted twice counts double

Parts = Sequence[Decimal | None]


def like_a_stock(aggregation: str, readings: Iterable[Parts]) -> str:
    """Why a flow looks like a stock, as a sentence; empty where it does not.

    `readings` are the (value, numerator, denominator) of successive periods, oldest first.
    """
    value, numerator, denominator = zip(*readings, strict=True)
    named: dict[str, Parts] = {gettext("The denominator"): denominator, gettext("The numerator"): numerator}
    if aggregation == "mean":
        named = {gettext("The denominator"): denominator}
    elif aggregation != "ratio":
        named = {gettext("The value"): [None if each is not None and each < FEW else each for each in value]}
    return next((sentence for name, parts in named.items() if (sentence := _like_a_stock(name, parts))), "")


def _like_a_stock(name: str, parts: Parts) -> str:
    values = _last_in_a_row(parts)
    if len(values) >= REPEATS and values[-1] > 0 and len(set(values[-REPEATS:])) == 1:
        sentence = gettext("%(part)s is %(number)s in %(count)d periods in a row, as of a figure at a point of time")
        return sentence % {"part": name, "number": format_number(values[-1]), "count": REPEATS}
    steps = values[-STEPS:]
    if len(steps) == STEPS and steps[0] < steps[-1] and all(one <= other for one, other in pairwise(steps)):
        sentence = gettext("%(part)s has not fallen in %(count)d periods, as of a figure at a point of time")
        return sentence % {"part": name, "count": STEPS}
    return ""


def _last_in_a_row(parts: Parts) -> list[Decimal]:
    """The newest values, back to the last period without one; oldest first."""
    values: list[Decimal] = []
    for value in reversed(parts):
        if value is None:
            break
        values.insert(0, value)
    return values


def counted_twice(aggregation: str, readings: Iterable[Reading], names: Mapping[int, str]) -> list[str]:
    """Where the lead unit and others of one indicator seem to have counted the same thing, as sentences.

    They report the same numbers, other than 0; or, of a sum, others than the lead report at all.
    """
    if aggregation not in ADDED:
        return []
    reported = [reading for reading in readings if _numbers(reading) is not None]
    lead = next((reading for reading in reported if reading.lead), None)
    others = [reading for reading in reported if not reading.lead]
    if lead is None or not others:
        return []
    same = [reading for reading in others if _numbers(reading) == _numbers(lead)]
    if same:
        sentence = gettext("%(lead)s, which leads, and %(others)s report the same numbers. Are they counted twice?")
    elif aggregation == "sum":
        sentence = gettext(
            "%(lead)s, which leads, and %(others)s are added up. Make sure that nothing is counted twice."
        )
    else:
        return []
    named = [names[each.unit_id] for each in same or others]
    return [sentence % {"lead": names[lead.unit_id], "others": _some(named)}]


def _some(names: list[str]) -> str:
    """The names, or the first of many and how many more there are."""
    if len(names) <= MOST_NAMED + 1:
        return ", ".join(names)
    more = {"names": ", ".join(names[:MOST_NAMED]), "number": len(names) - MOST_NAMED}
    return gettext("%(names)s and %(number)d more") % more


def _numbers(reading: Reading) -> tuple[Decimal | None, ...] | None:
    """What a unit reported; None where that is nothing, or 0 alone."""
    numbers = (reading.numerator, reading.denominator) if reading.numerator is not None else (reading.value,)
    return numbers if any(numbers) else None
