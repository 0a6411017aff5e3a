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

from workflows.pure.aggregation import Reading, counting, reported_of
from workflows.pure.period_codes import are_alike
from workflows.pure.period_words import period_words
from workflows.pure.quoted import is_of_other_days, of_other_days

from .origins.sources import reading_as_kept

Days = tuple[date, date]  # the first and the last


@dataclass(frozen=True)
class Earlier:
    """A figure of the period `code`, and the readings that it was made from, as JSON keeps them; none where they were
    not kept. `unlike` says of which days its data are, where these are more or fewer than those of the figure beside
    it.
    """

    code: str
    value: Decimal | None
    kept: list[list[Any]]
    unlike: str = ""


class Units(NamedTuple):
    """Whose readings a figure is made of, and who reported one in its period."""

    made_of: set[int]
    reported: set[int]


def compared(
    indicator: Any,
    value: Decimal | None,
    now: Units,
    earlier: Earlier | None,
    names: Mapping[int, str],
) -> tuple[Decimal | None, str]:
    """The earlier value and no words; or, where it cannot be compared with `value`, which is made of the readings of
    `now`, None and the days of that period's data, or the units that did not report both: those that are silent now,
    then those that were silent then, with that period.
    """
    if earlier is None:
        return None, ""
    if earlier.unlike and not indicator.is_level:
        return None, earlier.unlike
    if value is None or earlier.value is None or not earlier.kept:
        return earlier.value, ""
    lacking = missing(now, units_of(indicator, map(reading_as_kept, earlier.kept)), earlier.code, names)
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
    lost, added = then.made_of - now.reported, now.made_of - then.reported
    if not lost and not added:
        return ""
    silent = [name for unit, name in names.items() if unit in lost]
    gone = ["đơn vị không còn báo cáo chỉ tiêu này"] if lost - names.keys() else []
    new = [f"{name} ({period_words(code)})" for unit, name in names.items() if unit in added]
    return "; ".join([*silent, *gone, *new])


def units_of(indicator: Any, readings: Iterable[Reading]) -> Units:
    """Whose of these readings an indicator's figure is made of. Of a flow no earlier reading counts."""
    way, level = indicator.aggregation, indicator.is_level
    told = reported_of(way, (reading for reading in readings if level or not reading.since))
    return Units({each.unit_id for each in counting(way, told)}, {each.unit_id for each in told if not each.since})
