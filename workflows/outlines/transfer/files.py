"""An outline as a file: JSON as workflows/outlines/outline.schema.json describes it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from workflows.cases.inputs.json_files import FaultyFile, parsed, refuse_unless_valid, shown
from workflows.models import Field, OutlineVersion, ReportKind, Section
from workflows.outlines import actions as outlines
from workflows.outlines.forms import FieldForm, SectionForm
from workflows.outlines.shapes import FIELD, Shape, name_of, shape_of
from workflows.pure.aggregation import format_number
from workflows.pure.arrangement import INDICATORS
from workflows.pure.summing import STORED_PLACES, WAYS

FORMAT = 1
SCHEMA: dict[str, Any] = json.loads((Path(__file__).parents[1] / "outline.schema.json").read_text())
VALIDATOR = Draft202012Validator(SCHEMA)


def written(kind: ReportKind) -> str:
    """The kind's newest outline, as text of a JSON file."""
    return written_of(outlines.current(kind))


def written_of(outline: OutlineVersion) -> str:
    """An outline, as text of a JSON file."""
    kind = outline.kind
    of = {"ward": kind.ward.code, "kind": kind.code, "version": outline.number}
    sections = [_plain(section) for section in shape_of(outline)]
    return json.dumps({"format": FORMAT, **of, "sections": sections}, ensure_ascii=False, indent=2) + "\n"


def _plain(section: dict[str, Any]) -> dict[str, Any]:
    """Without what is as usual."""
    if section["content"] != Section.Content.FIELDS:
        chosen = {"numbers": section["chosen"]} if section.get("chosen") else {}
        return {"content": section["content"], **chosen} | ({"left_out": True} if section["left_out"] else {})
    fields = [_plain_field(field) for field in section["fields"]]
    return {"content": section["content"], "title": section["title"], "fields": fields}


def _plain_field(field: dict[str, Any]) -> dict[str, Any]:
    usual = Field()
    values = {
        name: field[name]
        for name in FIELD
        if name in ("label", "type", "summing") or field[name] != getattr(usual, name)
    }
    return {name: _text(value) for name, value in values.items()}


def _text(value: Any) -> Any:
    """A number as its digits, a day as 2026-10-05."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if hasattr(value, "isoformat") else value


def read(content: bytes) -> Shape:
    """The sections in a file, whose fields are such as may be typed on the page. Of `content` MAX_BYTES and one more
    are enough. Raises FaultyFile.
    """
    large = _("The file is larger than 1 MB. An outline needs far less: choose the file that was exported.")
    strange = _("The file is not an outline as JSON. Choose a file that was exported here as JSON.")
    found = parsed(content, large=large, strange=strange)
    if found.get("format") != FORMAT:
        values = {"found": shown(found.get("format")), "known": FORMAT}
        raise FaultyFile(
            [_("The file has the format %(found)s; format %(known)d is read here. Export the outline anew.") % values]
        )
    refuse_unless_valid(found, VALIDATOR, _place, empty=_("The file holds no section. A report has at least one."))
    if faults := list(_strange(found["sections"])):
        raise FaultyFile(faults)
    return _sections(found["sections"])


def _place(*path: Any) -> str:
    """Where in the file: "Section 2, field 3, label"."""
    if len(path) < 2 or path[0] != "sections":
        return ", ".join([_("The file"), *map(str, path)])
    parts = [_("Section %(number)d") % {"number": path[1] + 1}]
    rest = path[2:]
    if len(rest) > 1 and rest[0] == "fields":
        parts, rest = [*parts, _("field %(number)d") % {"number": rest[1] + 1}], rest[2:]
    return ", ".join([*parts, *map(str, rest)])


def _strange(sections: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """What the schema cannot see: sections that stand twice, are of the wrong sort, or have no title."""
    seen: set[str] = set()
    for place, section in enumerate(sections):
        own = section["content"] == Section.Content.FIELDS
        values = {"place": _place("sections", place), "name": section.get("title", "") if own else section["content"]}
        if not own and section.keys() & {"title", "fields"}:
            yield _("%(place)s: “%(name)s” has no title and no fields of its own. Remove them.") % values
        if section.get("numbers") and section["content"] != INDICATORS:
            yield _("%(place)s: “%(name)s” names no indicators. Remove “numbers”.") % values
        if own and section.get("left_out"):
            yield _("%(place)s: a section with fields is removed, not left out.") % values
        if own and not SectionForm({"title": section.get("title", "")}).is_valid():
            yield _("%(place)s: give the section a title of at most 150 letters.") % values
        name = name_of({"content": section["content"], "title": section.get("title", "")})
        if name.casefold() in seen:
            yield _("%(place)s: “%(name)s” stands there twice. Remove one.") % (values | {"name": name})
        seen.add(name.casefold())
    if all(section.get("left_out") for section in sections):
        yield _("A report has at least one section. Take up another one first.")


def _sections(sections: Iterable[Mapping[str, Any]]) -> Shape:
    faults: list[str] = []
    shape = [
        {
            "content": section["content"],
            "title": section.get("title", ""),
            "left_out": bool(section.get("left_out")),
            **({"chosen": sorted(section.get("numbers", ()))} if section["content"] == INDICATORS else {}),
            "fields": list(_fields(place, section.get("fields", ()), faults)),
        }
        for place, section in enumerate(sections)
    ]
    if sum(len(section["fields"]) for section in shape) > outlines.MOST_FIELDS:
        faults.append(outlines.too_many())
    if faults:
        raise FaultyFile(faults)
    return shape


def _fields(place: int, fields: Iterable[Mapping[str, Any]], faults: list[str]) -> Iterator[dict[str, Any]]:
    """What is typed on the page of a field is held against the same form; its faults are added to `faults`."""
    for number, field in enumerate(fields):
        form = FieldForm(_typed(field))
        if form.is_valid():
            yield form.shape()
            continue
        where = _place("sections", place, "fields", number)
        for name, found in form.errors.items():
            label = form.fields[name].label if name in form.fields else name
            faults += [f"{where}, {label}: {fault}" for fault in found]


def _typed(field: Mapping[str, Any]) -> dict[str, Any]:
    """The field as its page has it."""
    usual = Field()
    given = {name: field.get(name, getattr(usual, name)) for name in FIELD}
    given["summing"] = field.get("summing", WAYS[field["type"]][0])
    given["listed"] = "\n".join(given.pop("choices"))
    for bound in ("minimum", "maximum"):
        given[bound] = "" if given[bound] is None else format_number(Decimal(given[bound]), STORED_PLACES)
    for place, column in enumerate(given.pop("columns")):
        given |= {f"column_{place}": column["title"], f"column_type_{place}": column.get("type", "text")}
    return given
