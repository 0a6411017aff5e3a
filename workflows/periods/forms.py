import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import RowsField, printed_fields
from units.models import Plan, Unit
from workflows.models import ReportKind

from .kinds import DAYS, edits_of

SYMBOL = re.compile(r"[^\W\d_]+(-[^\W\d_]+)+")
SCHEDULE_HELP = {
    "frequency": _("It stays as it is once a period of the kind has opened."),
    "unit_day": _("A day of the month, 1 to 28; of a weekly report a day of the week, 1 for Monday to 7."),
    "ward_day": _("After the units' day."),
    "month_offset": _("0 is the last month covered itself, 1 the month after; of a weekly report weeks."),
    "due_month": _("Of a yearly report: in which month of its own year it is due."),
    "window_start_day": _("1 is the whole month or week; 15 is from day 15 of the month before to day 14."),
    "lead_days": _("Counted from the units' due day; of a weekly report at most 14."),
}
OTHERS = {"BC-BCĐ": ReportKind.Form.PEOPLE, "BC-UBND": ReportKind.Form.COMMITTEE}


class KindForm(forms.ModelForm):
    """Who issues the reports of a kind, and the symbol after their number, kept as it is typed."""

    class Meta:
        model = ReportKind
        formfield_callback = printed_fields
        fields = ["form", "symbol"]
        widgets = {"form": forms.RadioSelect}
        help_texts = {
            "form": _("The heading of the document and the lines above the signature follow from it."),
            "symbol": _("What stands after the number: BC-BCĐ for the committee, BC-UBND for the People's Committee."),
        }

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        symbol = cleaned.get("symbol", "")
        if symbol and not SYMBOL.fullmatch(symbol):
            self.add_error("symbol", _("Letters joined by hyphens, without spaces, for example BC-BCĐ."))
        elif OTHERS.get(symbol, "") == cleaned.get("form"):
            self.add_error("symbol", _("This is the symbol of the other form. Write the one of this form."))
        return cleaned


class ReportKindForm(KindForm):
    """A kind of report of `ward`: who reports and what, and who issues it. When it is due has a page of its own."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    plan_number = forms.ChoiceField(
        label=_("Follows the plan"),
        required=False,
        help_text=_("Where several plans are in force in a year. Periods that are open keep theirs."),
    )
    unit_kinds = forms.MultipleChoiceField(
        label=_("Kinds of unit"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Counts where the units of these kinds report."),
    )

    class Meta(KindForm.Meta):
        fields = ["name", "on_plan", "plan_number", "months", "reporters", "units", "unit_kinds", "form", "symbol"]
        widgets = {
            "form": forms.RadioSelect,
            "reporters": forms.RadioSelect,
            "units": forms.CheckboxSelectMultiple,
        }
        field_classes = {"units": RowsField}
        help_texts = KindForm.Meta.help_texts | {
            "name": _("As people call it, for example “Báo cáo quý”: its period is added to it."),
            "on_plan": _("Without it units report in words alone, and the document has no annexes."),
            "months": _("Of a yearly report: its figures begin with the sum of these months."),
            "units": _("Counts where chosen units report."),
        }

    def __init__(self, *args: Any, ward: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(ward=ward, reports=True, retired_at=None)
        kinds = dict.fromkeys([*(unit.kind for unit in units if unit.kind), *self.instance.unit_kinds])
        months = ReportKind.objects.of_reports().filter(ward=ward, frequency="monthly", on_plan=True)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit_kinds"].choices = [(kind, kind) for kind in kinds]  # type: ignore[attr-defined]
        numbers = Plan.objects.filter(ward=ward).order_by("-year", "number").values_list("number", flat=True).distinct()
        chosen = dict.fromkeys([*numbers, *filter(None, [self.instance.plan_number])])
        first = [("", _("the first of the year"))]
        self.fields["plan_number"].choices = [*first, *((each, each) for each in chosen)]  # type: ignore[attr-defined]
        self.fields["months"].queryset = months  # type: ignore[attr-defined]
        self.fields["months"].empty_label = _("no months")  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["seen"].initial = edits_of(self.instance)

    def _get_validation_exclusions(self) -> set[str]:
        """The actions say how the days go together: the table's own constraint has no words for it."""
        return {*super()._get_validation_exclusions(), "ward_day"}  # type: ignore[misc]

    @property
    def settings(self) -> dict[str, Any]:
        """What is typed, as the actions take it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "like")}


class NewReportKindForm(ReportKindForm):
    """The same of a kind that is made, with when it is due and whose route it takes over."""

    seen = None  # type: ignore[assignment]
    like = forms.ModelChoiceField(
        ReportKind.objects.none(),
        label=_("Route as that of"),
        empty_label=None,
        help_text=_("Its steps are copied; they are changed afterwards on the page of routes."),
    )

    class Meta(ReportKindForm.Meta):
        fields = [*ReportKindForm.Meta.fields, "frequency", *DAYS]
        help_texts = ReportKindForm.Meta.help_texts | SCHEDULE_HELP

    field_order = ["name", "like", "frequency"]

    def __init__(self, *args: Any, ward: Unit, **kwargs: Any) -> None:
        super().__init__(*args, ward=ward, **kwargs)
        self.fields["like"].queryset = ReportKind.objects.of_reports().filter(ward=ward)  # type: ignore[attr-defined]
