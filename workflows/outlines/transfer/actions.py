"""A whole outline in the place of the one that is there. See outlines/actions.py for what holds of every change."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from units.models import Person
from units.subjects import Changes
from workflows.models import Field, OutlineVersion, ReportKind, Section
from workflows.outlines import actions as outlines
from workflows.outlines.shapes import Shape, known, name_of, shape_of
from workflows.outlines.words import chosen_words, described, state_words
from workflows.pure.arrangement import INDICATORS, STANDING, arrangement_of


def import_outline(kind: ReportKind, shape: Shape, *, by: Person, seen: int) -> None:
    """Put these sections in the place of those that are there; nothing is written where they say the same. A standing
    section that is not among them is left out. A field of the same section, name and type keeps its number, and so
    what units reported in it before; any other is new.
    """
    with transaction.atomic():
        newest = outlines.locked(kind, by, seen)
        whole = completed(shape, kind)
        old = shape_of(newest)
        if old == whole:
            return
        outline = outlines.to_change(newest)
        before = list(Field.objects.filter(section__outline=outline).select_related("section"))
        numbers = _Numbers(kind, outline, before)
        outline.chosen = next((each["chosen"] for each in whole if each["content"] == INDICATORS), [])
        outlines.refuse_unknown(kind, outline.chosen)
        outline.sections.all().delete()
        after = [
            field for place, section in enumerate(whole, start=1) for field in _put(outline, place, section, numbers)
        ]
        Field.objects.bulk_create(after)
        outlines.record(outline, "import_outline", by, _sections_told(old, whole) | _replaced(before, after))


def made_for_request(kind: ReportKind, shape: Shape) -> OutlineVersion:
    """An outline of the kind with these sections, for one request for a report. The kind's row is locked. Raises
    NotPossible where it has too many fields, or nothing would be asked.
    """
    whole = completed(shape, kind)
    if all(section["left_out"] for section in whole):
        raise NotPossible(_("The report would ask for nothing. Add a field, or keep a section."))
    if sum(len(section["fields"]) for section in whole) > outlines.MOST_FIELDS:
        raise NotPossible(outlines.too_many())
    newest = outlines.current(kind)
    numbers = _Numbers(kind, newest, outlines.fields_of(newest))
    chosen = next(each["chosen"] for each in whole if each["content"] == INDICATORS)
    number = outlines.next_version_number(kind)
    outline = OutlineVersion.objects.create(kind=kind, number=number, of_request=True, chosen=chosen)
    Field.objects.bulk_create(
        field for place, section in enumerate(whole, start=1) for field in _put(outline, place, section, numbers)
    )
    asked = [section.key for section in outline.sections.filter(is_left_out=False)]
    outline.arrangement = arrangement_of(asked)
    outline.save(update_fields=["arrangement"])
    return outline


def completed(shape: Shape, kind: ReportKind) -> Shape:
    """With the standing sections that it lacks, left out, at the end. A kind of document has none of these."""
    if not kind.is_of_reports:
        return [section for section in shape if section["content"] == Section.Content.FIELDS]
    there = {section["content"] for section in shape}
    lacking = [content for content in STANDING if content not in there]
    return [*shape, *(_lacking(content) for content in lacking)]


def _lacking(content: str) -> dict[str, Any]:
    chosen: dict[str, Any] = {"chosen": []} if content == INDICATORS else {}
    return {"content": content, "title": "", "left_out": True, **chosen, "fields": []}


class _Numbers:
    """The numbers of sections and fields: those that are there keep theirs, others get the next that no version has."""

    def __init__(self, kind: ReportKind, outline: OutlineVersion, fields: Iterable[Field]) -> None:
        sections = list(outline.sections.all())
        self.sections = {str(section).casefold(): section.number for section in sections}
        plain = [({"content": field.section.content, "title": field.section.title}, field) for field in fields]
        self.fields = {known(section, vars(field)): field.number for section, field in plain}
        of_kind = Section.objects.filter(outline__kind=kind)
        self.last_section = of_kind.aggregate(last=Max("number"))["last"] or 0
        self.last_field = of_kind.aggregate(last=Max("fields__number"))["last"] or 0

    def of_section(self, section: dict[str, Any]) -> int:
        if number := self.sections.get(name_of(section).casefold()):
            return number
        self.last_section += 1
        return self.last_section

    def of_field(self, section: dict[str, Any], field: dict[str, Any]) -> int:
        """Of two fields of one name and type the first keeps the number."""
        if number := self.fields.pop(known(section, field), None):
            return number
        self.last_field += 1
        return self.last_field


def _put(outline: OutlineVersion, place: int, section: dict[str, Any], numbers: _Numbers) -> list[Field]:
    """Make the section; returns its fields, not saved yet."""
    row = outline.sections.create(
        number=numbers.of_section(section),
        order=place,
        content=section["content"],
        title=section["title"],
        is_left_out=section["left_out"],
    )
    shapes = enumerate(section["fields"], start=1)
    return [Field(section=row, number=numbers.of_field(section, each), order=order, **each) for order, each in shapes]


def _sections_told(old: Shape, new: Shape) -> Changes:
    """Each section by its name: how it stood and stands, where that is another."""
    before, after = ({name_of(section): _stands(section) for section in shape} for shape in (old, new))
    pairs = {name: [before.get(name), after.get(name)] for name in before | after}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _stands(section: Mapping[str, Any]) -> str:
    """Whether it is asked for, and which indicators are where it names some."""
    chosen = section.get("chosen")
    return f"{state_words(section['left_out'])}, {chosen_words(chosen)}" if chosen else state_words(section["left_out"])


def _replaced(before: Iterable[Field], after: Iterable[Field]) -> Changes:
    """Each field by its number: what it asked and asks, where that is another."""
    old, new = ({f"F{field.number}": described(field) for field in fields} for fields in (before, after))
    pairs = {name: [old.get(name), new.get(name)] for name in old | new}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
