"""Whether what a document says in a field is within the limits of the field."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from workflows.models import Field, FieldType
from workflows.pure.summing import is_blank, percent
from workflows.unit_reports.entries.outlined import ratio_fault


def fits(field: Field, answer: Any) -> bool:
    """`answer` has the columns of `FieldAnswer`; what is blank fits."""
    check = _CHECKS.get(field.type)
    return check is None or is_blank(field.type, answer) or check(field, answer)


def _between(value: Any, least: Any, most: Any) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)


def _number(field: Field, answer: Any) -> bool:
    number: Decimal = answer.value
    return number == round(number, field.decimals) and _between(number, field.minimum, field.maximum)


def _percent(field: Field, answer: Any) -> bool:
    if ratio_fault(answer.numerator, answer.denominator):
        return False
    return _between(percent(answer.numerator, answer.denominator), field.minimum, field.maximum)


_CHECKS: Mapping[str, Callable[[Field, Any], bool]] = {
    FieldType.NUMBER: _number,
    FieldType.PERCENT: _percent,
    FieldType.DATE: lambda field, answer: _between(answer.day, field.earliest, field.latest),
    FieldType.CHOICE: lambda field, answer: answer.choice in field.choices,
    FieldType.TEXT: lambda field, answer: len(answer.words) <= field.longest,
}
