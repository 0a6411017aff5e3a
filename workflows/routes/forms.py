from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import text_fields
from units import grants
from units.models import Office, Unit
from workflows.models import Step

MOST_DAYS = 30


def deciding_offices() -> list[tuple[str, str]]:
    """The offices whose grants let their holders decide: a step of another one would wait for ever."""
    return [
        (office, str(label)) for office, label in Office.choices if "approve_reports" in grants.ON_WARD.get(office, ())
    ]


class StepForm(forms.ModelForm):
    """A step of a route in `ward`. The allowance is in working days."""

    office = forms.ChoiceField(label=_("Office"), choices=deciding_offices)

    class Meta:
        model = Step
        formfield_callback = text_fields
        fields = ["title", "unit", "office", "need", "allowance"]
        help_texts = {
            "title": _("As the report's page shows it, for example “Phó Trưởng Ban”."),
            "unit": _("Whoever holds the office in this unit decides the step."),
            "need": _("Whether one of several people who hold the office is enough."),
            "allowance": _("How many working days the step may take."),
        }

    def __init__(self, *args: Any, ward: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(Q(ward=ward) | Q(pk=ward.pk), retired_at=None)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].empty_label = _("Choose a unit")  # type: ignore[attr-defined]

    def clean_allowance(self) -> int:
        allowance: int = self.cleaned_data["allowance"]
        if not 1 <= allowance <= MOST_DAYS:
            raise forms.ValidationError(_("Between 1 and %(most)d working days.") % {"most": MOST_DAYS})
        return allowance
