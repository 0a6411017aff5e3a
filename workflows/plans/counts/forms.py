from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from approvals.pages.fields import PrintedField
from units.models import Aggregation, Indicator
from units.plans.versions import COUNTS
from workflows.cases.inputs.forms import ReasonForm

ASKED = {Aggregation.RATIO: COUNTS, Aggregation.MEAN: COUNTS[1:]}


class CountsForm(ReasonForm):
    """Of each indicator that is summed up by a numerator and a denominator, what the two count."""

    def __init__(self, indicators: Iterable[Indicator], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [(row, name) for row in indicators for name in ASKED.get(Aggregation(row.aggregation), ())]
        labels = {COUNTS[0]: _("the numerator counts"), COUNTS[1]: _("the denominator counts")}
        fields: dict[str, forms.Field] = {
            f"i{row.number}-{name}": PrintedField(
                label=f"{row}: {labels[name]}", initial=getattr(row, name), required=False, max_length=200
            )
            for row, name in self.asked
        }
        self.fields = fields | self.fields

    @property
    def counts(self) -> dict[int, dict[str, str]]:
        """The words by the indicator's number, of a form that is valid; what was not asked stays as it is."""
        found = {row.number: {each: getattr(row, each) for each in COUNTS} for row, _name in self.asked}
        for row, name in self.asked:
            found[row.number][name] = self.cleaned_data[f"i{row.number}-{name}"]
        return found
