from collections.abc import Container
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import PrintedField
from units.models import Unit
from workflows.cases.attached.forms import NO_SECRETS
from workflows.cases.inputs.fields import MoneyField
from workflows.models import ReportKind

from .fields.forms import FieldsOfOutline

LONGEST = 60_000
LONGEST_LINE = 300


class LinesField(PrintedField):
    """One thing a line, each of at most LONGEST_LINE letters: an addressee is a line of the register of dispatches."""

    def validate(self, value: str) -> None:
        super().validate(value)
        for number, line in enumerate(value.splitlines(), start=1):
            if len(line) > LONGEST_LINE:
                values = {"number": number, "letters": len(line), "most": LONGEST_LINE}
                sentence = gettext("Line %(number)d has %(letters)d letters, and %(most)d is the most. Shorten it.")
                raise ValidationError(sentence % values, code="long_line")


def lines(label: Any, rows: int, *, of: type[PrintedField] = PrintedField, **options: Any) -> PrintedField:
    return of(label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **options)


class SubmissionForm(FieldsOfOutline):
    """What a document of the ward says. `seen` is the number of edits that the page showed."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    abstract = PrintedField(
        label=_("Abstract"),
        max_length=250,
        help_text=_("What it is about, in one sentence: it stands below the name of its kind, and in the register."),
        error_messages={"required": _("Say in one sentence what the document is about.")},
    )
    addressed_to = lines(
        _("Addressees"), 2, of=LinesField, help_text=_("One a line. Blank for a plan or an announcement.")
    )
    bases = lines(_("Legal bases"), 3, help_text=_("One a line: “Căn cứ …”. Commas and points at the end are added."))
    body = PrintedField(
        label=_("Text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 16, "data-prose": "text"}),
        help_text=_("One paragraph a line. Number, date, heading, signature and recipients are added."),
        error_messages={"required": _("Write the text of the document.")},
    )
    recipients = lines(
        _("Recipients"), 3, of=LinesField, help_text=_("One a line. “Như trên” and “Lưu: VT” are added.")
    )
    amount = MoneyField(
        label=_("Amount asked for, in đồng"),
        required=False,
        help_text=_("Only where it asks for money: the route may depend on it."),
    )

    def watch(self) -> None:
        """Give each field what it was at first, by which the script knows what is to be saved."""
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "seen"

    def keep_only(self, sent: Container[str]) -> None:
        """Only the fields that were sent, and the number of edits that was seen. For the part of a percentage that was
        not sent stands what is saved.
        """
        self.complete(sent)
        for name in [name for name in self.fields if name not in self.data and name != "seen"]:
            del self.fields[name]

    def show_again(self, edits: int) -> None:
        """With what was typed, after a refusal because somebody had saved: the next try is on what stands now."""
        typed: Any = self.data
        again = typed.copy()
        again["seen"] = str(edits)
        self.data = again


class NewSubmissionForm(SubmissionForm):
    """The same, with its kind and the unit that drafts it."""

    seen = None  # type: ignore[assignment]
    document_kind = forms.ModelChoiceField(
        ReportKind.objects.none(),
        label=_("Kind of document"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a kind.")},
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Drafted by"), empty_label=None)
    no_secrets = forms.BooleanField(
        label=_("It holds no state secrets"),
        help_text=NO_SECRETS,
        error_messages={"required": _("Tick that it holds no state secrets. Where it does, do not draft it here.")},
    )
    field_order = ("document_kind", "unit")

    def __init__(self, *args: Any, kinds: Any, units: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["document_kind"].queryset = kinds  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        kind, unit = self.cleaned_data.get("document_kind"), self.cleaned_data.get("unit")
        if kind and unit and kind.ward_id != unit.root_id:
            self.add_error("document_kind", _("This kind is another ward's. Choose one of the unit's ward."))
        return self.cleaned_data
