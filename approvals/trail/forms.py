from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.days import DayField
from approvals.pages.fields import TextField
from approvals.text.vietnamese import sort_key

from .words import ACTIONS


class TrailFilter(forms.Form):
    """What is sought in the trail. Days are days in Vietnam, both included."""

    text = TextField(label=_("Find"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}))
    action = forms.ChoiceField(label=_("Action"), required=False)
    person = TextField(label=_("Who did it"), required=False, max_length=100)
    since = DayField(label=_("From day"), required=False)
    until = DayField(label=_("Until day"), required=False)
    subject = forms.RegexField(r"^[a-z]+:\d{1,18}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        labels = [(code, str(action.label)) for code, action in ACTIONS.items()]
        actions = sorted(labels, key=lambda pair: sort_key(pair[1]))
        self.fields["action"].choices = [("", _("all")), *actions]  # type: ignore[attr-defined]
