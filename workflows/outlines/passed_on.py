"""A field of all a ward's units as the one answer that the ward gives its superior: a total in, columns out, no query.

Only where the superior's total over wards is then what it would be over all their units: a sum of sums, not a mean of
means.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

AGAIN: Mapping[str, tuple[str, ...]] = {
    "number": ("sum", "least", "most"),
    "percent": ("ratio",),
    "date": ("least", "most"),
    "text": ("list",),
    "table": ("list",),
}  # by the type of a field, the ways whose totals are totalled in the same way


def is_passed_on(type: str, way: str) -> bool:
    return way in AGAIN.get(type, ())


def passed_on(type: str, total: Any) -> dict[str, Any]:
    """The columns of what one unit tells, of the `total` (with the attributes of `summing.Summary`)."""
    return _COLUMNS[type](total)


def _day(total: Any) -> dict[str, Any]:
    return {"day": datetime.strptime(total.words, "%d/%m/%Y").date() if total.words else None}


def _words(total: Any) -> dict[str, Any]:
    """What the ward says itself, then each unit by its name; a single one without."""
    told = [words for _unit, words in total.told] if len(total.told) == 1 else [": ".join(row) for row in total.told]
    return {"words": "\n".join(filter(None, [total.words, *told]))}


_COLUMNS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "number": lambda total: {"value": total.value},
    "percent": lambda total: {"numerator": total.numerator, "denominator": total.denominator},
    "date": _day,
    "text": _words,
    "table": lambda total: {"rows": [list(cells) for _unit, cells in total.told]},
}
