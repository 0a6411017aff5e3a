from datetime import date, datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.clock import ZONE, now, today
from approvals.pages.days import DayField

LONGEST = 150  # days


def next_month() -> date:
    return today() + timedelta(days=31)


class RehearsalForm(forms.Form):
    """From which day until the end of which the clock is played ahead."""

    first = DayField(label=_("From the day"), initial=today)
    last = DayField(label=_("Until the end of"), initial=next_month)

    def clean_first(self) -> date:
        first = self.cleaned_data["first"]
        if first < today():
            raise ValidationError(gettext("What is past is not played again: begin today or later."))
        return first

    def clean_last(self) -> date:
        first, last = self.cleaned_data.get("first"), self.cleaned_data["last"]
        if first and first > last:
            raise ValidationError(gettext("The last day must not be before the first."))
        if first and (last - first).days > LONGEST:
            raise ValidationError(gettext("Choose at most %(most)d days.") % {"most": LONGEST})
        return last

    @property
    def term(self) -> tuple[datetime, datetime]:
        """From when until when, aware."""
        first, last = (datetime.combine(self.cleaned_data[name], time(), ZONE) for name in ("first", "last"))
        return max(first, now()), last + timedelta(days=1) - timedelta.resolution
