from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import PrintedField
from units.models import Aggregation
from workflows.cases.inputs.fields import NumberField
from workflows.models import IndicatorFigure

PARTS: dict[str, tuple[str, ...]] = {
    Aggregation.RATIO: ("numerator", "denominator"),
    Aggregation.MEAN: ("value", "denominator"),
}
LABELS = {"value": _("Value"), "numerator": _("Numerator"), "denominator": _("Denominator")}


class OverrideForm(forms.Form):
    """The figure that takes the computed one's place, in the shape in which a unit reports it, and why."""

    reason = PrintedField(
        label=_("Reason"),
        help_text=_("It stands beside the figure for everybody who reads the report, and in the trail."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please give a reason: those concerned will read it.")},
    )

    def __init__(self, figure: IndicatorFigure, data: Any = None) -> None:
        parts = PARTS.get(figure.indicator.aggregation, ("value",))
        kept = {name: getattr(figure, name) for name in parts} | {"reason": figure.reason}
        super().__init__(data, initial={name: _shown(value) for name, value in kept.items()})
        numbers = {name: NumberField(label=LABELS[name]) for name in parts}
        for field in numbers.values():
            field.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}
        self.fields = numbers | self.fields
        self.parts = parts

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("denominator") == 0:
            self.add_error("denominator", gettext("The denominator must be above 0."))
        return self.cleaned_data

    def given(self) -> dict[str, Decimal]:
        """The numbers, as `actions.override_figure` takes them."""
        return {name: self.cleaned_data[name] for name in self.parts}


def _shown(value: Any) -> Any:
    """As many decimals as can be typed again."""
    return round(value, 4) if isinstance(value, Decimal) else value
