from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.models import Standing
from approvals.pages.fields import TextField


class RegisterFilter(forms.Form):
    """What is sought in the register. `series` is (year, symbol) of its numbers."""

    q = TextField(
        label=_("Number, abstract, signer"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    year = forms.ChoiceField(label=_("Year"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *Standing.choices])

    def __init__(self, *args: Any, series: list[tuple[int, str]], **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        years = sorted({year for year, _symbol in series}, reverse=True)
        symbols = sorted({symbol for _year, symbol in series})
        self.fields["year"].choices = [("", _("all")), *((str(year), year) for year in years)]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("all")), *((symbol, symbol) for symbol in symbols)]  # type: ignore[attr-defined]


class RegisterReasonForm(forms.Form):
    """Why a number is voided or a document recalled."""

    reason = TextField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("It is kept in the register, under your name."),
        error_messages={"required": _("Say why: the reason is kept in the register.")},
    )


class DeletionForm(forms.Form):
    """How the recipient confirmed that a recalled document is deleted."""

    reference = TextField(
        label=_("Number of their confirmation"),
        required=False,
        max_length=100,
        help_text=_("Empty where they confirmed it without a letter."),
    )
