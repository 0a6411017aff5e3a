from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.pages.days import DayField
from approvals.pages.fields import TextField

from .days import DayOfWard
from .files import FaultyFile, span


class DaysForm(forms.Form):
    """A day, or a first and a last one, that is off or worked in a ward."""

    first = DayField(label=_("From day"))
    last = DayField(label=_("Until the end of day"), required=False, help_text=_("Blank: that one day."))
    working = forms.TypedChoiceField(
        label=_("Off or worked"),
        choices=[("0", _("a day off")), ("1", _("a working day"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    name = TextField(
        label=_("Reason"), max_length=200, help_text=_("As the calendar shows it: which holiday, by whose decision.")
    )
    decided = forms.BooleanField(
        label=_("Decided"), required=False, initial=True, help_text=_("Without it the calendar says “not decided yet”.")
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors:
            try:
                span(*self._bounds)
            except FaultyFile as fault:
                self.add_error("last", ValidationError(fault.faults))
        return self.cleaned_data

    @property
    def days(self) -> list[DayOfWard]:
        """The cleaned days as `actions.set_days` takes them."""
        values = {name: self.cleaned_data[name] for name in ("working", "name", "decided")}
        return [DayOfWard(day, **values) for day in span(*self._bounds)]

    @property
    def _bounds(self) -> tuple[date, date]:
        first = self.cleaned_data["first"]
        return first, self.cleaned_data["last"] or first


class CalendarFileForm(forms.Form):
    """Days as a file. Whoever reads it finds out whether it is one."""

    file = forms.FileField(
        label=_("The calendar's file"),
        help_text=_("An iCalendar file (.ics), or a workbook (.xlsx) like the calendar's own; at most 1 MB."),
    )
