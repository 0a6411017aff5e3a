from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.clock import now
from approvals.pages.days import MomentField
from approvals.pages.fields import PrintedField, TextField
from workflows.cases.inputs.forms import SeenForm
from workflows.pure.informants import Informant


class InformantForm(forms.Form):
    """Who told the office what it enters on a unit's behalf. Times are typed and shown in Vietnamese time."""

    name = PrintedField(
        label=_("Who told it"),
        help_text=_("Name and duty. The ward's report names them in its notes."),
        max_length=200,
        error_messages={"required": _("Say who told it: the unit and the province read it.")},
    )
    contact = TextField(
        label=_("How they are reached"),
        help_text=_("The telephone number, or another way. The unit and the office see it, the province does not."),
        max_length=200,
        error_messages={"required": _("Say how they are reached: whoever doubts a figure asks there.")},
    )
    told_at = MomentField(
        label=_("When they told it"),
        error_messages={"required": _("Say when they told it.")},
    )

    def clean_told_at(self) -> datetime:
        told_at: datetime = self.cleaned_data["told_at"]
        if told_at > now():
            raise forms.ValidationError(gettext("The time at which it was told has not come yet. Please correct it."))
        return told_at

    def informant(self) -> Informant:
        return Informant(self.cleaned_data["name"], self.cleaned_data["contact"], self.cleaned_data["told_at"])


class ConfirmForm(SeenForm):
    """Who confirms by the link what the office entered for the unit."""

    name = PrintedField(
        label=_("Your name and duty"),
        max_length=200,
        error_messages={"required": _("Write your name: the office has to know who confirms.")},
    )
    contact = TextField(
        label=_("Your telephone number"),
        help_text=_("For questions. The office alone sees it."),
        max_length=200,
        error_messages={"required": _("Write a telephone number at which the office reaches you.")},
    )
