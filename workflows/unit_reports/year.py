"""What a unit's figure comes to over the year: with this period, and before it. Plain values, no query."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from units.models import Aggregation, Indicator
from workflows.pure import aggregation
from workflows.pure.aggregation import Figure, Reading

from .past import PastEntry

Numbers = tuple[Decimal | None, Decimal | None, Decimal | None]  # value, numerator, denominator
ADDED = {Aggregation.SUM: ("value",), Aggregation.RATIO: ("numerator", "denominator")}


def before(indicator: Indicator, earlier: Sequence[PastEntry]) -> dict[str, Decimal]:
    """The numbers of the year's periods before, added, by what each is of the entry; none where they are not added, and
    none where the year has no period before.
    """
    if indicator.is_level or not earlier:
        return {}
    sums = {part: aggregation.total(getattr(past, part) for past in earlier) for part in ADDED.get(_way(indicator), ())}
    return {part: number for part, number in sums.items() if number is not None}


def to_date(indicator: Indicator, earlier: Sequence[PastEntry], now: Numbers) -> Figure | None:
    """The year with this period's numbers; None of what is told at a point of time, whose last value is the year's."""
    if indicator.is_level or _way(indicator) == Aggregation.COUNT:
        return None
    way: Any = indicator.aggregation
    figures = [_figure(way, past.numbers) for past in earlier]
    return aggregation.year_to_date(way, [*figures, _figure(way, now)], stock=False)


def _way(indicator: Indicator) -> Aggregation:
    return Aggregation(indicator.aggregation)


def _figure(way: Any, numbers: Numbers) -> Figure:
    value, numerator, denominator = numbers
    if way not in aggregation.SCALES:  # what one unit reports is its figure
        return Figure(value, None, None, (), ())
    return aggregation.combine(way, [Reading(0, lead=True, value=value, numerator=numerator, denominator=denominator)])
