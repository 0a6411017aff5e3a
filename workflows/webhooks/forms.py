from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import TextField
from approvals.text.vietnamese import sort_key
from workflows.cases import rules
from workflows.cases.labels import ACTIONS
from workflows.cases.types import TYPES

ALIKE = ","  # between actions that are ticked as one
SHARED = "shared"
Groups = dict[str, dict[str, list[str]]]


class WebhookForm(forms.Form):
    """The address of a webhook and the actions it receives, grouped by type of case, each group with a "select all"."""

    url = TextField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_(
            "Of the system that is to be told. Addresses within this network are refused. With nothing ticked below it "
            "is told everything that the trail says."
        ),
        error_messages={"required": _("Write the address.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.groups = _groups()
        for group, by_label in self.groups.items():
            every = [action for actions in by_label.values() for action in actions]
            choices = [(ALIKE.join(actions), label) for label, actions in by_label.items()]
            choices.sort(key=lambda choice: sort_key(choice[1]))
            self.fields[group] = forms.MultipleChoiceField(
                label=_named(group),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(ALIKE.join(["", *every]), gettext("All of this group")), *choices],
            )

    @property
    def groups_shown(self) -> list[forms.BoundField]:
        return [self[group] for group in self.groups]

    @property
    def webhook(self) -> dict[str, Any]:
        """The cleaned address as `actions.add_webhook` takes it: each ticked action once."""
        ticked = [value for group in self.groups for value in self.cleaned_data[group]]
        actions = dict.fromkeys(action for value in ticked for action in value.split(ALIKE) if action)
        return {"url": self.cleaned_data["url"], "actions": list(actions)}


def _groups() -> Groups:
    """The acts that have words, by the one type of case that knows them, those of several together last; then by their
    words, since types call acts alike that have names of their own.
    """
    groups: Groups = {kind: {} for kind in (*TYPES, SHARED)}
    for action, label in ACTIONS.items():
        kinds = [kind for kind, found in TYPES.items() if action in rules.RIGHTS[found.model]]
        groups[kinds[0] if len(kinds) == 1 else SHARED].setdefault(str(label), []).append(action)
    return {group: found for group, found in groups.items() if found}


def _named(group: str) -> str:
    if group == SHARED:
        return gettext("Told of what is done to several types of case")
    words = str(TYPES[group].model._meta.verbose_name)
    return gettext("Told of what is done to one type of case: %(type)s") % {"type": words}
