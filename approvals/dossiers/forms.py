from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import TextField


class TermsForm(forms.Form):
    """How long the documents of each symbol are kept."""

    def __init__(self, *args: Any, symbols: Sequence[str], kept: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.symbols = symbols
        for place, symbol in enumerate(symbols):
            self.fields[f"term_{place}"] = TextField(
                label=_("Retention period of %(symbol)s") % {"symbol": symbol},
                initial=kept.get(symbol, ""),
                max_length=60,
                help_text=_("As the office's table of retention periods says: 10 năm, Vĩnh viễn."),
                error_messages={"required": _("Say how long these documents are kept.")},
            )

    @property
    def terms(self) -> dict[str, str]:
        return {symbol: self.cleaned_data[f"term_{place}"] for place, symbol in enumerate(self.symbols)}
