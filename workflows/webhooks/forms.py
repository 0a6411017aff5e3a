from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import TextField
from approvals.text.vietnamese import sort_key
from workflows.cases.labels import ACTIONS

BOTH = ","


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
        by_label: dict[str, list[str]] = {}
        for action, label in ACTIONS.items():
            by_label.setdefault(str(label), []).append(action)
        choices = [(BOTH.join(actions), label) for label, actions in by_label.items()]
        self.fields["actions"].choices = sorted(choices, key=lambda choice: sort_key(choice[1]))  # type: ignore[attr-defined]

    def clean_actions(self) -> list[str]:
        """Types of case call acts alike that have names of their own: one tick is all of these."""
        return [action for chosen in self.cleaned_data["actions"] for action in chosen.split(BOTH)]
