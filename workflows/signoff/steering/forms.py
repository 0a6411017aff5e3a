from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import TextField
from units.models import Membership, Office, Unit
from workflows.cases.inputs.forms import ReasonForm
from workflows.models import CaseStep, Verb
from workflows.models.cases import RoutedCase
from workflows.models.routes import AFTER
from workflows.routes.forms import MOST_HOURS

ADDED = [(verb.value, verb.label) for verb in Verb if verb not in AFTER]


class SteerForm(ReasonForm):
    """Why the steps of a case are adjusted; `seen` is the number of events in its trail that the page showed."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: RoutedCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = case.trail_seq
        self.case = case

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0

    def show_again(self) -> None:
        """After a refusal: what was typed stands, and is sent with what the reader is shown now."""
        again = self.data.copy()  # type: ignore[attr-defined]
        again["seen"] = self.case.trail_seq
        self.data = again


class HandOverForm(SteerForm):
    """To whom a step is handed over, of those who may decide it."""

    to = forms.TypedChoiceField(label=_("Decides instead"), coerce=int)
    field_order = ("to", "reason")

    def __init__(self, *args: Any, offered: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose a person")),
            *((each.pk, f"{each.person}: {each.get_office_display()}, {each.unit.short_name}") for each in offered),
        ]


class InsertForm(SteerForm):
    """A step more on the way of one case."""

    title = TextField(label=_("Name of the step"), max_length=120)
    verb = forms.ChoiceField(label=_("What is asked"), choices=ADDED)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("Choose a unit"))
    office = forms.ChoiceField(label=_("Office"), choices=Office.choices, initial=Office.APPROVER)
    allowance = forms.IntegerField(label=_("Working hours allowed"), min_value=1, max_value=MOST_HOURS, initial=8)
    before = forms.TypedChoiceField(label=_("At the step"), coerce=int)
    beside = forms.TypedChoiceField(
        label=_("When it is asked"),
        choices=[("", _("ahead of that step, which waits meanwhile")), ("1", _("at the same time as that step"))],
        coerce=bool,
        empty_value=False,  # type: ignore[arg-type]
        required=False,
    )
    field_order = ("title", "verb", "unit", "office", "allowance", "before", "beside", "reason")

    def __init__(self, *args: Any, units: Any, places: Sequence[CaseStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["before"].choices = [(step.pk, step.title) for step in places]  # type: ignore[attr-defined]
