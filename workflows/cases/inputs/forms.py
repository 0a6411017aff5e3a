from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import PrintedField, TextField


class SeenForm(forms.Form):
    """The version of the report that the person has read."""

    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why a report is returned or waived; spaces alone are blank."""

    reason = PrintedField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Please give a reason: those concerned will read it.")},
    )


class WordsForm(forms.Form):
    """What is asked about a part of a report, or answered."""

    text = TextField(
        label=_("Your words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write something first: nothing was sent.")},
    )
