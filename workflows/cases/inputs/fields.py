from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from workflows.pure.aggregation import NotANumber, format_number, parse_number

WHOLE_DIGITS = 14
PLACES = 4
LIMIT = Decimal(10) ** WHOLE_DIGITS


class NumberField(forms.Field):
    """A number typed the Vietnamese way, "1.234,5"; blank is None. The bounds are those of the column."""

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "")
        if not text.strip():
            return None
        try:
            number = parse_number(text)
        except NotANumber as error:
            raise ValidationError(str(error), code="not_a_number") from error
        refuse_out_of_range(number)
        return number

    def prepare_value(self, value: Any) -> Any:
        return format_number(value, PLACES) if isinstance(value, Decimal) else value


class MoneyField(NumberField):
    """A whole number of đồng, `least` at least: "500.000.000"."""

    def __init__(self, *, least: int = 0, **options: Any) -> None:
        super().__init__(**options)
        self.least = least
        self.widget.attrs.setdefault("inputmode", "numeric")

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is not None and (value < self.least or value != int(value)):
            raise ValidationError(gettext("Write a whole number of đồng, %(least)d at least.") % {"least": self.least})

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(Decimal(value) if isinstance(value, int) else value)


def refuse_out_of_range(number: Decimal) -> None:
    """Raises ValidationError for a number that an entry cannot hold."""
    if number < 0:
        raise ValidationError(gettext("The number must not be below 0."), code="negative")
    if number >= LIMIT:
        sentence = gettext("The number is too large: at most %(digits)d digits before the comma.")
        raise ValidationError(sentence % {"digits": WHOLE_DIGITS}, code="too_large")
    if number != round(number, PLACES):
        sentence = gettext("Write at most %(places)d decimals after the comma.")
        raise ValidationError(sentence % {"places": PLACES}, code="too_fine")
