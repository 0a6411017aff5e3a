"""The days and moments that a form takes: the one place that bounds them.

Whatever lies outside of FIRST and LAST is a typing error; near the years 1 and 9999 it could not even be
moved into another time zone.
"""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.clock import ZONE

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)


def midnight(day: date) -> datetime:
    """When the day begins in Vietnam."""
    return datetime.combine(day, time(), ZONE)


def within_bounds(value: date) -> bool:
    """Whether a day, or the written day of a moment, lies where forms take it."""
    return FIRST <= date(value.year, value.month, value.day) <= LAST


def refuse_beyond_bounds(value: date) -> None:
    """A validator of fields. Raises ValidationError."""
    if not within_bounds(value):
        bounds = {"first": f"{FIRST:%d/%m/%Y}", "last": f"{LAST:%d/%m/%Y}"}
        raise ValidationError(gettext("The day lies between %(first)s and %(last)s. Check the year.") % bounds)


DAY, MOMENT = "%d/%m/%Y", "%d/%m/%Y %H:%M"


def _typed(hint: Any, length: int) -> dict[str, Any]:
    """Attributes of a field of text: browsers write days in their own language, not in that of the page."""
    return {"inputmode": "numeric", "autocomplete": "off", "maxlength": length, "placeholder": hint, "data-day": True}


class DayField(forms.DateField):
    """A day, typed and shown as it is written here: 05/11/2026. What an address or a file says may be 2026-11-05."""

    widget = forms.DateInput(format=DAY, attrs=_typed(_("dd/mm/yyyy"), 10))
    input_formats = [DAY, "%d-%m-%Y", "%d.%m.%Y", "%d%m%Y", "%Y-%m-%d"]
    default_validators = [refuse_beyond_bounds]
    default_error_messages = {"invalid": _("Write the day as day/month/year: 05/11/2026.")}

    def to_python(self, value: Any) -> date | None:
        """Without signs a day has eight digits: with fewer it may mean two days."""
        if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) != 8:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        found: date | None = super().to_python(value)
        return found


class MomentField(forms.DateTimeField):
    """A moment, typed and shown in Vietnamese time."""

    widget = forms.DateTimeInput(format=MOMENT, attrs=_typed(_("dd/mm/yyyy hh:mm"), 25))
    input_formats = [MOMENT, "%d-%m-%Y %H:%M", "%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M"]
    default_validators = [refuse_beyond_bounds]
    default_error_messages = {"invalid": _("Write day and time: 03/11/2026 09:30.")}
