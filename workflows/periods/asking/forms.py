from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.clock import today
from approvals.pages.days import DayField, midnight
from approvals.pages.fields import PrintedField, RowsField, TextField
from units.models import Unit
from workflows.cases.times import calendar_days
from workflows.cases.times.days_off import DueDaysForm
from workflows.models import ReportKind
from workflows.periods.kinds import ASKED

from .outline import RequestOutlineForm

DAY = timedelta(days=1)
UNIT_DAYS, WARD_DAYS = 3, 5  # working days that a request usually allows


class AskForReportForm(DueDaysForm, RequestOutlineForm):
    """What the office asks units to report by itself. A day is the first that is late, as every page tells it."""

    kind = forms.ModelChoiceField(ReportKind.objects.none(), label=_("Kind"), empty_label=None)
    title = PrintedField(
        label=_("What the report is about"),
        max_length=150,
        help_text=_("The title of the report, for example “Rà soát hạ tầng số tại các tổ dân phố”."),
        error_messages={"required": _("Say in a few words what the report is about.")},
    )
    brief = TextField(
        label=_("What the office asks for"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Units read it above the form in which they report, and in the mail that tells them."),
        error_messages={"required": _("Say what the units are to report.")},
    )
    units = RowsField(
        Unit.objects.none(),
        label=_("Units that report"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one unit that is to report.")},
    )
    unit_day = DayField(label=_("Units report before"))
    ward_day = DayField(label=_("The ward reports before"))
    due_days = ("unit_day", "ward_day")
    on_plan = forms.BooleanField(
        label=_("With the plan's indicators and assignments too"),
        required=False,
        help_text=_("Otherwise units report in words: results, difficulties, proposals, directions."),
    )

    def __init__(self, *args: Any, ward: Unit, **kwargs: Any) -> None:
        every = list(ReportKind.objects.of_reports().filter(ward=ward).order_by("pk"))
        super().__init__(*args, kinds=every, **kwargs)
        kinds = ReportKind.objects.asked().filter(ward=ward)
        units = Unit.objects.filter(ward=ward, reports=True, retired_at=None)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]
        self.fields["units"].label_from_instance = lambda unit: unit.short_name  # type: ignore[attr-defined]
        self.fields["units"].initial = units
        self.has_wards = any(unit.delivers for unit in units)
        self.ward_id = ward.pk
        calendar = calendar_days.of(ward.pk)
        self.fields["unit_day"].initial = calendar.after(today(), UNIT_DAYS) + DAY
        self.fields["ward_day"].initial = calendar.after(today(), WARD_DAYS) + DAY
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]
        self.usual = next((kind for kind in kinds if kind.code == ASKED), None)
        if len(kinds) < 2:
            del self.fields["kind"]  # the ward's own, which is made where it is not there yet

    @property
    def asked(self) -> dict[str, Any]:
        """What is typed, as `requests.ask_for_report` takes it."""
        kept = {name: self.cleaned_data[name] for name in ("title", "brief", "on_plan")}
        due = {f"{who}_due_at": midnight(self.cleaned_data[f"{who}_day"]) for who in ("unit", "ward")}
        kind = self.cleaned_data.get("kind")
        asks = self.asks(kind or self.usual)
        return kept | due | {"units": list(self.cleaned_data["units"]), "kind": kind, "asks": asks}
