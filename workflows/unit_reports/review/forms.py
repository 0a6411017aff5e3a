from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext

from approvals.pages.fields import TextField
from workflows.cases.inputs.forms import ReasonForm

from .rows import ReviewPart


class ReturnForm(ReasonForm):
    """Why a report is returned, and which of the `offered` parts open again; the whole report where none is offered."""

    def __init__(self, offered: Sequence[ReviewPart], data: Any = None) -> None:
        super().__init__(data)
        self.offered = offered
        for part in offered:
            self.fields[f"tick-{part.name}"] = forms.BooleanField(label=str(part.label), required=False, initial=True)
            label = gettext("What about it: %(name)s") % {"name": part.label}
            self.fields[f"words-{part.name}"] = TextField(label=label, required=False, max_length=500)

    @property
    def rows(self) -> list[tuple[ReviewPart, forms.BoundField, forms.BoundField]]:
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
