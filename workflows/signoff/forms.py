from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import TextField
from approvals.signing.keys.forms import PassphraseField, PassphraseForm
from units.models import Person
from workflows.cases.inputs.forms import ReasonForm
from workflows.models import CaseStep, Urgency
from workflows.models.cases import RoutedCase
from workflows.routes.filling import fields
from workflows.routes.who.signatories import Signatories, preferred


class SeenPdfForm(forms.Form):
    """The SHA-256 of the PDF whose pages the person has read, and the step at which they decide. `at` is the step where
    its fields are filled.
    """

    seen = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    step = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, at: CaseStep | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        fields.add_to(self, at)

    @property
    def filled(self) -> dict[int, Any]:
        """What was typed into the fields of the step, by their numbers; the form is valid."""
        return fields.typed(self)

    @property
    def pdf(self) -> str:
        """What was read, whether the form was sent or is still to be."""
        return str(self.cleaned_data["seen"] if self.is_bound else self["seen"].value() or "")


class ApproveForm(PassphraseForm, SeenPdfForm):
    """What is approved, what its step fills in, and the passphrase of the key that signs it where one is needed."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        fields.refuse_blanks(self, self.at)
        return cleaned


class KeepNumberForm(forms.Form):
    """The number, where the ward's own system gave one."""

    number = forms.IntegerField(
        label=_("Number given by the ward's own system"),
        required=False,
        min_value=1,
        max_value=999_999,
        help_text=_(
            "Only where your system of documents gave it. Leave it blank, and this register gives the next one."
        ),
    )


class ScanForm(forms.Form):
    """The scan of what was signed in ink."""

    scan = forms.FileField(
        label=_("Scan of the signed and stamped paper"),
        help_text=_("One PDF with all pages. It becomes the issued original."),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={"required": _("Choose the scan.")},
    )


class SealForm(PassphraseForm, KeepNumberForm):
    """The number, and the passphrase of the organ's key, which seals the document."""

    passphrase = PassphraseField(label=_("Passphrase of the organ's signing key, which seals the document"))


class SendBackForm(SeenPdfForm):
    """Why an approver sends a report back: one of the `usual` reasons, words of their own, or both; and where to, where
    an `earlier` step was approved. `corrected_in` is the unit that corrects it.
    """

    to = forms.TypedChoiceField(
        label=_("Goes back to"), coerce=int, required=False, empty_value=None, widget=forms.RadioSelect
    )
    usual = forms.ChoiceField(label=_("Usual reasons"), required=False, widget=forms.RadioSelect)
    reason = TextField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In your own words. With a usual reason chosen above, they are added to it."),
        error_messages={
            "required": _("Choose a reason or write one: the document is corrected by it."),
        },
    )
    use_required_attribute = False  # the browser does not know that a usual reason is enough

    def __init__(
        self, *args: Any, usual: list[str], earlier: Sequence[CaseStep] = (), corrected_in: Any = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", _("%(unit)s, which corrects it; then all steps are asked anew") % {"unit": corrected_in}),
            *((step.pk, _("the step “%(step)s”, as it is") % {"step": step}) for step in earlier),
        ]
        if not earlier:
            del self.fields["to"]
        self.fields["usual"].choices = [*((words, words) for words in usual), ("", _("Another reason"))]  # type: ignore[attr-defined]
        self.fields["reason"].required = not self.data.get("usual")

    @property
    def whole_reason(self) -> str:
        """The usual reason, then their own words."""
        return "\n".join(filter(None, (self.cleaned_data["usual"], self.cleaned_data["reason"])))


class SignatoryForm(forms.Form):
    """Who signs, of those who can: each with the authority that the document then prints; and how urgent it is."""

    signatory = forms.TypedChoiceField(label=_("Signer"), coerce=int, widget=forms.RadioSelect)
    urgency = forms.TypedChoiceField(
        label=_("Urgency"),
        choices=Urgency.choices,
        coerce=int,
        required=False,
        empty_value=None,
        initial=Urgency.NORMAL,
        widget=forms.RadioSelect,
        help_text=_(
            "Printed below the number. An urgent document stands first on desks, and its steps get half of the time "
            "that the route allows, a very urgent one a quarter, an express one an eighth."
        ),
    )

    def __init__(self, *args: Any, report: RoutedCase, found: Signatories, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.pk: person for person in found}
        self.fields["signatory"].choices = [  # type: ignore[attr-defined]
            (person.pk, f"{person.printed_name}: {under.words if under else _('no title recorded')}")
            for person, under in found.items()
        ]
        self.initial.setdefault("signatory", getattr(preferred(report, found), "pk", None))

    def clean_urgency(self) -> int:
        return self.cleaned_data["urgency"] or Urgency.NORMAL

    def clean_signatory(self) -> Person:
        return self.people[self.cleaned_data["signatory"]]


class ChangeSignerForm(SignatoryForm, ReasonForm):
    """Who signs instead, and why."""

    urgency = None  # type: ignore[assignment]
    field_order = ("signatory", "reason")
