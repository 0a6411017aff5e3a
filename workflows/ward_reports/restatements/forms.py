from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import PrintedField
from workflows.cases.inputs.fields import NumberField
from workflows.models import IndicatorEntry
from workflows.ward_reports.figures.forms import LABELS, PARTS


class RestatementForm(forms.Form):
    """The corrected figure of an earlier period, in the shape in which the unit reports it, and why."""

    reason = PrintedField(
        label=_("Reason"),
        help_text=_("The office reads it, and the ward's next report to the province tells it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please give a reason: those concerned will read it.")},
    )

    def __init__(self, entry: IndicatorEntry, data: Any = None) -> None:
        self.parts = PARTS.get(entry.indicator.aggregation, ("value",))
        super().__init__(data, initial={name: getattr(entry, name) for name in self.parts})
        numbers = {name: NumberField(label=LABELS[name]) for name in self.parts}
        for field in numbers.values():
            field.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}
        self.fields = numbers | self.fields

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("denominator") == 0:
            self.add_error("denominator", gettext("The denominator must be above 0."))
        return self.cleaned_data

    def given(self) -> dict[str, Decimal]:
        """The numbers, as `actions.restate` takes them."""
        return {name: self.cleaned_data[name] for name in self.parts}
