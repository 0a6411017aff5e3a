from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.clock import now
from approvals.pages.fields import TextField, printed_fields
from workflows.cases.inputs.fields import NumberField
from workflows.models import ReportKind
from workflows.periods.forms import SCHEDULE_HELP
from workflows.periods.kinds import ASKED, DAYS, THRESHOLDS, edits_of
from workflows.pure import period_codes
from workflows.pure.calendar import Calendar
from workflows.pure.period_codes import PERIODIC
from workflows.pure.period_words import short_words
from workflows.pure.schedule import BadSchedule, first_still_due

LATER, OPEN_TOO = "later", "open"
FIRST_CHOICES = 12  # periods with which a kind may begin


class Threshold(NumberField):
    """A number above 0, and `most` at most, with so many decimals."""

    def __init__(self, *, decimals: int, most: int, **options: Any) -> None:
        super().__init__(**options)
        self.decimals, self.most = decimals, most
        self.widget.attrs["inputmode"] = "decimal"

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is not None and not (0 < value <= self.most and value == round(value, self.decimals)):
            sentence = gettext("Write a number above 0, at most %(most)d, with at most %(decimals)d decimals.")
            raise forms.ValidationError(sentence % {"most": self.most, "decimals": self.decimals})


class ReachForm(forms.Form):
    """A reason, needed where the field `reach_field` is OPEN_TOO: the units whose due time moves read it."""

    reason = TextField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where open periods are given other due times: their units read it in a mail."),
    )
    reach_field = "reach"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get(self.reach_field) == OPEN_TOO and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why: the units of the open periods read it."))
        return cleaned


class ScheduleForm(ReachForm, forms.ModelForm):
    """When the periods of a kind fall, and from where on its figures are red or asked about.

    `has_periods`: whether any has opened, after which it stays as often as it is and begins with no other; `has_open`
    whether one is open, to which the changes may be applied too.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    inclusive = forms.TypedChoiceField(
        label=_("How the days are meant"),
        choices=[("0", _("before this day: “trước ngày 05”")), ("1", _("no later than it: “chậm nhất ngày 05”"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    opens_from = forms.TypedChoiceField(
        label=_("The first period"),
        coerce=date.fromisoformat,
        help_text=_("Periods before it do not open. Those that would be late already are not offered."),
    )
    green = Threshold(
        label=_("Green from"),
        decimals=2,
        most=9,
        help_text=_("1 is the whole of what the goal asks for by now; 0,8 is four fifths of it."),
    )
    amber = Threshold(
        label=_("Yellow from"),
        decimals=2,
        most=9,
        help_text=_("Below it an indicator is red. It acts at the next consolidation."),
    )
    jump_deviations = Threshold(
        label=_("A jump: median deviations"),
        decimals=1,
        most=99,
        help_text=_(
            "A unit is asked for a reason where its figure lies this many median deviations from its last ones."
        ),
    )
    jump_percent = Threshold(
        label=_("A jump: percent of the median"),
        decimals=1,
        most=999,
        help_text=_("A figure that differs from the median of the last ones by more is asked about at any rate."),
    )
    reach = forms.ChoiceField(
        label=_("For which periods"),
        choices=[(LATER, _("for those that have not opened yet")), (OPEN_TOO, _("for those too that are open"))],
        initial=LATER,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = ReportKind
        formfield_callback = printed_fields
        fields = ["frequency", *DAYS, "opens_from", "first_covers_year", *THRESHOLDS]
        labels = {"first_covers_year": _("The first period tells the year so far")}
        help_texts = SCHEDULE_HELP | {
            "first_covers_year": _(
                "For a kind that begins within the year: in its first period units report everything since the year "
                "began, so that the year to date is whole. What the period brought is then not compared with it."
            )
        }

    field_order = ["frequency", "unit_day", "ward_day", "inclusive"]

    def __init__(self, *args: Any, calendar: Calendar, has_periods: bool, has_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.instance
        self.initial["inclusive"] = "1" if kind.inclusive else "0"
        self.initial["opens_from"] = kind.opens_from.isoformat()
        self.fields["seen"].initial = edits_of(kind)
        for name in _left_out(kind, has_periods=has_periods, has_open=has_open):
            del self.fields[name]
        if "opens_from" in self.fields:
            self.fields["opens_from"].choices = _beginnings(kind, calendar)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        green, amber = cleaned.get("green"), cleaned.get("amber")
        if green is not None and amber is not None and amber >= green:
            self.add_error("amber", _("Yellow begins below green: write a smaller number here."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The schedule says how the days go together: the table's own constraint has no words for it."""
        return {*super()._get_validation_exclusions(), "ward_day"}  # type: ignore[misc]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors and self.instance.frequency in PERIODIC:
            try:
                self.instance.schedule  # noqa: B018 (its settings are checked when it is put together)
            except BadSchedule as fault:
                self.add_error(None, str(fault))

    @property
    def settings(self) -> dict[str, Any]:
        """What is typed, as the action takes it."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "reach", "reason")}
        return values | ({"months": None} if values.get("frequency", "annual") != "annual" else {})

    @property
    def moves_open(self) -> bool:
        return self.cleaned_data.get("reach") == OPEN_TOO


def _left_out(kind: ReportKind, *, has_periods: bool, has_open: bool) -> set[str]:
    """The fields that mean nothing for this kind."""
    left_out = set() if kind.on_plan else set(THRESHOLDS)
    if not has_open:
        left_out |= {"reach", "reason"}
    if kind.frequency not in PERIODIC:
        stays = has_periods or kind.code == ASKED
        return left_out | {"opens_from", "first_covers_year"} | ({"frequency", *DAYS} if stays else set())
    if period_codes.A_YEAR.get(kind.frequency) == 1:
        left_out |= {"first_covers_year"}
    if has_periods:
        left_out |= {"frequency", "opens_from", "month_offset" if kind.frequency == "annual" else "due_month"}
    return left_out


def _beginnings(kind: ReportKind, calendar: Calendar) -> list[tuple[str, str]]:
    """The periods with which the kind may begin, from the first that can still be reported in time."""
    first = period_codes.of_day(kind.frequency, first_still_due(kind.schedule, now(), calendar))
    offered = {each.first: short_words(each.code) for by in range(FIRST_CHOICES) if (each := first.moved(by))}
    own = period_codes.of_day(kind.frequency, kind.opens_from)
    offered.setdefault(kind.opens_from, short_words(own.code))
    return [(day.isoformat(), words) for day, words in sorted(offered.items())]
