import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import printed_fields
from workflows.models import ReportKind

SYMBOL = re.compile(r"[^\W\d_]+(-[^\W\d_]+)+")
OTHERS = {"BC-BCĐ": ReportKind.Form.PEOPLE, "BC-UBND": ReportKind.Form.COMMITTEE}


class KindForm(forms.ModelForm):
    """Who issues the reports of a kind, and the symbol after their number, kept as it is typed."""

    class Meta:
        model = ReportKind
        formfield_callback = printed_fields
        fields = ["form", "symbol"]
        widgets = {"form": forms.RadioSelect}
        help_texts = {
            "form": _("The heading of the document and the lines above the signature follow from it."),
            "symbol": _("What stands after the number: BC-BCĐ for the committee, BC-UBND for the People's Committee."),
        }

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        symbol = cleaned.get("symbol", "")
        if symbol and not SYMBOL.fullmatch(symbol):
            self.add_error("symbol", _("Letters joined by hyphens, without spaces, for example BC-BCĐ."))
        elif OTHERS.get(symbol, "") == cleaned.get("form"):
            self.add_error("symbol", _("This is the symbol of the other form. Write the one of this form."))
        return cleaned
