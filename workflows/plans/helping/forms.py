from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from units.plans.versions import PlanPart
from workflows.cases.inputs.forms import ReasonForm


class HelpingForm(ReasonForm):
    """Of each indicator, by number, the units that cooperate and only help; the others report figures that count."""

    def __init__(self, parts: Iterable[PlanPart], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = [part for part in parts if part.helpers]
        fields: dict[str, forms.Field] = {}
        for part in self.parts:
            fields[f"i{part.row.number}"] = forms.MultipleChoiceField(
                label=str(part.row),
                choices=[(str(unit.pk), unit.short_name) for unit in part.helpers],
                initial=[str(pk) for pk in part.only_help],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Leads: %(unit)s") % {"unit": part.row.lead.short_name},
            )
        self.fields = fields | self.fields

    @property
    def helping(self) -> dict[int, list[int]]:
        """The ticked units by the indicator's number, of a form that is valid."""
        return {part.row.number: [int(pk) for pk in self.cleaned_data[f"i{part.row.number}"]] for part in self.parts}
