from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import text_fields
from units.models import Unit
from workflows.models import Step

from .conditions import CONDITIONS

MOST_DAYS = 30
MOST_PEOPLE = 50


class SeenForm(forms.Form):
    """The number of the route's version that a page was shown with; 0, which no version has, where it says none."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0


class StepForm(forms.ModelForm, SeenForm):
    """A step of a route in `ward`, whose version `number` is in force. The allowance is in working days."""

    class Meta:
        model = Step
        formfield_callback = text_fields
        fields = ["title", "verb", "beside", "unit", "office", "need", "quorum", "allowance"]
        fields += ["condition", "reversed", "otherwise"]
        widgets: ClassVar = {"condition": forms.Select}
        labels: ClassVar = {"title": _("Name of the step")}
        help_texts = {
            "title": _("As the report's page shows it, for example “Phó Trưởng Ban” or “Ý kiến Công an”."),
            "unit": _("Whoever holds the office in this unit decides the step."),
            "verb": _("An opinion is no approval: whoever is asked agrees, agrees with remarks or disagrees."),
            "beside": _("Both are asked at once; the route goes on when all of them are done."),
            "need": _("How many of the people who hold the office have to decide."),
            "quorum": _("Counts where “a number of them” is chosen above."),
            "condition": _("Read when the report is sent for approval. The step is left out where it does not hold."),
            "reversed": _("The step is taken where the condition does not hold."),
            "otherwise": _("It stands for the step before it, where that one's condition does not hold."),
            "allowance": _(
                "How many working days the step may take. An opinion that nobody has given by then is passed over, and "
                "counts as none."
            ),
        }

    def __init__(self, *args: Any, ward: Unit, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = number
        units = Unit.objects.filter(Q(ward=ward) | Q(pk=ward.pk), retired_at=None)
        self.fields["condition"].widget.choices = [
            ("", _("always")),
            *((code, condition.label) for code, condition in CONDITIONS.items()),
        ]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].empty_label = _("Choose a unit")  # type: ignore[attr-defined]

    def show_again(self, number: int) -> None:
        """After a refusal: keep what was typed and set `seen` to version `number`, so that it can be sent again."""
        self.data = {name: self.data[name] for name in self.data} | {"seen": number}

    def clean_condition(self) -> str:
        condition: str = self.cleaned_data["condition"]
        if condition and condition not in CONDITIONS:
            raise forms.ValidationError(_("Choose a condition from the list."))
        return condition

    def clean_quorum(self) -> int:
        quorum: int = self.cleaned_data["quorum"]
        if not 1 <= quorum <= MOST_PEOPLE:
            raise forms.ValidationError(_("Between 1 and %(most)d people.") % {"most": MOST_PEOPLE})
        return quorum

    def clean_allowance(self) -> int:
        allowance: int = self.cleaned_data["allowance"]
        if not 1 <= allowance <= MOST_DAYS:
            raise forms.ValidationError(_("Between 1 and %(most)d working days.") % {"most": MOST_DAYS})
        return allowance
