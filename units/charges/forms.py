from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.clock import now
from approvals.text.vietnamese import in_order_of_people
from units import grants
from units.models import Membership, Person, Unit
from units.offices.forms import TermForm

from .fields import fields_of


class ChargeForm(TermForm):
    """Who is in charge of a field or of a unit, from a day until the end of another. Days are days in Vietnam."""

    leader = forms.ModelChoiceField(Person.objects.none(), label=_("Leader"), empty_label=_("Choose a person"))
    field = forms.ChoiceField(
        label=_("In charge of the field"), required=False, help_text=_("A group of assignments of the plan.")
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("or in charge of the unit"),
        required=False,
        empty_label=_("No unit"),
        help_text=_("Choose a field or a unit, one of the two."),
    )

    field_order = ["leader", "field", "unit", "starts_on", "last_day"]

    def __init__(self, *args: Any, ward: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = leaders_of(ward)  # type: ignore[attr-defined]
        self.fields["field"].choices = [("", _("No field")), *((name, name) for name in fields_of(ward))]  # type: ignore[attr-defined]
        self.fields["unit"].queryset = ward.members.filter(retired_at=None)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors and bool(self.cleaned_data["field"]) == bool(self.cleaned_data["unit"]):
            self.add_error("unit", _("Say what they are in charge of: a field or a unit, one of the two."))
        return self.cleaned_data

    @property
    def charge(self) -> dict[str, Any]:
        """The cleaned charge as `actions.start_charge` takes it."""
        return {name: self.cleaned_data[name] for name in ("leader", "field", "unit")} | self.term


def leaders_of(ward: Unit) -> "QuerySet[Person]":
    """Whoever approves in the ward now, not in the place of somebody absent, by name."""
    approving = Membership.objects.at(now()).filter(
        Q(unit=ward) | Q(unit__ward=ward), office__in=grants.offices_with("approve_reports"), substitution=None
    )
    people = Person.objects.filter(is_active=True, pk__in=approving.values("person"))
    return people.order_by(*in_order_of_people("name"), "pk")
