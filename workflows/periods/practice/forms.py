from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.clock import today
from approvals.pages.days import DayField
from units.models import Unit
from workflows.cases.times import calendar_days
from workflows.periods.asking.forms import UNIT_DAYS, WARD_DAYS
from workflows.periods.opening.forms import due_at


class PracticeForm(forms.Form):
    """Until when the units and the ward practise. A day is the last that is in time, until its end."""

    unit_until = DayField(label=_("Units report by the end of"))
    ward_until = DayField(label=_("The ward reports by the end of"))

    def __init__(self, *args: Any, ward: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        calendar = calendar_days.of(ward.pk)
        self.fields["unit_until"].initial = calendar.after(today(), UNIT_DAYS)
        self.fields["ward_until"].initial = calendar.after(today(), WARD_DAYS)

    @property
    def due(self) -> dict[str, datetime]:
        """As `actions.begin` takes them."""
        return {f"{who}_due_at": due_at(self.cleaned_data[f"{who}_until"]) for who in ("unit", "ward")}
