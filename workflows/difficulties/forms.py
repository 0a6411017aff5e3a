from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import PrintedField, TextField
from units.models import Unit
from workflows.cases.inputs.forms import WordsForm
from workflows.models import Difficulty, DifficultyKind

from .actions import Addressee, Raised

LONGEST = 2000
TO_UNIT = "unit-"
To = Difficulty.To


class DifficultyForm(forms.Form):
    """What is raised in `ward`: the words, the kind, and who is to help; never the unit `asking` itself.

    The unit `first`, which coordinates, comes first of those who can help.
    """

    text = PrintedField(
        label=_("What hinders you"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a sentence what hinders you.")},
    )
    kind = forms.ModelChoiceField(
        DifficultyKind.objects.none(),
        label=_("Kind"),
        empty_label=_("Choose a kind"),
        error_messages={"required": _("Choose a kind.")},
    )
    to = forms.ChoiceField(label=_("Who is to help"))

    def __init__(self, *args: Any, ward: int, first: int | None, asking: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = DifficultyKind.objects.filter(ward=ward, retired_at=None)
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]
        units = Unit.objects.filter(ward=ward, retired_at=None).order_by("order", "code")
        others = [unit for unit in units if unit.pk != asking]
        self.fields["to"].choices = addressees(others, first)  # type: ignore[attr-defined]

    @property
    def raised(self) -> Raised:
        """What `actions.raise_difficulty` and `merge_difficulties` take."""
        to = self.cleaned_data["to"]
        number = to.removeprefix(TO_UNIT)
        addressee = Addressee(To.UNIT, int(number)) if number != to else Addressee(to)
        return Raised(self.cleaned_data["kind"], self.cleaned_data["text"], addressee)


class OwnDifficultyForm(DifficultyForm):
    """The same for a person who writes for several units and chooses one."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit that raises it"), empty_label=None)
    field_order = ["unit", "text", "kind", "to"]

    def __init__(self, *args: Any, units: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class MergeDifficultiesForm(DifficultyForm):
    """Where the ticked ones go: into one of `wholes`, or into a new one, which then has words, kind and addressee."""

    into = forms.ModelChoiceField(
        Difficulty.objects.none(),
        label=_("Add to a common difficulty"),
        required=False,
        empty_label=_("Name a new one"),
        help_text=_("Choose one that is not answered yet, or name a new one below."),
    )
    field_order = ["into", "text", "kind", "to"]
    use_required_attribute = False  # the browser does not know that `into` alone is enough

    def __init__(self, *args: Any, wholes: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["into"].queryset = wholes  # type: ignore[attr-defined]
        self.fields["text"].label = gettext("Name of the common difficulty")
        self.fields["text"].help_text = gettext("As it will stand in the ward's report.")
        for name in ("text", "kind", "to"):
            self.fields[name].required = not self.data.get("into")


class CloseForm(WordsForm):
    """Why it is closed; where somebody has answered, a word more is not needed."""

    def __init__(self, *args: Any, answered: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].required = not answered
        self.fields["text"].error_messages["required"] = gettext(
            "Nobody has answered yet. Say in a few words why it is closed."
        )


class DifficultyKindForm(forms.Form):
    """The name of a kind of difficulty."""

    name = TextField(label=_("Name of the kind"), max_length=60, widget=forms.TextInput)


def addressees(units: Iterable[Unit], first: int | None) -> list[tuple[str, str]]:
    """Who can help: the coordinating unit, those who sign, the other units, the province."""
    named = [(unit.pk, f"{TO_UNIT}{unit.pk}", unit.short_name) for unit in units]
    return [
        *((value, name) for pk, value, name in named if pk == first),
        (To.LEADERS.value, str(To.LEADERS.label)),
        *((value, name) for pk, value, name in named if pk != first),
        (To.PROVINCE.value, str(To.PROVINCE.label)),
    ]
