from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import RowsField
from approvals.text.vietnamese import in_order_of_people
from units.models import Membership, Unit
from workflows.cases.inputs.forms import ReasonForm


class UnitPairForm(forms.Form):
    """Which unit is merged into which."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit that ends"))
    into = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit that goes on with its work"))

    def __init__(self, ward: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = ward.members.filter(retired_at=None).order_by("order", "code")
        for name in ("unit", "into"):
            self.fields[name].queryset = units  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        if chosen.get("unit") and chosen.get("unit") == chosen.get("into"):
            self.add_error("into", _("Choose another unit of the ward, into which it is merged."))
        return chosen


class HeadingForm(ReasonForm):
    """Which unit reports for all that stand below it, and why."""

    heading = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Reports for all units below it"),
        help_text=_("Units below which others stand that report. A unit's parent is chosen on its own page."),
    )
    field_order = ("heading", "reason")

    def __init__(self, ward: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        headings = ward.members.filter(retired_at=None, children__reports=True, children__retired_at=None).distinct()
        self.fields["heading"].queryset = headings.order_by("order", "code")  # type: ignore[attr-defined]


class MergeUnitForm(ReasonForm):
    """Which offices go along, and why."""

    people = RowsField(
        Membership.objects.none(),
        label=_("Who goes along, with the same office"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The others hold no office any more, unless they have one elsewhere."),
    )
    field_order = ("people", "reason")

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Membership.objects.unended().own().filter(unit=unit).select_related("person", "unit")
        field: Any = self.fields["people"]
        field.queryset = offices.order_by("office", *in_order_of_people("person__name"))
        field.label_from_instance = lambda row: f"{row.person}, {row.office_label}"
        field.initial = list(offices.values_list("pk", flat=True))
