from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from units.models import Office
from workflows.models import Rung

TOLD = (Office.DRAFTER, Office.UNIT_HEAD, Office.COORDINATOR, Office.APPROVER, Office.CLERK)


class RungForm(forms.ModelForm):
    """Another reminder of a kind of report."""

    offices = forms.MultipleChoiceField(
        label=_("Who is reminded"),
        choices=[(office.value, office.label) for office in TOLD],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who is reminded.")},
    )
    after = forms.ChoiceField(
        label=_("Before or after"),
        choices=[("", _("before it, or on its last day where the number is 0")), ("1", _("after it"))],
        required=False,
    )

    class Meta:
        model = Rung
        fields = ("due", "amount", "measure", "after", "offices", "by_mail", "by_gateway")

    def _post_clean(self) -> None:
        """The action says what cannot be."""

    @property
    def rung(self) -> dict[str, Any]:
        return self.cleaned_data | {"after": bool(self.cleaned_data["after"])}
