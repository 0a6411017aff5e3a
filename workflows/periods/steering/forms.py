from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.pages.days import DayField, midnight
from workflows.cases.inputs.forms import ReasonForm
from workflows.cases.times.days_off import DueDaysForm
from workflows.models import ReportingPeriod, UnitReport
from workflows.periods.opening.forms import in_both_words
from workflows.pure.calendar import first_late_day


class DueForm(DueDaysForm, ReasonForm):
    """Other due times of a period for all, and why. A day is the first that is late, as every page tells it."""

    unit_before = DayField(label=_("Units report before"))
    ward_before = DayField(label=_("The ward reports before"))

    field_order = ["unit_before", "ward_before", "reason"]
    due_days = ("unit_before", "ward_before")

    def __init__(self, *args: Any, period: ReportingPeriod, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ward_id = period.ward_id
        for who, at in {"unit": period.unit_due_at, "ward": period.ward_due_at}.items():
            field = self.fields[f"{who}_before"]
            field.initial, field.help_text = first_late_day(at), in_both_words(at)

    @property
    def due(self) -> dict[str, datetime]:
        """As `actions.change_due` takes them."""
        return {f"{who}_due_at": midnight(self.cleaned_data[f"{who}_before"]) for who in ("unit", "ward")}


class ExtendForm(DueDaysForm, ReasonForm):
    """Before which day one unit may report, and why."""

    unit_before = DayField(label=_("The unit reports before"))

    field_order = ["unit_before", "reason"]
    due_days = ("unit_before",)

    def __init__(self, *args: Any, report: UnitReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ward_id = report.ward_id
        field = self.fields["unit_before"]
        field.initial, field.help_text = first_late_day(report.due_at), in_both_words(report.due_at)

    @property
    def due_at(self) -> datetime:
        return midnight(self.cleaned_data["unit_before"])
