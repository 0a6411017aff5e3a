from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import printed_fields
from units.models import Unit


class UnitForm(forms.ModelForm):
    class Meta:
        model = Unit
        formfield_callback = printed_fields
        fields = ["name", "short_name", "kind", "duty", "reports"]
        help_texts = {
            "short_name": _("As tables and lists show it."),
            "reports": _("Each new period opens a report for the unit."),
        }


class UnitAddForm(UnitForm):
    class Meta(UnitForm.Meta):
        fields = ["code", *UnitForm.Meta.fields]
        help_texts = UnitForm.Meta.help_texts | {
            "code": _("Names the unit in the plan's workbook. It cannot be changed later.")
        }

    def __init__(self, *args: Any, ward: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ward = ward

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self.ward.members.filter(code=code).exists():
            raise forms.ValidationError(_("Another unit of the ward has this code."))
        return code
