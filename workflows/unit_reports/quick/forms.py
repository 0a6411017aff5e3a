from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.days import MomentField
from approvals.pages.fields import TextField
from units.models import Unit
from workflows.unit_reports.findings import Entries

from .questions import MOST, askable


class AskForm(forms.Form):
    """Who is asked what of the report, and until when. Times are typed and shown in Vietnamese time."""

    asked_of = TextField(
        label=_("Who is asked"),
        help_text=_("For example the head of a residential group. The name stands on the form."),
        max_length=200,
        error_messages={"required": _("Say who is asked.")},
    )
    parts = forms.MultipleChoiceField(
        label=_("Questions"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one question.")},
    )
    until = MomentField(label=_("Open until"), error_messages={"required": _("Say until when the link is open.")})
    many = forms.BooleanField(
        label=_("May be answered more than once until then"),
        required=False,
        help_text=_("For a place that several people fill. Without it the link closes with the first answer."),
    )

    def __init__(self, entries: Entries, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["parts"]
        field.choices = askable(entries)  # type: ignore[attr-defined]
        field.help_text = _("One to %(most)d: a quick form is answered on a phone in a minute.") % {"most": MOST}


class AskManyForm(forms.Form):
    """Which units are asked what of a period, and until when."""

    units = forms.TypedMultipleChoiceField(
        label=_("Units"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one unit.")},
    )
    asked_of = TextField(
        label=_("Who is asked"),
        help_text=_("For example the head of a residential group. The name of the unit is put behind it."),
        max_length=120,
        error_messages={"required": _("Say who is asked.")},
    )
    parts = forms.MultipleChoiceField(
        label=_("Questions"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each unit is asked those that it reports, six at most."),
        error_messages={"required": _("Choose at least one question.")},
    )
    until = MomentField(label=_("Open until"), error_messages={"required": _("Say until when the link is open.")})
    many = forms.BooleanField(label=_("May be answered more than once until then"), required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], questions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["units"]
        chosen.choices = [(unit.pk, unit.short_name) for unit in units]
        parts: Any = self.fields["parts"]
        parts.choices = questions


class LeaveForm(forms.Form):
    reason = TextField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The report's history shows it."),
        error_messages={"required": _("Say why it is not taken.")},
    )


class CodeForm(forms.Form):
    paper = TextField(
        label=_("Code on the form"),
        max_length=40,
        help_text=_("It stands at the foot of the printed form, for example PN-123-AB."),
        error_messages={"required": _("Type the code that stands on the paper.")},
    )
