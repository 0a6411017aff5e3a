"""An outline in plain values, and what differs between two."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from workflows.models import Field, OutlineVersion, Section
from workflows.pure.arrangement import INDICATORS

from .words import chosen_words, described

FIELD = (
    *("label", "type", "required", "help", "measure", "decimals", "minimum", "maximum", "earliest", "latest"),
    *("longest", "choices", "columns", "summing", "stock"),
)
Shape = list[dict[str, Any]]


def shape_of(outline: OutlineVersion) -> Shape:
    """The outline's sections in order, each with the attributes of its fields. Two queries."""
    fields: dict[int, list[dict[str, Any]]] = {}
    for field in Field.objects.filter(section__outline=outline).order_by("section__order", "order"):
        fields.setdefault(field.section_id, []).append({name: getattr(field, name) for name in FIELD})
    return [
        {
            "content": section.content,
            "title": section.title,
            "left_out": section.is_left_out,
            **({"chosen": outline.chosen} if section.content == INDICATORS else {}),
            "fields": fields.get(section.pk, []),
        }
        for section in outline.sections.all()
    ]


def name_of(section: Mapping[str, Any]) -> str:
    """The section as pages call it."""
    return str(Section(content=section["content"], title=section["title"]))


def known(section: Mapping[str, Any], field: Mapping[str, Any]) -> tuple[str, str, str]:
    """By what a field of a file is the same as one that is there: its section, its name, its type."""
    return name_of(section).casefold(), field["label"].casefold(), field["type"]


def differences(old: Shape, new: Shape) -> list[str]:
    """A sentence for each section that comes, goes, is left out or taken up, for each field likewise, and one where the
    order is another.
    """
    before, after = ({name_of(section): section for section in shape} for shape in (old, new))
    return [
        *(_("The section “%(name)s” is added.") % {"name": name} for name in after if name not in before),
        *(_("The section “%(name)s” is removed.") % {"name": name} for name in before if name not in after),
        *_switched(before, after),
        *_chosen(before, after),
        *_of_fields(dict(_fields(old)), dict(_fields(new))),
        *_order(old, new),
    ]


def _switched(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name in after.keys() & before.keys():
        if after[name]["left_out"] and not before[name]["left_out"]:
            yield _("“%(name)s” is left out.") % {"name": name}
        elif before[name]["left_out"] and not after[name]["left_out"]:
            yield _("“%(name)s” is taken up again.") % {"name": name}


def _chosen(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name in after.keys() & before.keys():
        old, new = (side[name].get("chosen", []) for side in (before, after))
        if old != new:
            yield _("“%(name)s”: %(new)s are asked for instead of %(old)s.") % {
                "name": name,
                "old": chosen_words(old),
                "new": chosen_words(new),
            }


def _fields(shape: Shape) -> Iterator[tuple[Any, tuple[str, str]]]:
    """By what each field is known: its name, and all that it asks in words."""
    for section in shape:
        for field in section["fields"]:
            yield known(section, field), (field["label"], described(Field(**field)))


def _of_fields(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> Iterator[str]:
    for key, (_name, words) in after.items():
        if key not in before:
            yield _("The field %(field)s is added.") % {"field": words}
        elif before[key][1] != words:
            yield _("The field %(old)s is now %(new)s.") % {"old": before[key][1], "new": words}
    for key, (name, _words) in before.items():
        if key not in after:
            yield _("The field “%(name)s” is removed.") % {"name": name}


def _order(old: Shape, new: Shape) -> Iterator[str]:
    sections = [[name_of(section) for section in shape] for shape in (old, new)]
    fields = [[key for key, _words in _fields(shape)] for shape in (old, new)]
    if _differs(*sections) or _differs(*fields):
        order = " · ".join(sections[1])
        yield _("The order is another: %(order)s.") % {"order": order}


def _differs(old: Iterable[Any], new: Iterable[Any]) -> bool:
    """Whether what is in both stands in another order."""
    before, after = list(old), list(new)
    return [each for each in before if each in after] != [each for each in after if each in before]
