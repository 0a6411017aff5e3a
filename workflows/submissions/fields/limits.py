"""Whether what a document says in a field is within the limits of the field."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from workflows.models import Field, FieldType
from workflows.pure.summing import is_blank, percent
from workflows.unit_reports.entries.outlined import ratio_fault


def fits(field: Field, told: Any) -> bool:
    """`told` has the columns of `Told`; what is blank fits."""
    check = _CHECKS.get(field.type)
    return check is None or is_blank(field.type, told) or check(field, told)


def _between(value: Any, least: Any, most: Any) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)


def _number(field: Field, told: Any) -> bool:
    number: Decimal = told.value
    return number == round(number, field.decimals) and _between(number, field.minimum, field.maximum)


def _percent(field: Field, told: Any) -> bool:
    if ratio_fault(told.numerator, told.denominator):
        return False
    return _between(percent(told.numerator, told.denominator), field.minimum, field.maximum)


_CHECKS: Mapping[str, Callable[[Field, Any], bool]] = {
    FieldType.NUMBER: _number,
    FieldType.PERCENT: _percent,
    FieldType.DATE: lambda field, told: _between(told.day, field.earliest, field.latest),
    FieldType.CHOICE: lambda field, told: told.choice in field.choices,
    FieldType.TEXT: lambda field, told: len(told.words) <= field.longest,
}
