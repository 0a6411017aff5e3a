from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import TextField
from workflows.cases.attached.forms import FileForm


class EvidenceForm(FileForm):
    """A file or a link; for a field `of_files` a file."""

    link = TextField(
        label=_("or a link"),
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("It is kept as it is and never opened by this system."),
    )
    name = TextField(label=_("What the link is called"), required=False, max_length=150)

    def __init__(self, *args: Any, of_files: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_files = of_files
        if of_files:
            del self.fields["link"], self.fields["name"]

    def clean(self) -> dict[str, Any]:
        given = {"link": "", "name": ""} | super().clean()
        if "file" in self.errors or "link" in self.errors:
            return given
        if given["file"] and given["link"]:
            self.add_error("link", gettext("One at a time: attach the file first, then the link."))
        elif not (given["file"] or given["link"]):
            sentence = gettext("Choose a file.") if self.of_files else gettext("Choose a file, or paste a link.")
            self.add_error("file", sentence)
        return given
