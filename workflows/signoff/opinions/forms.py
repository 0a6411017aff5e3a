from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.models import Decision
from approvals.pages.fields import PrintedField
from workflows.cases.attached.forms import NO_SECRETS, FileForm
from workflows.signoff.forms import SeenPdfForm


class OpinionForm(FileForm, SeenPdfForm):
    """What somebody thinks of the pages that they have read, with a file where words are not enough."""

    verdict = forms.ChoiceField(
        label=_("Your opinion"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three: nothing was sent.")},
    )
    text = PrintedField(
        label=_("Remarks"),
        required=False,
        needed_at_times=True,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Needed unless you simply agree."),
    )

    field_order = ("seen", "step", "verdict", "text", "file")  # what stands after a file too large is not read

    def __init__(self, *args: Any, verdicts: Iterable[Decision.Verdict], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verdict: Any = self.fields["verdict"]
        file: Any = self.fields["file"]
        file.label, file.help_text = gettext("A file with it, if there is one"), f"{file.help_text} {NO_SECRETS}"
        file.needed_at_times = True  # its label says already that it may be left out
        verdict.choices = [(each.value, each.label) for each in verdicts]

    @property
    def opinion(self) -> dict[str, Any]:
        """What `opinions.opine` takes, of a form that is valid."""
        given = self.cleaned_data
        words = {name: given[name] for name in ("verdict", "text", "file")}
        return words | {"seen": self.pdf, "asked": given["step"]}


class ReplyForm(forms.Form):
    """What became of an opinion."""

    adopted = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[("yes", _("Adopted")), ("no", _("Not adopted, explained"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two: nothing was saved.")},
    )
    text = PrintedField(
        label=_("Explanation"),
        required=False,
        needed_at_times=True,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed where the opinion is not adopted."),
    )

    @property
    def reply(self) -> dict[str, Any]:
        """What `opinions.reply` takes, of a form that is valid."""
        return {"adopted": self.cleaned_data["adopted"] == "yes", "text": self.cleaned_data["text"]}
