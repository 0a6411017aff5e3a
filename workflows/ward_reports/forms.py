from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.models import Dispatch
from approvals.pages.fields import PrintedField, TextField
from workflows.pure.wording import references
from workflows.pure.wording import templates as wording
from workflows.pure.wording.defaults import TEMPLATES
from workflows.pure.wording.narrative import NAMES
from workflows.pure.wording.references import Words
from workflows.unit_reports.entries.forms import NARRATIVE

LABELS = {
    "leadership": _("Leadership and direction"),
    "results": NARRATIVE["results"],
    "assessment": _("Assessment"),
    "difficulties": NARRATIVE["difficulties"],
    "directions": NARRATIVE["directions"],
    "proposals": NARRATIVE["proposals"],
}  # of the parts of the ward's report, as the document has them
DRAFTED = {part: LABELS[part] for part in LABELS if part in TEMPLATES}


LONGEST_PART = 100_000  # letters: all units' words of a month are a tenth of it


def prose(label: Any, rows: int, **options: Any) -> PrintedField:
    return PrintedField(label=label, required=False, widget=forms.Textarea(attrs={"rows": rows}), **options)


def part(name: str, rows: int, **options: Any) -> PrintedField:
    """A part of the report's text, edited in place. A browser would cut off silently what is over a `maxlength`: the
    form says it instead.
    """
    field = prose(LABELS[name], rows, max_length=LONGEST_PART, show_hidden_initial=True, **options)
    del field.widget.attrs["maxlength"]
    field.widget.attrs["data-prose"] = "text"
    return field


class NarrativeForm(forms.Form):
    """The coordinator's words. `seen` is the number of edits that the page showed, `words` what may be referred to."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    leadership = part(
        "leadership",
        6,
        help_text=_("Documents issued and meetings held in the period. Nobody drafts this; blank, it is left out."),
    )
    results = part("results", 16)
    assessment = part("assessment", 12)
    difficulties = part("difficulties", 8)
    directions = part("directions", 10)
    proposals = part("proposals", 8)

    def __init__(self, *args: Any, words: Words, left_out: Collection[str] = (), **options: Any) -> None:
        """Without the parts that the outline has `left_out`."""
        super().__init__(*args, **options)
        self.words = words
        for part in left_out:
            del self.fields[part]

    def clean(self) -> dict[str, Any]:
        """References that name no figure are named, each part at its field."""
        for name in LABELS:
            unknown = references.faults(self.cleaned_data.get(name, ""), self.words)
            if unknown:
                sentence = gettext("These are no figures of the report: %(references)s. Take them from the list.")
                self.add_error(name, sentence % {"references": ", ".join(unknown)})
        return self.cleaned_data


class TemplatesForm(forms.Form):
    """How each part is drafted. `seen` is how often the templates had been changed when the page was opened."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    results = prose(LABELS["results"], 18, max_length=wording.LONGEST)
    assessment = prose(LABELS["assessment"], 14, max_length=wording.LONGEST)
    difficulties = prose(LABELS["difficulties"], 5, max_length=wording.LONGEST)
    directions = prose(LABELS["directions"], 9, max_length=wording.LONGEST)
    proposals = prose(LABELS["proposals"], 5, max_length=wording.LONGEST)

    def clean(self) -> dict[str, Any]:
        """What cannot be read is named at its field, with its line."""
        for name in DRAFTED:
            try:
                wording.parse(self.cleaned_data.get(name, ""), NAMES)
            except wording.WordingFault as fault:
                self.add_error(name, str(fault))
        return self.cleaned_data

    @property
    def texts(self) -> dict[str, str]:
        """The cleaned templates by the part that they draft."""
        return {name: self.cleaned_data[name] for name in DRAFTED}


class TakeDraftForm(forms.Form):
    """Which of the draft's words are taken: the part, and the number of the place within it."""

    part = forms.ChoiceField(choices=[(name, name) for name in DRAFTED])
    place = forms.IntegerField(min_value=0)
    seen = forms.IntegerField(min_value=0)


class LookForm(forms.Form):
    """The sentence that somebody has looked at, and how the page showed it."""

    key = TextField(max_length=16)
    reads = TextField(max_length=16)


class ReceiptForm(forms.Form):
    """What the superior answered, in the `words` of province/words.py."""

    answer = forms.ChoiceField(label=_("Answer"), widget=forms.RadioSelect)
    reference = TextField(label=_("Reference number"), max_length=100, required=False)
    reason = prose(_("Reason"), 4, max_length=2000, needed_at_times=True)

    def __init__(self, *args: Any, words: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        answers = [(each.value, words[each.value]) for each in (Dispatch.Answer.RECEIVED, Dispatch.Answer.REFUSED)]
        self.fields["answer"].choices = answers  # type: ignore[attr-defined]
        for name in ("reference", "reason"):
            self.fields[name].help_text = words[name]

    def clean_reason(self) -> str:
        """A refusal names its reason."""
        reason = self.cleaned_data["reason"].strip()
        if self.cleaned_data.get("answer") == Dispatch.Answer.REFUSED and not reason:
            raise forms.ValidationError(self.words["missing"])
        return reason
