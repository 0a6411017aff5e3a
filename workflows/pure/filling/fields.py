"""Fields that whoever decides a step of a route fills: how they are kept and told.

A field is a mapping of plain JSON: `number`, by which conditions find it in every version of the route, `label`, `type`
(one of TYPES), `measure`, the `choices` of a list, `help`, and whether it is `required`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from workflows.pure.aggregation import format_number

NUMBER, CHOICE, DATE, TEXT, YES_NO = TYPES = ("number", "choice", "date", "text", "yes_no")
PLACES = 4  # decimals of a number
ANSWERS = {True: "có", False: "không"}  # as documents of the ward say it, in either language

Filling = Mapping[str, Any]


def kept(value: Any) -> Any:
    """A value as JSON keeps it: a number as its digits, a day as ISO 8601 writes it; None where it is blank."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value


def value_in_words(field: Filling, value: Any) -> str:
    """A kept value in words, with its unit of measure; blank where nothing was filled."""
    if value is None:
        return ""
    if field["type"] == NUMBER:
        return f"{format_number(Decimal(value), PLACES)} {field.get('measure', '')}".strip()
    if field["type"] == DATE:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return ANSWERS[value] if field["type"] == YES_NO else str(value)


def filled_words(fields: Iterable[Filling], values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The name of each field that was filled, and what was."""
    found = ((field["label"], value_in_words(field, values.get(str(field["number"])))) for field in fields)
    return [(label, words) for label, words in found if words]
