"""What a route was: each change of its steps leaves a numbered version, which nothing edits afterwards."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from approvals.clock import now
from units.models import Person, Unit
from workflows.models import Route, RouteVersion, Step
from workflows.pure.hours import DAY_OF_WORK

SHAPE = (
    *("title", "verb", "beside", "unit", "office", "need", "quorum", "allowance"),
    *("condition", "reversed", "otherwise", "at_end", "to_unit", "to_office"),
    *("position", "person", "units", "found"),
    *("return_to", "asked_anew"),
    *("parameter", "further", "any_of", "ballot", "fills"),
)
UNITS = ("unit", "to_unit")
WHEN = ("condition", "reversed", "parameter", "further", "any_of")  # what the page of a step says of its conditions
# Left out where blank: what was kept before they came stays the same.
ADDED = (
    *("position", "person", "units", "found", "return_to", "asked_anew"),
    *("parameter", "further", "any_of", "ballot", "fills"),
)

Shape = list[dict[str, Any]]


def shape_of(steps: Iterable[Step]) -> Shape:
    """The steps in plain JSON types, each unit by its code, each person by their user name."""
    return [{name: value for name in SHAPE if (value := value_of(step, name)) or name not in ADDED} for step in steps]


def value_of(step: Step, name: str) -> Any:
    """What the step says under this name of the SHAPE, as it is kept."""
    value = getattr(step, name)
    if name == "person":
        return value.username if value else ""
    return value.code if isinstance(value, Unit) else value


def in_hours(shape: Iterable[Mapping[str, Any]]) -> Shape:
    """A shape as it is written now. One of an earlier release said its allowance in days, and nothing of its end."""
    return [dict(values) if "at_end" in values else _of_days(values) for values in shape]


def _of_days(values: Mapping[str, Any]) -> dict[str, Any]:
    at_end = Step(verb=values["verb"]).usual_end
    given = {"allowance": DAY_OF_WORK * values["allowance"]} if "allowance" in values else {}
    return {**values, **given, "at_end": at_end, "to_unit": None, "to_office": ""}


def digest_of(shape: Shape) -> str:
    """SHA-256 over canonical JSON: sorted keys, no white space, UTF-8."""
    return hashlib.sha256(
        json.dumps(shape, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def newest(route: Route) -> RouteVersion | None:
    """The version in force."""
    return route.versions.order_by("-number").select_related("person").first()


def number_of(route: Route) -> int:
    """The number of the version in force; 0 where there is none yet."""
    version = newest(route)
    return version.number if version else 0


def keep(route: Route, steps: Sequence[Step], *, by: Person | None) -> None:
    """Write what the route, locked by the caller, is from now on; nothing where it is what it was. Two queries."""
    shape = shape_of(steps)
    digest, before = digest_of(shape), newest(route)
    if before and in_hours(before.shape) == shape:
        return
    number = before.number + 1 if before else 1
    values = {"number": number, "shape": shape, "digest": digest, "in_force_from": now(), "person": by}
    RouteVersion.objects.create(route=route, **values)


def units_of(ward: Unit) -> dict[str, Unit]:
    """The ward and its units by their codes, retired ones too. One query."""
    return {unit.code: unit for unit in ward.members.all()} | {ward.code: ward}


def people_of(shapes: Iterable[Shape]) -> dict[str, Person]:
    """The people whom these shapes name, by their user names. One query, none where they name nobody."""
    named = {step["person"] for shape in shapes for step in shape if step.get("person")}
    return {person.username: person for person in Person.objects.filter(username__in=named)} if named else {}


def steps_of(shape: Shape, units: Mapping[str, Unit], people: Mapping[str, Person]) -> list[Step]:
    """The steps of a shape as rows that are not saved. A unit that is known no more has its code for a name."""
    steps = []
    for order, values in enumerate(in_hours(shape), start=1):
        given = {name: values[name] for name in SHAPE if name in values}
        given |= {name: units.get(code) or Unit(code=code, short_name=code) for name in UNITS if (code := given[name])}
        username = values.get("person")
        given["person"] = (people.get(username) or Person(username=username)) if username else None
        steps.append(Step(order=order, **given))
    return steps
