from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext

from approvals.pages.fields import TextField
from workflows.cases.inputs.forms import ReasonForm

from .rows import ReviewPart

LONGEST_WORDS, LONGEST_REASON = 500, 2000


class ReturnForm(ReasonForm):
    """Why a report is returned, and which of the `offered` parts open again; the whole report where none is offered.
    `words` by part are proposed: beside an offered part as what is said of it, and all together as the reason.
    """

    def __init__(
        self, offered: Sequence[ReviewPart], data: Any = None, *, words: Mapping[str, str] | None = None
    ) -> None:
        by_part = words or {}
        labels = {part.name: str(part.label) for part in offered}
        lines = [
            f"{labels[name]}: {text}" if name in labels else text
            for name, text in by_part.items()
            if _counts(name, labels)
        ]
        super().__init__(data, initial={"reason": "\n".join(lines)[:LONGEST_REASON]})
        self.offered = offered
        for part in offered:
            self.fields[f"tick-{part.name}"] = forms.BooleanField(label=str(part.label), required=False, initial=True)
            label = gettext("What about it: %(name)s") % {"name": part.label}
            proposed = by_part.get(part.name, "")[:LONGEST_WORDS]
            words_field = TextField(label=label, required=False, max_length=LONGEST_WORDS, initial=proposed)
            self.fields[f"words-{part.name}"] = words_field

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


def _counts(name: str, offered: Mapping[str, str]) -> bool:
    """Whether what was said of the part is about what is returned: one of the offered, or the whole report."""
    return not offered or name in offered
