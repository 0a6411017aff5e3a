from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from approvals.pages.fields import PrintedField, TextField
from workflows.models import FieldType
from workflows.pure.filling import fields as filled
from workflows.pure.filling.fields import Filling
from workflows.routes.forms import SeenForm

MOST_WORDS, LONGEST_WORD = 30, 100
TYPES = [(each.value, each.label) for each in FieldType if each in filled.TYPES]


class StepFieldForm(SeenForm):
    """A field that whoever decides a step of a route fills in."""

    label = PrintedField(
        label=gettext_lazy("Name of the field"),
        max_length=100,
        help_text=gettext_lazy("As the page of the step asks it, for example “Kinh phí thẩm định”."),
    )
    type = forms.ChoiceField(label=pgettext_lazy("field", "What is filled in"), choices=TYPES)
    measure = PrintedField(
        label=gettext_lazy("Unit of measure"),
        max_length=30,
        required=False,
        widget=forms.TextInput({"data-only-for": "type", "data-only-value": filled.NUMBER}),
        help_text=gettext_lazy("Of a number, for example “đồng” or “ha”."),
    )
    choices = TextField(
        label=gettext_lazy("Words of the list"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 4, "data-only-for": "type", "data-only-value": filled.CHOICE}),
        help_text=gettext_lazy("One a line, two at least. One of them is chosen."),
    )
    help = PrintedField(
        label=gettext_lazy("Help"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Stands below the field, where whoever decides fills it."),
    )
    required = forms.BooleanField(
        label=gettext_lazy("It has to be filled in before the step is decided"), required=False, initial=True
    )

    def clean_choices(self) -> list[str]:
        words = list(dict.fromkeys(filter(None, map(str.strip, self.cleaned_data["choices"].splitlines()))))
        if self.cleaned_data.get("type") != filled.CHOICE:
            return []
        if len(words) < 2:
            raise forms.ValidationError(_("Write two different words at least, one a line."))
        if len(words) > MOST_WORDS or any(len(word) > LONGEST_WORD or "|" in word for word in words):
            raise forms.ValidationError(
                _("At most %(most)d words of %(long)d letters each, without the sign “|”.")
                % {"most": MOST_WORDS, "long": LONGEST_WORD}
            )
        return words

    def field(self, number: int) -> dict[str, Any]:
        """The field as a route keeps it, of a form that is valid."""
        given = self.cleaned_data
        parts = {"help": given["help"], "required": given["required"]}
        if given["type"] == filled.NUMBER:
            parts["measure"] = given["measure"]
        if given["type"] == filled.CHOICE:
            parts["choices"] = given["choices"]
        kept = {name: value for name, value in parts.items() if value}
        return {"number": number, "label": given["label"], "type": given["type"], **kept}


def typed(field: Filling) -> dict[str, Any]:
    """What stands in the form for a field."""
    return {"required": False, **field, "choices": "\n".join(field.get("choices", ()))}
