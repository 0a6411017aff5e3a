"""What a figure is compared with: that of the period before and that of the same month of the year before.

They are compared only where the same units reported both (docs/decisions/0031), and what came in a period only where
both periods are of the same length (0149).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext

from workflows.pure.aggregation import Reading, counting, is_reported
from workflows.pure.period_codes import are_alike
from workflows.pure.period_words import period_words
from workflows.pure.quoted import is_of_other_days, of_other_days

from .origins.sources import SourceReading

Days = tuple[date, date]  # the first and the last


@dataclass(frozen=True)
class Earlier:
    """A figure of the period `code`, and the readings that it was made from; none where they were not kept.

    `unlike` says of which days its data are, where these are more or fewer than those of the figure beside it.
    """

    code: str
    value: Decimal | None
    sources: list[SourceReading]
    unlike: str = ""


class Units(NamedTuple):
    """Whose readings a figure is made of, and who reported one in its period."""

    made_of: set[int]
    reported: set[int]


def compared(
    indicator: Any,
    value: Decimal | None,
    sources: list[SourceReading],
    earlier: Earlier | None,
    names: Mapping[int, str],
) -> tuple[Decimal | None, str]:
    """The earlier value and no words; or, where it cannot be compared with `value`, None and the days of that period's
    data, or the units that did not report both: those that are silent now, then those that were silent then, with that
    period.
    """
    if earlier is None:
        return None, ""
    if earlier.unlike and not indicator.is_level:
        return None, earlier.unlike
    if None in (value, earlier.value) or not earlier.sources:
        return earlier.value, ""
    lacking = missing(_units(indicator, sources), _units(indicator, earlier.sources), earlier.code, names)
    return (None, lacking) if lacking else (earlier.value, "")


def unlike_words(days: Days, then: Days) -> str:
    """Of which days the data `then` were; blank where both periods are of the same length."""
    return "" if are_alike(days, then) else of_other_days(*then)


def why_not_compared(lacking: str) -> str:
    """What a figure keeps in the place of the earlier one, as a page says it; blank where there is nothing."""
    if is_of_other_days(lacking):
        return gettext("not to be compared: that period has %(days)s") % {"days": lacking}
    return gettext("not to be compared: figures of %(units)s are missing") % {"units": lacking} if lacking else ""


def missing(now: Units, then: Units, code: str, names: Mapping[int, str]) -> str:
    """The units whose figures are missing for a comparison with the period `code`; blank where it can be made."""
    silent = [names[unit] for unit in names if unit in then.made_of - now.reported]
    gone = ["đơn vị không còn báo cáo chỉ tiêu này"] if then.made_of - now.reported - names.keys() else []
    new = [f"{names[unit]} ({period_words(code)})" for unit in names if unit in now.made_of - then.reported]
    return "; ".join([*silent, *gone, *new])


def _units(indicator: Any, sources: Iterable[SourceReading]) -> Units:
    """Of a flow no earlier reading counts."""
    way = indicator.aggregation
    readings: list[Reading] = [each.reading for each in sources if indicator.is_level or not each.reading.since]
    made_of = {reading.unit_id for reading in counting(way, readings)}
    return Units(made_of, {each.unit_id for each in readings if is_reported(way, each) and not each.since})
