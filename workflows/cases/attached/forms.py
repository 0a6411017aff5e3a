from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.files.contents import ENDINGS, TYPES

from .actions import too_large

NO_SECRETS = _("Nothing that holds state secrets belongs here: it is handled apart, by the law on their protection.")
ACCEPTED = ",".join([*TYPES.values(), *(ending for kind in TYPES for ending in ENDINGS[kind])])


class FileForm(forms.Form):
    """A file. The action finds out from its content what kind of file it is."""

    file = forms.FileField(
        label=_("File"), required=False, max_length=255, widget=forms.FileInput(attrs={"accept": ACCEPTED})
    )

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
        if self.refused:
            self.add_error("file", too_large())
        return self.cleaned_data
