from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import TextField
from workflows.cases.labels import ACTIONS


class WebhookForm(forms.Form):
    url = TextField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("Of the system that is to be told. Addresses within this network are refused."),
        error_messages={"required": _("Write the address.")},
    )
    actions = forms.MultipleChoiceField(
        label=_("Told of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked is everything that the trail says."),
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        choices = [(action, str(label)) for action, label in ACTIONS.items()]
        self.fields["actions"].choices = sorted(choices, key=lambda choice: choice[1])  # type: ignore[attr-defined]
