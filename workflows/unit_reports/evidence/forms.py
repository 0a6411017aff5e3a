from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.files.contents import ENDINGS, TYPES
from approvals.pages.fields import TextField

from .actions import too_large

ACCEPTED = ",".join([*TYPES.values(), *(ending for endings in ENDINGS.values() for ending in endings)])


class EvidenceForm(forms.Form):
    """A file or a link. The action finds out from its content what kind of file it is."""

    file = forms.FileField(
        label=_("File"), required=False, max_length=255, widget=forms.FileInput(attrs={"accept": ACCEPTED})
    )
    link = TextField(
        label=_("or a link"),
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("It is kept as it is and never opened by this system."),
    )
    name = TextField(label=_("What the link is called"), required=False, max_length=150)

    def __init__(self, *args: Any, refused: bool = False, **kwargs: Any) -> None:
        """`refused`: the file was too large and not read to its end."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.refused = refused
        most = settings.LARGEST_FILE
        self.fields["file"].help_text = gettext("PDF, PNG, JPEG, Word or Excel, at most %(most)d MB.") % {
            "most": most // 1024 // 1024
        }
        self.fields["file"].widget.attrs |= {"data-most": most, "data-too-large": too_large()}

    def clean(self) -> dict[str, Any]:
        file: UploadedFile | None = self.cleaned_data.get("file")
        link = self.cleaned_data.get("link")
        if self.refused:
            self.add_error("file", too_large())
        elif "file" in self.errors or "link" in self.errors:
            pass
        elif file and link:
            self.add_error("link", gettext("One at a time: attach the file first, then the link."))
        elif not (file or link):
            self.add_error("file", gettext("Choose a file, or paste a link."))
        return self.cleaned_data
