from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.clock import deadline, now, today
from approvals.pages.days import DayField, midnight
from units.models import Plan
from workflows.cases.times.days_off import DueDaysForm
from workflows.models import ReportKind
from workflows.pure import period_codes
from workflows.pure.calendar import Calendar, last_day
from workflows.pure.period_words import short_words
from workflows.pure.schedule import due_words, plan_period

BEFORE, AFTER = 12, 6  # periods around the present one that are offered


def in_both_words(at: datetime) -> str:
    """A due time as pages tell it and forms ask for it, and the last day in time."""
    values = {"before": deadline(at), "last": f"{last_day(at):%d/%m/%Y}"}
    return gettext("Now: before %(before)s, which is until the end of %(last)s.") % values


class OpenForm(DueDaysForm):
    """Which period of a kind is opened by hand, and with which days where its own are over."""

    period = forms.ChoiceField(label=_("Period"))
    unit_before = DayField(
        label=_("Units report before"),
        required=False,
        help_text=_("Blank: as the schedule has it. Needed for a period whose days are over."),
    )
    ward_before = DayField(label=_("The ward reports before"), required=False)
    due_days = ("unit_before", "ward_before")

    def __init__(self, *args: Any, kind: ReportKind, calendar: Calendar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ward_id = kind.ward_id
        self.fields["period"].choices = _choices(kind, calendar)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if bool(cleaned.get("unit_before")) != bool(cleaned.get("ward_before")) and not self.errors:
            empty = "ward_before" if cleaned.get("unit_before") else "unit_before"
            self.add_error(empty, _("Write both days, or neither."))
        return super().clean()

    @property
    def due(self) -> tuple[datetime, datetime] | None:
        """The due times of units and ward, None where the schedule's count."""
        units, ward = (self.cleaned_data[f"{who}_before"] for who in ("unit", "ward"))
        return (midnight(units), midnight(ward)) if units else None


def _choices(kind: ReportKind, calendar: Calendar) -> list[tuple[str, str]]:
    """The periods around now that are not open and for whose year there is a plan, the next ones first."""
    years = set(Plan.objects.filter(ward=kind.ward_id).values_list("year", flat=True))
    there = set(kind.periods.standing().values_list("code", flat=True))
    present = period_codes.of_day(kind.frequency, today())
    around = [present.moved(by) for by in (*range(AFTER), *range(-1, -BEFORE - 1, -1))]
    return [
        (each.code, _words(kind, each.code, calendar))
        for each in around
        if each.year in years and each.code not in there
    ]


def _words(kind: ReportKind, code: str, calendar: Calendar) -> str:
    plan = plan_period(kind.schedule, code, calendar)
    due = due_words(plan.unit_due_at, inclusive=kind.inclusive)
    values = {"period": short_words(code), "due": f"{due}/{plan.unit_due_at:%Y}"}
    if plan.unit_due_at <= now():
        return _("%(period)s: days are over (%(due)s), choose others below") % values
    return _("%(period)s: units %(due)s") % values
