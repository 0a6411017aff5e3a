from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import TextField
from workflows.review import Part

from .fields import PrintedField


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


class ReturnForm(ReasonForm):
    """Why a report is returned, and which of the `offered` parts open again: all of it, where none is offered."""

    def __init__(self, offered: Sequence[Part], data: Any = None) -> None:
        super().__init__(data)
        self.offered = offered
        for part in offered:
            self.fields[f"tick-{part.name}"] = forms.BooleanField(label=str(part.label), required=False, initial=True)
            label = gettext("What about it: %(name)s") % {"name": part.label}
            self.fields[f"words-{part.name}"] = TextField(label=label, required=False, max_length=500)

    @property
    def rows(self) -> list[tuple[Part, forms.BoundField, forms.BoundField]]:
        return [(part, self[f"tick-{part.name}"], self[f"words-{part.name}"]) for part in self.offered]

    def clean(self) -> dict[str, Any]:
        if self.offered and not self.parts():
            first = f"tick-{self.offered[0].name}"
            self.add_error(first, gettext("Tick at least one entry, or go back and return the whole report."))
        return self.cleaned_data

    def parts(self) -> dict[str, str]:
        """The ticked parts, each with the words for it."""
        ticked = [part.name for part in self.offered if self.cleaned_data.get(f"tick-{part.name}")]
        return {name: self.cleaned_data.get(f"words-{name}", "") for name in ticked}
