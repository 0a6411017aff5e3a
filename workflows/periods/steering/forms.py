from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.pages.days import DayField
from workflows.cases.inputs.forms import ReasonForm
from workflows.models import ReportingPeriod, UnitReport
from workflows.periods.opening.forms import due_at
from workflows.pure.calendar import last_day


class DueForm(ReasonForm):
    """Other due times of a period for all, and why. A day is the last that is in time, until its end."""

    unit_until = DayField(label=_("Units report by the end of"))
    ward_until = DayField(label=_("The ward reports by the end of"))

    field_order = ["unit_until", "ward_until", "reason"]

    def __init__(self, *args: Any, period: ReportingPeriod, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_until"].initial = last_day(period.unit_due_at)
        self.fields["ward_until"].initial = last_day(period.ward_due_at)

    @property
    def due(self) -> dict[str, datetime]:
        """As `actions.change_due` takes them."""
        return {f"{who}_due_at": due_at(self.cleaned_data[f"{who}_until"]) for who in ("unit", "ward")}


class ExtendForm(ReasonForm):
    """Until when one unit may report, and why."""

    unit_until = DayField(label=_("The unit reports by the end of"))

    field_order = ["unit_until", "reason"]

    def __init__(self, *args: Any, report: UnitReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_until"].initial = last_day(report.due_at)

    @property
    def due_at(self) -> datetime:
        return due_at(self.cleaned_data["unit_until"])
