"""What whoever decides a step fills in: the fields that its route gives it, held against their types."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.errors import NotPossible
from approvals.pages.days import DayField
from approvals.pages.fields import TextField
from approvals.text.plain import one_line
from workflows.cases.inputs.fields import NumberField
from workflows.cases.inputs.texts import Changes
from workflows.models import CaseStep, FieldType, Step, Verb
from workflows.pure.filling import fields as pure
from workflows.pure.filling.fields import Filling

MOST = 10  # fields of a step
LONGEST_TEXT = 1000
BY = (Verb.APPROVE, Verb.EXAMINE)
PREFIX = "filled_"
YES_OR_NO = [("", "–"), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


def form_field(field: Filling) -> forms.Field:
    """The field of a form; blank is None or an empty text."""
    measure = f" ({field['measure']})" if field.get("measure") else ""
    options: dict[str, Any] = {"label": f"{field['label']}{measure}", "help_text": field.get("help", "")}
    options |= {"required": False}
    made: Any
    if field["type"] == pure.NUMBER:
        made = NumberField(widget=forms.TextInput({"inputmode": "decimal"}), **options)
    elif field["type"] == pure.CHOICE:
        made = forms.ChoiceField(choices=[("", "–"), *((word, word) for word in field["choices"])], **options)
    elif field["type"] == pure.DATE:
        made = DayField(**options)
    elif field["type"] == pure.YES_NO:
        made = forms.TypedChoiceField(
            choices=YES_OR_NO, coerce=lambda word: word == "yes", empty_value=None, widget=forms.RadioSelect, **options
        )
    else:
        made = TextField(max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3}), **options)
    made.needed_at_times = bool(field.get("required"))
    return made


def add_to(form: forms.Form, step: CaseStep | None) -> None:
    """Give a form by which the step is decided its fields, with what was filled in before it was returned."""
    for field in step.fills if step else ():
        name = f"{PREFIX}{field['number']}"
        form.fields[name] = form_field(field)
        form.initial.setdefault(name, initial(field, step.filled.get(str(field["number"])) if step else None))


def initial(field: Filling, value: Any) -> Any:
    """A kept value as its form field shows it."""
    if value is None:
        return None
    if field["type"] == pure.YES_NO:
        return "yes" if value else "no"
    if field["type"] == pure.DATE:
        return date.fromisoformat(value)
    return pure.value_in_words({**field, "measure": ""}, value) if field["type"] == pure.NUMBER else value


def typed(form: forms.Form) -> dict[int, Any]:
    """What was typed into these fields of a form, by their numbers."""
    return {
        int(name.removeprefix(PREFIX)): form.cleaned_data.get(name) for name in form.fields if name.startswith(PREFIX)
    }


def refuse_blanks(form: forms.Form, step: CaseStep | None) -> None:
    """Say at each required field that is blank that the step asks for it."""
    for field in step.fills if step else ():
        name = f"{PREFIX}{field['number']}"
        if field.get("required") and name not in form.errors and form.cleaned_data.get(name) in (None, ""):
            form.add_error(name, _blank(field))


def _blank(field: Filling) -> str:
    return _("Fill in “%(field)s”: what comes after this step depends on it, or the route asks for it.") % {
        "field": field["label"]
    }


def take(step: CaseStep, values: Mapping[int, Any]) -> Changes:
    """Have the step, which is about to be decided, say these values by the numbers of its fields; returns what the
    trail tells. Raises NotPossible where one is no value of its field, or a required one is blank.
    """
    if not step.fills:
        return {}
    found: dict[str, Any] = {}
    for field in step.fills:
        value = _cleaned(field, values.get(field["number"]))
        if value is not None:
            found[str(field["number"])] = value
        elif field.get("required"):
            raise NotPossible(_blank(field))
    before, step.filled = in_a_line(step.fills, step.filled), found
    words = in_a_line(step.fills, found)
    return {"filled": [before or None, words]} if words or before else {}


def _cleaned(field: Filling, value: Any) -> Any:
    """As it is kept."""
    if field["type"] == pure.YES_NO and isinstance(value, bool):
        return value
    try:
        return pure.kept(form_field(field).clean(value))
    except ValidationError as wrong:
        raise NotPossible(f"“{field['label']}”: {' '.join(wrong.messages)}") from wrong


def in_a_line(fields: Sequence[Filling], values: Mapping[str, Any]) -> str:
    """What was filled in, in a line."""
    return "; ".join(f"{label}: {words}" for label, words in pure.filled_words(fields, values))


def in_words(fields: Sequence[Filling]) -> str:
    """What a step of a route has filled in, in a line."""
    return "; ".join(map(one_in_words, fields))


def one_in_words(field: Filling) -> str:
    """A field with its type, unit of measure and words."""
    marks = [str(FieldType(field["type"]).label), field.get("measure", ""), " / ".join(field.get("choices", ()))]
    marks += [_("required") if field.get("required") else ""]
    return f"{field['label']} ({', '.join(filter(None, marks))})"


def tidied(fields: Sequence[Filling]) -> list[dict[str, Any]]:
    """Fields of a file, their texts as they are kept."""
    return [{name: _tidied(value) for name, value in field.items() if value not in ("", [], False)} for field in fields]


def _tidied(value: Any) -> Any:
    if isinstance(value, list):
        return [one_line(word) for word in value]
    return one_line(value) if isinstance(value, str) else value


def refuse_unless_fit(step: Step, *, several: bool) -> None:
    """Raises NotPossible where the step, which asks in `several` units or not, cannot have its fields filled, or one of
    them is not whole.
    """
    if not step.fills:
        return
    if step.verb not in BY:
        raise NotPossible(_("Whoever approves or examines fills fields in: take them out of this step."))
    if several:
        raise NotPossible(_("Fields are filled in once: a step that has any asks in one unit."))
    if len(step.fills) > MOST:
        raise NotPossible(_("A step has %(most)d fields at most.") % {"most": MOST})
    for field in step.fills:
        if field["type"] == pure.CHOICE and len(set(field.get("choices", ()))) < 2:
            raise NotPossible(_("“%(field)s”: a list has two different words at least.") % {"field": field["label"]})
