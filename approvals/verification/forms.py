from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


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
