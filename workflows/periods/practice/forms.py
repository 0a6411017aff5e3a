from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.clock import today
from approvals.pages.days import DayField, midnight
from units.models import Unit
from workflows.cases.times import calendar_days
from workflows.cases.times.days_off import DueDaysForm
from workflows.periods.asking.forms import DAY, UNIT_DAYS, WARD_DAYS


class PracticeForm(DueDaysForm):
    """Until when the units and the ward practise. A day is the first that is late, as every page tells it."""

    unit_before = DayField(label=_("Units report before"))
    ward_before = DayField(label=_("The ward reports before"))
    due_days = ("unit_before", "ward_before")

    def __init__(self, *args: Any, ward: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ward_id = ward.pk
        calendar = calendar_days.of(ward.pk)
        self.fields["unit_before"].initial = calendar.after(today(), UNIT_DAYS) + DAY
        self.fields["ward_before"].initial = calendar.after(today(), WARD_DAYS) + DAY

    @property
    def due(self) -> dict[str, datetime]:
        """As `actions.begin` takes them."""
        return {f"{who}_due_at": midnight(self.cleaned_data[f"{who}_before"]) for who in ("unit", "ward")}
