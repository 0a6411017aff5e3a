"""The fields of a step's page for its conditions: which, the other way round or not, and what each of them is of.

A field of what a condition is of counts where that condition is chosen; with a script the page shows it only then.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units.models import Unit
from workflows.cases.types import TYPES
from workflows.models import ReportKind, Step

from .conditions import CONDITIONS, MOST, Condition, wanted

ENDS = ("", *(f"_{place}" for place in range(2, MOST + 1)))  # of the names of the fields of each condition
JOINED = "any_of"


def offered(case_kind: str) -> dict[str, Condition]:
    """The conditions that cases of this type can be asked, of any type where it is blank."""
    model = TYPES[case_kind].model if case_kind else None
    return {code: each for code, each in CONDITIONS.items() if model is None or each.is_for(model)}


def choices(case_kind: str) -> list[tuple[str, str]]:
    """Their codes and words; what a condition is of is asked in a field of its own."""
    return [
        (code, str(each.label) % {"of": "…"} if each.parameter else str(each.label))
        for code, each in offered(case_kind).items()
    ]


def add_to(form: forms.ModelForm, ward: Unit, case_kind: str, kind: ReportKind | None) -> None:
    """Give the form of a step the fields of its further conditions, and of what each condition is of."""
    listed = [("", gettext_lazy("none")), *choices(case_kind)]
    of_something = {code: each.parameter for code, each in offered(case_kind).items() if each.parameter}
    found = {code: parameter.field(ward, case_kind, kind) for code, parameter in of_something.items()}
    for place, end in enumerate(ENDS):
        if place:
            form.fields[f"condition{end}"] = _further(place, listed)
            form.fields[f"reversed{end}"] = forms.BooleanField(
                label=gettext_lazy("The other way round"), required=False
            )
        form.fields[f"reversed{end}"].widget.attrs["data-only-for"] = f"condition{end}"
        for code, made in found.items():
            field = deepcopy(made)  # what it offers is read once
            field.widget.attrs |= {"data-only-for": f"condition{end}", "data-only-value": code}
            form.fields[f"of_{code}{end}"] = field
    form.fields[JOINED] = forms.TypedChoiceField(
        label=gettext_lazy("Of several conditions"),
        choices=[("", gettext_lazy("all have to hold")), ("yes", gettext_lazy("any one is enough"))],
        coerce=bool,
        required=False,
    )
    form.fields[JOINED].widget.attrs["data-only-for"] = f"condition{ENDS[1]}"
    form.order_fields(_in_order(list(form.fields)))
    form.initial = {**form.initial, **_initial(form.instance)}


def _initial(step: Step) -> dict[str, Any]:
    """What stands in the fields for the step's own conditions."""
    found = [{"condition": asked.condition, "parameter": asked.of, "reversed": back} for asked, back in wanted(step)]
    return typed(found) | {JOINED: "yes" if step.any_of else ""}


def _further(place: int, listed: list[Any]) -> forms.ChoiceField:
    field = forms.ChoiceField(
        label=gettext_lazy("Further condition"),
        choices=listed,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a condition from the list.")},
    )
    field.widget.attrs["data-only-for"] = f"condition{ENDS[place - 1]}"
    return field


def _in_order(names: list[str]) -> list[str]:
    """The conditions one after another, each with its own fields, in the place of the first."""
    of_conditions = [name for end in ENDS for name in names if _belongs(name, end)] + [JOINED]
    rest = [name for name in names if name not in of_conditions]
    place = rest.index("otherwise")
    return [*rest[:place], *of_conditions, *rest[place:]]


def _belongs(name: str, end: str) -> bool:
    """Whether the field is one of the condition whose fields' names have this end."""
    bare = name.removesuffix(end) if end else name
    return name.endswith(end) and (bare in ("condition", "reversed") or bare.removeprefix("of_") in CONDITIONS)


def typed(conditions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What stands in the fields for these conditions, each a mapping of condition, reversed and parameter."""
    values: dict[str, Any] = {}
    for end, each in zip(ENDS, conditions, strict=False):
        values |= {f"condition{end}": each["condition"], f"reversed{end}": each.get("reversed", False)}
        values[f"of_{each['condition']}{end}"] = each.get("parameter")
    return values


def take(form: forms.ModelForm, cleaned: dict[str, Any]) -> None:
    """Put what was chosen into `cleaned` under the names that a step has for it, in the place of the fields' own; what
    is missing becomes an error of its field.
    """
    chosen = list(_chosen(form, cleaned))
    for name in [name for end in ENDS for name in form.fields if _belongs(name, end)]:
        cleaned.pop(name, None)
    first = chosen[0] if chosen else {"condition": "", "reversed": False, "parameter": None}
    cleaned |= {**first, "further": chosen[1:]}
    cleaned[JOINED] = bool(cleaned.get(JOINED)) and len(chosen) > 1
    for name in ("parameter", "further", JOINED):
        setattr(form.instance, name, cleaned[name])


def _chosen(form: forms.ModelForm, cleaned: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for end in ENDS:
        code = cleaned.get(f"condition{end}")
        if not code:
            continue
        parameter, name = CONDITIONS[code].parameter, f"of_{code}{end}"
        given = cleaned.get(name)
        if parameter and given in (None, "") and name not in form.errors:
            form.add_error(name if name in form.fields else None, _("Say what the condition is of."))
        of = parameter.kept(given) if parameter and given not in (None, "") else None
        yield {"condition": code, "reversed": bool(cleaned.get(f"reversed{end}")), "parameter": of}
