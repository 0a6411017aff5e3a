"""What a figure is compared with: that of the period before and that of the same month of the year before.

They are compared only where the same units reported both (docs/decisions/0031).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workflows.pure.aggregation import Reading, counting, is_reported
from workflows.pure.period_words import period_words

from .origins.sources import Source


@dataclass(frozen=True)
class Earlier:
    """A figure of the period `code`, and the readings that it was made from; none where they were not kept."""

    code: str
    value: Decimal | None
    sources: list[Source]


def compared(
    indicator: Any, value: Decimal | None, sources: list[Source], earlier: Earlier | None, names: Mapping[int, str]
) -> tuple[Decimal | None, str]:
    """The earlier value and no words; or, where it cannot be compared with `value`, None and the units that did not
    report both: those that are silent now, then those that were silent then, with that period.
    """
    if earlier is None:
        return None, ""
    if None in (value, earlier.value) or not earlier.sources:
        return earlier.value, ""
    made_now, reported_now = _units(indicator, sources)
    made_then, reported_then = _units(indicator, earlier.sources)
    silent = [names[unit] for unit in names if unit in made_then - reported_now]
    gone = ["đơn vị không còn báo cáo chỉ tiêu này"] if made_then - reported_now - names.keys() else []
    new = [f"{names[unit]} ({period_words(earlier.code)})" for unit in names if unit in made_now - reported_then]
    lacking = "; ".join([*silent, *gone, *new])
    return (None, lacking) if lacking else (earlier.value, "")


def _units(indicator: Any, sources: Iterable[Source]) -> tuple[set[int], set[int]]:
    """Whose readings the figure is made of, and who reported one in its period; of a flow no earlier reading counts."""
    way = indicator.aggregation
    readings: list[Reading] = [each.reading for each in sources if indicator.is_level or not each.reading.since]
    made_of = {reading.unit_id for reading in counting(way, readings)}
    return made_of, {reading.unit_id for reading in readings if is_reported(way, reading) and not reading.since}
