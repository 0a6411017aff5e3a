from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import TextField
from workflows.routes.filling import fields
from workflows.signoff.forms import SeenPdfForm


class ExaminationForm(SeenPdfForm):
    """What an examination of the pages that were read comes to."""

    in_order = forms.ChoiceField(
        label=_("What you find"),
        choices=[("yes", _("In order: it goes on")), ("no", _("To be mended: it goes back"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two: nothing was sent.")},
    )
    text = TextField(
        label=_("What is to be mended, or remarks"),
        required=False,
        needed_at_times=True,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Needed where it goes back: whoever corrects it reads it."),
    )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("in_order") == "yes":
            fields.refuse_blanks(self, self.at)
        return self.cleaned_data

    @property
    def is_in_order(self) -> bool:
        return self.cleaned_data["in_order"] == "yes"
