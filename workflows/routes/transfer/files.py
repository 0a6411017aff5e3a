"""A route as a file: JSON as workflows/routes/route.schema.json describes it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from units.models import Unit
from workflows.cases.inputs.json_files import FaultyFile, parsed, refuse_unless_valid, shown
from workflows.models import Route, Step
from workflows.pure.hours import DAY_OF_WORK
from workflows.routes import versions
from workflows.routes.actions import standing
from workflows.routes.filling import fields
from workflows.routes.forms import StepForm, people_of
from workflows.routes.when import condition_fields
from workflows.routes.when.conditions import CONDITIONS

FORMAT, IN_DAYS = 2, 1  # the first format said allowances in days
SCHEMA: dict[str, Any] = json.loads((Path(__file__).parents[1] / "route.schema.json").read_text())
VALIDATOR = Draft202012Validator(SCHEMA)
OPTIONAL = ("need", "quorum", "allowance")  # of a step: the model's own values where the file says nothing


def written(route: Route) -> str:
    """The route as it stands, as text of a JSON file."""
    steps = versions.shape_of(standing(route))
    of = {"ward": route.ward.code, "kind": route.kind.code, "version": versions.number_of(route)}
    return json.dumps({"format": FORMAT, **of, "steps": steps}, ensure_ascii=False, indent=2) + "\n"


def read(content: bytes, ward: Unit) -> list[Step]:
    """The steps in a file, for a route of the ward, not saved yet. Of `content` MAX_BYTES and one more are enough.

    Raises FaultyFile.
    """
    large = _("The file is larger than 1 MB. A route needs far less: choose the file that was exported.")
    strange = _("The file is not a route as JSON. Choose a file that was exported here as JSON.")
    found = _upgraded(parsed(content, large=large, strange=strange))
    if found.get("format") != FORMAT:
        values = {"found": shown(found.get("format")), "known": FORMAT}
        raise FaultyFile(
            [_("The file has the format %(found)s; format %(known)d is read here. Export the route anew.") % values]
        )
    refuse_unless_valid(
        found, VALIDATOR, _place, empty=_("The file holds no step. A route needs at least one, which signs.")
    )
    units = {code: unit for code, unit in versions.units_of(ward).items() if not unit.retired_at}
    if unknown := [*_unknown(found["steps"], units), *_unknown_people(found["steps"], ward)]:
        raise FaultyFile(unknown)
    return _steps(found["steps"], units, ward)


def _upgraded(found: dict[str, Any]) -> dict[str, Any]:
    """A file of the first format as it is written now; any other as it is."""
    if found.get("format") != IN_DAYS or not isinstance(found.get("steps"), list):
        return found
    steps = [_step_in_hours(step) if isinstance(step, dict) else step for step in found["steps"]]
    return found | {"format": FORMAT, "steps": steps}


def _step_in_hours(step: dict[str, Any]) -> dict[str, Any]:
    days = step.get("allowance")
    return step | {"allowance": days * DAY_OF_WORK} if type(days) is int else step


def _place(*path: Any) -> str:
    """Where in the file: "Step 2, unit"."""
    if len(path) < 2 or path[0] != "steps":
        return ", ".join([_("The file"), *map(str, path)])
    return ", ".join([_("Step %(number)d") % {"number": path[1] + 1}, *map(str, path[2:])])


def _unknown(steps: Iterable[Mapping[str, Any]], units: Mapping[str, Unit]) -> Iterator[str]:
    """The units and conditions that this ward does not have."""
    for place, step in enumerate(steps):
        values = {"place": _place("steps", place)}
        for code in filter(None, (step["unit"], step.get("to_unit"), *step.get("units", ()))):
            if code not in units:
                sentence = _("%(place)s: the ward has no unit with the code “%(unit)s”. Correct the code in the file.")
                yield sentence % {**values, "unit": code}
        for each in _conditions(step):
            yield from _unknown_condition(each, values)


def _unknown_condition(each: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with one condition of a step."""
    code = each.get("condition")
    known, values = CONDITIONS.get(code or ""), {**values, "condition": code, "known": ", ".join(CONDITIONS)}
    if code and known is None:
        yield _("%(place)s: the condition “%(condition)s” is not known. Use one of: %(known)s.") % values
    elif each.get("parameter") is not None and not (known and known.parameter):
        yield _("%(place)s: the condition “%(condition)s” is of nothing. Remove “parameter”.") % values


def _conditions(step: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The conditions of a step, its own first; where that is blank, the further ones take its place."""
    return [step, *step.get("further", ())]


def _unknown_people(steps: Iterable[Mapping[str, Any]], ward: Unit) -> Iterator[str]:
    """The people who hold no office in this ward. One query."""
    known = set(people_of(ward).values_list("username", flat=True))
    for place, step in enumerate(steps):
        values = {"place": _place("steps", place), "person": step.get("person", "")}
        if values["person"] and values["person"] not in known:
            yield _("%(place)s: nobody with the user name “%(person)s” holds an office here. Correct it.") % values


def _typed(step: Mapping[str, Any]) -> dict[str, Any]:
    """The conditions of a step as its page has them."""
    found = [each for each in _conditions(step) if each.get("condition")]
    return condition_fields.typed(found) | {"any_of": "yes" if step.get("any_of") else ""}


def _steps(shape: Iterable[Mapping[str, Any]], units: Mapping[str, Unit], ward: Unit) -> list[Step]:
    """What is typed on the page of a step is held against the same form."""
    default, people = Step(), {person.username: person.pk for person in people_of(ward)}
    steps, faults = [], []
    for place, values in enumerate(shape):
        named = {name: units[code].pk for name in versions.UNITS if (code := values.get(name))}
        given = {name: getattr(default, name) for name in OPTIONAL} | {**values, **named} | _typed(values)
        if username := values.get("person"):
            given["person"] = people.get(username)
        form = StepForm(given, ward=ward, number=0)
        if form.is_valid():
            form.instance.fills = fields.tidied(values.get("fills", []))
            steps.append(form.instance)
        faults += [
            f"{_place('steps', place)}, {form.fields[name].label}: {fault}"
            for name, found in form.errors.items()
            for fault in found
        ]
    if faults:
        raise FaultyFile(faults)
    return steps
