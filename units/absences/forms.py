from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.clock import today
from approvals.pages.days import DayField
from approvals.pages.fields import TextField
from units import rules
from units.models import Person
from units.offices.forms import TermForm


class AbsenceForm(TermForm):
    """From which day until the end of which somebody is away, and who stands in for them. Days are days in Vietnam."""

    starts_on = DayField(label=_("From the day"), initial=today)
    last_day = DayField(label=_("Until the end of"))
    substitute = forms.ModelChoiceField(Person.objects.none(), label=_("Substitute"), empty_label=_("Choose a person"))
    reason = TextField(label=_("Reason"), max_length=200, required=False)

    field_order = ["starts_on", "last_day", "substitute", "reason"]

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["substitute"].queryset = rules.colleagues_of(person)  # type: ignore[attr-defined]

    @property
    def absence(self) -> dict[str, Any]:
        """The cleaned absence as `actions.start_absence` takes it."""
        return {name: self.cleaned_data[name] for name in ("substitute", "reason")} | self.term
