"""The days and moments that a form takes: the one place that bounds them.

Whatever lies outside of FIRST and LAST is a typing error; near the years 1 and 9999 it could not even be
moved into another time zone.
"""

from datetime import date, datetime, time

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


class DayField(forms.DateField):
    """A day, as browsers send it or as it is written here: 05/11/2026."""

    widget = forms.DateInput(
        format="%Y-%m-%d", attrs={"type": "date", "min": FIRST.isoformat(), "max": LAST.isoformat()}
    )
    input_formats = ["%Y-%m-%d", "%d/%m/%Y"]
    default_validators = [refuse_beyond_bounds]


class MomentField(forms.DateTimeField):
    """A moment, typed and shown in Vietnamese time."""

    widget = forms.DateTimeInput(
        format="%Y-%m-%dT%H:%M",
        attrs={"type": "datetime-local", "min": f"{FIRST.isoformat()}T00:00", "max": f"{LAST.isoformat()}T23:59"},
    )
    default_validators = [refuse_beyond_bounds]
    default_error_messages = {"invalid": _("Write day and time: 03/11/2026 09:30.")}
