from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import text_fields
from units.models import Unit
from workflows.models import AtEnd, Step, Verb

from .conditions import CONDITIONS

MOST_HOURS = 240
MOST_PEOPLE = 50


class SeenForm(forms.Form):
    """The number of the route's version that a page was shown with; 0, which no version has, where it says none."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0


class StepForm(forms.ModelForm, SeenForm):
    """A step of a route in `ward`, whose version `number` is in force. The allowance is in working hours. Where nothing
    is chosen for its end, that is what is usual for what is asked.
    """

    class Meta:
        model = Step
        formfield_callback = text_fields
        fields = ["title", "verb", "beside", "unit", "office", "need", "quorum", "allowance"]
        fields += ["at_end", "to_unit", "to_office"]
        fields += ["condition", "reversed", "otherwise"]
        widgets: ClassVar = {"condition": forms.Select}
        help_texts = {
            "title": _("As the report's page shows it, for example “Phó Trưởng Ban”."),
            "unit": _("Whoever holds the office in this unit decides the step."),
            "verb": _("An opinion is no approval: whoever is asked agrees, agrees with remarks or disagrees."),
            "beside": _("Both are asked at once; the route goes on when all of them are done."),
            "need": _("How many of the people who hold the office have to decide."),
            "quorum": _("Counts where “a number of them” is chosen above."),
            "condition": _("Read when the report is sent for approval. The step is left out where it does not hold."),
            "reversed": _("The step is taken where the condition does not hold."),
            "otherwise": _("It stands for the step before it, where that one's condition does not hold."),
            "allowance": _(
                "How many working hours the step may take: 8 working hours are 1 day. They run in the hours of the "
                "page of working hours; urgent reports get a part of them."
            ),
            "at_end": _(
                "Reminding goes on each working day. An opinion that nobody has given may be passed over, and counts "
                "as none; nothing is approved by silence."
            ),
            "to_unit": _("Where another office is told: whoever holds it there reads the report, and decides nothing."),
            "to_office": _("Held in the unit that is told."),
        }

    def __init__(self, *args: Any, ward: Unit, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = number
        units = Unit.objects.filter(Q(ward=ward) | Q(pk=ward.pk), retired_at=None)
        self.fields["condition"].widget.choices = [
            ("", _("always")),
            *((code, condition.label) for code, condition in CONDITIONS.items()),
        ]
        for name in ("unit", "to_unit"):
            self.fields[name].queryset = units  # type: ignore[attr-defined]
            self.fields[name].empty_label = _("Choose a unit")  # type: ignore[attr-defined]
        self.fields["at_end"].required = False

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
        if not 1 <= allowance <= MOST_HOURS:
            raise forms.ValidationError(_("Between 1 and %(most)d working hours.") % {"most": MOST_HOURS})
        return allowance

    def clean(self) -> dict[str, Any]:
        """Whom nobody is told of is not kept."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        given["at_end"] = given.get("at_end") or Step(verb=given.get("verb", Verb.APPROVE)).usual_end
        if given["at_end"] != AtEnd.ESCALATE:
            given |= {"to_unit": None, "to_office": ""}
        return given
