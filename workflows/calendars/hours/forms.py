from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.days import DayField
from units.hours import Term, spans_of
from units.tree.forms import clock

HALVES = ("morning", "afternoon")
USUAL = spans_of("")


class HoursTermForm(forms.Form):
    """From which day to which, and when the ward works then."""

    first = DayField(label=_("From day"))
    last = DayField(label=_("Until the end of day"))
    morning_from = clock(_("Morning from"))
    morning_until = clock(_("Morning until"))
    afternoon_from = clock(_("Afternoon from"))
    afternoon_until = clock(_("Afternoon until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for half, span in zip(HALVES, USUAL, strict=True):
            for name, usual in zip(_names(half), span, strict=True):
                self.fields[name].required = False
                self.fields[name].initial = usual
        self.fields["afternoon_from"].help_text = _("Both times of a half day blank: it is not worked.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for half in HALVES:
            given = [name for name in _names(half) if cleaned.get(name)]
            if len(given) == 1 and not self.errors:
                empty = next(name for name in _names(half) if name not in given)
                self.add_error(empty, _("Write both times of this half day, or neither."))
        if not self.errors and not self._spans:
            self.add_error("morning_from", _("Write when work begins and ends. Enter a day off in the calendar."))
        return cleaned

    @property
    def term(self) -> Term:
        return Term(self.cleaned_data["first"], self.cleaned_data["last"], self._spans)

    @property
    def _spans(self) -> tuple[tuple[time, time], ...]:
        pairs = ([self.cleaned_data.get(name) for name in _names(half)] for half in HALVES)
        return tuple((begins, ends) for begins, ends in pairs if begins and ends)


def _names(half: str) -> tuple[str, str]:
    return f"{half}_from", f"{half}_until"
