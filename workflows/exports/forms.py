from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.clock import today
from approvals.pages.days import FIRST, LAST


class ExportForm(forms.Form):
    """Of which year, and of which ward and kind of report."""

    year = forms.IntegerField(label=_("Year"), min_value=FIRST.year, max_value=LAST.year)
    ward = forms.ChoiceField(label=_("Ward"), required=False)
    kind = forms.ChoiceField(label=_("Kind of report"), required=False)

    def __init__(self, typed: Any, *, wards: list[tuple[str, str]], kinds: list[tuple[str, str]]) -> None:
        super().__init__(typed, initial={"year": today().year})
        self.fields["ward"].choices = [("", _("all")), *wards]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("all")), *kinds]  # type: ignore[attr-defined]
