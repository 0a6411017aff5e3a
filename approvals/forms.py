from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .days import DayField
from .fields import TextField
from .models import Standing
from .sentences import LABELS
from .vietnamese import sort_key


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
        actions = sorted(((code, str(words)) for code, words in LABELS.items()), key=lambda pair: sort_key(pair[1]))
        self.fields["action"].choices = [("", _("all")), *actions]  # type: ignore[attr-defined]


class SkipForm(forms.Form):
    reason = TextField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("It is kept in the trail, under your name."),
        error_messages={"required": _("Say why it is skipped.")},
    )


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


class VerifyForm(forms.Form):
    file = forms.FileField(
        label=_("PDF file"),
        help_text=_("Choose a PDF. It is checked and then thrown away: nothing of it is kept."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        max_length=255,
        error_messages={"required": _("Choose the PDF that you want to check.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs |= {
            "data-most": settings.LARGEST_CHECKED,
            "data-too-large": too_large(),
        }


def too_large() -> str:
    """Why a file is refused for its size."""
    words = _("The file is larger than %(most)d MB. Documents of an office are much smaller.")
    return str(words) % {"most": settings.LARGEST_CHECKED // 1024 // 1024}
