"""What is typed where wards are signed up below a province: one in a form, many in a table with its rows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.models import Recipient
from approvals.pages.fields import PrintedField, TableField, TextField
from approvals.receiving.forms import ORGAN
from units.models import Unit
from units.workbook import MAX_BYTES
from workflows.setting_up.rosters.forms import RowForm


class ProvinceForm(forms.Form):
    """What is the same for all wards of a province."""

    organ = TextField(label=_("The province's organ identifier"), max_length=35, validators=[ORGAN])
    due_day = forms.IntegerField(
        label=_("Their monthly reports arrive before day"), min_value=1, max_value=28, initial=10,
        help_text=_("Of the month after the one that they report on."),
    )  # fmt: skip


class SignUpForm(ProvinceForm):
    """One ward. `here` is the ward where it works in this installation, and the person administers it too."""

    name = PrintedField(label=_("Name of the ward"), max_length=200, help_text=_("As “Xã Tân Trào”."))
    sign = TextField(label=_("Short code"), max_length=20, help_text=_("It names the ward in tables and files."))
    organ_id = TextField(label=_("Its organ identifier"), max_length=35, validators=[ORGAN])
    here = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("It works in this installation as"),
        required=False,
        empty_label=_("In another installation, or paired by its own administrator"),
        help_text=_("Then both are paired at once. Otherwise you get a one-use code for its administrator."),
    )
    shares = forms.ChoiceField(
        label=_("What its reports bring"),
        choices=[each for each in Recipient.Shares.choices if each[0] != Recipient.Shares.PACKAGES],
        initial=Recipient.Shares.FIGURES,
        required=False,
        help_text=_("Of a ward of this installation. Each ward sets it on its page Channels."),
    )
    field_order = ["name", "sign", "organ_id", "here", "shares", "organ", "due_day"]

    def __init__(self, *args: Any, wards: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["here"].queryset = wards  # type: ignore[attr-defined]
        if not wards:
            del self.fields["here"], self.fields["shares"]


class WardsForm(ProvinceForm):
    """Many wards: a workbook, or a table pasted."""

    workbook = forms.FileField(
        label=_("The workbook"), required=False, help_text=_("An Excel file (.xlsx), at most 10 MB.")
    )
    table = TableField(
        label=_("Or the table, pasted"),
        required=False,
        help_text=_("Select the cells with their headings in Excel or Word, copy them and paste them here."),
    )
    field_order = ["workbook", "table", "organ", "due_day"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        workbook = given.get("workbook")
        if workbook and (workbook.size or 0) > MAX_BYTES:
            limit = {"limit": MAX_BYTES // 1024 // 1024}
            self.add_error("workbook", _("The file is larger than %(limit)s MB. Keep the table alone.") % limit)
        elif not workbook and not given.get("table") and not self.errors:
            self.add_error("workbook", _("Choose the workbook, or paste the table."))
        return given


class WardRowForm(RowForm):
    """`sign` is the ward's code: a field of that name counts as a secret, and what is secret is kept nowhere."""

    name = PrintedField(label=_("Name"), max_length=200)
    sign = TextField(label=_("Code"), max_length=20)
    organ_id = TextField(label=_("Organ identifier"), max_length=35, validators=[ORGAN])

    field_order = ["name", "sign", "organ_id", "drop"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["sign"] = self.row.code
