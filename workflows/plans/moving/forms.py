from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.cases.inputs.forms import ReasonForm

from .changes import PeriodChange


class MoveForm(ReasonForm):
    """Which open periods follow the new version, and why. Those that are held up cannot be ticked."""

    periods = forms.MultipleChoiceField(
        label=_("Periods that follow this version from now on"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one period, or leave all as they are.")},
    )
    field_order = ("periods", "reason")

    def __init__(self, found: list[PeriodChange], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = [(str(each.period.pk), str(each.period)) for each in found if not each.held_up]
        self.fields["periods"].choices = free  # type: ignore[attr-defined]
        self.is_empty = not free
