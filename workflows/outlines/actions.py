"""What is done with a kind's outline. One that a period was opened or a document drafted with is changed no more: a
change makes the next.

`seen` is the count of edits that the page showed: a change of an older state is refused, and told so.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max, Subquery
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.statements import insert_many
from approvals.text.plain import one_line
from approvals.trail import chain as trail
from units.models import Indicator, Person, Plan, Unit
from units.plans import versions as plan_versions
from units.subjects import Changes, require
from workflows.models import (
    Field,
    FieldValue,
    OutlineVersion,
    ReportingPeriod,
    ReportKind,
    Section,
    UnitReport,
    WardReport,
)
from workflows.pure.arrangement import INDICATORS, OF_THE_PLAN, STANDING, arrangement_of, asked_of

from .words import chosen_words, described, state_words

MOST_FIELDS = 200  # of an outline


def current(kind: ReportKind) -> OutlineVersion:
    """The newest version of the kind's outline, with which its next period is opened; the first where it has none."""
    return newest_of(kind) or _first(kind)


def newest_of(kind: ReportKind) -> OutlineVersion | None:
    """The same; None where nobody has made one, as of a kind of document that asks for no fields."""
    found = OutlineVersion.objects.filter(kind=kind, of_request=False)
    return found.select_related("kind").order_by("-number").first()


def _first(kind: ReportKind) -> OutlineVersion:
    with transaction.atomic():
        ReportKind.objects.select_for_update(of=("self",)).get(pk=kind.pk)
        first, is_new = OutlineVersion.objects.get_or_create(kind=kind, number=1)
        if is_new and kind.is_of_reports:
            Section.objects.bulk_create(
                Section(outline=first, number=place, order=place, content=content)
                for place, content in enumerate(STANDING, start=1)
            )
        return first


def too_many() -> str:
    """Why an outline of more than MOST_FIELDS fields is refused."""
    return _("An outline has at most %(number)d fields. Remove one, then add this.") % {"number": MOST_FIELDS}


def fields_of(outline: OutlineVersion) -> list[Field]:
    """The outline's fields in order, each with its section. One query."""
    return list(Field.objects.filter(section__outline=outline).select_related("section"))


def tells_plan(outline: OutlineVersion) -> bool:
    """Whether it asks for anything that the plan gives."""
    return any(part in OF_THE_PLAN for part in asked_of(outline.arrangement))


def open_values(period: ReportingPeriod, reports: Iterable[UnitReport]) -> None:
    """A blank value for each field of the period's outline in each of its reports. Runs no query without fields."""
    if not period.has_fields:
        return
    fields = fields_of(period.outline)
    insert_many(FieldValue, [{"report_id": report.pk, "field_id": field.pk} for report in reports for field in fields])


def forget(report: WardReport) -> None:
    """Delete what was consolidated into the ward's report. Runs no query where its outline has no fields."""
    if report.period.has_fields:
        report.field_figures.all().delete()


def add_section(kind: ReportKind, *, by: Person, seen: int, title: str) -> Section:
    """Add a section for fields at the end."""
    with transaction.atomic():
        outline = to_change(locked(kind, by, seen))
        numbers = Section.objects.filter(outline__kind=kind).aggregate(last=Max("number"))
        number = (numbers["last"] or 0) + 1
        section = outline.sections.create(number=number, order=number, title=_free(outline, title))
        record(outline, "add_section", by, {section.title: [None, section.title]})
        return section


def change_section(kind: ReportKind, number: int, *, by: Person, seen: int, title: str) -> Section:
    """Give the section this title; nothing is written where it has it."""
    with transaction.atomic():
        newest = locked(kind, by, seen)
        section = _section(newest, number)
        old, new = section.title, _free(newest, title, but=section)
        if old == new:
            return section
        section = _section(to_change(newest), number)
        section.title = new
        section.save(update_fields=["title"])
        record(section.outline, "change_section", by, {old: [old, section.title]})
        return section


def remove_section(kind: ReportKind, number: int, *, by: Person, seen: int) -> None:
    """Take a section out of the outline, with its fields; periods that are open keep it."""
    with transaction.atomic():
        section = _section(to_change(locked(kind, by, seen)), number)
        gone: Changes = {f"F{field.number}": [described(field), None] for field in section.fields.all()}
        section.delete()
        record(section.outline, "remove_section", by, {section.title: [section.title, None], **gone})


def move_section(kind: ReportKind, number: int, *, by: Person, seen: int, up: bool) -> Section:
    """Change places with the section before (`up`) or after, whatever each holds. At the end nothing happens."""
    with transaction.atomic():
        newest = locked(kind, by, seen)
        place = _place_of(newest, number)
        other = place - 1 if up else place + 1
        if not 0 <= other < newest.sections.count():
            return newest.sections.all()[place]
        outline = to_change(newest)
        sections = list(outline.sections.all())
        sections[place].order, sections[other].order = sections[other].order, sections[place].order
        for each in (sections[place], sections[other]):
            each.save(update_fields=["order"])
        record(outline, "move_section", by, {str(sections[place]): [place + 1, other + 1]})
        return sections[place]


def switch_section(kind: ReportKind, number: int, *, by: Person, seen: int, left_out: bool) -> Section:
    """Leave a standing section out of reports from the next period on, or take it up again. Nothing is written where it
    is so. Raises NotPossible where nothing would be left to report.
    """
    with transaction.atomic():
        newest = locked(kind, by, seen)
        section = newest.sections.all()[_place_of(newest, number)]
        if section.content == Section.Content.FIELDS:
            raise NotPossible(_("A section with fields of its own is removed, not left out."))
        if section.is_left_out == left_out:
            return section
        outline = to_change(newest)
        section = outline.sections.get(number=number)
        section.is_left_out = left_out
        section.save(update_fields=["is_left_out"])
        if not outline.sections.filter(is_left_out=False).exists():
            raise NotPossible(_("A report has at least one section. Take up another one first."))
        record(outline, "switch_section", by, {str(section): [state_words(not left_out), state_words(left_out)]})
        return section


def choose_indicators(kind: ReportKind, *, by: Person, seen: int, numbers: Iterable[int]) -> OutlineVersion:
    """Have reports ask for the plan's indicators of these numbers alone, from the next period on; for all of them where
    none is given. Nothing is written where it is so. Raises NotPossible for a number that the ward's plans do not have.
    """
    with transaction.atomic():
        newest = locked(kind, by, seen)
        chosen = sorted(set(numbers))
        if chosen == newest.chosen:
            return newest
        refuse_unknown(kind, chosen)
        outline = to_change(newest)
        in_words = [chosen_words(outline.chosen), chosen_words(chosen)]
        outline.chosen = chosen
        record(outline, "choose_indicators", by, {str(Section(content=INDICATORS)): in_words})
        return outline


def refuse_unknown(kind: ReportKind, numbers: Iterable[int]) -> None:
    """Raises NotPossible where the ward's plans have no indicator of one of these numbers. One query, none for none."""
    chosen = list(numbers)
    known = {row.number for row in chosen_from(kind)} if chosen else set()
    if lost := [number for number in chosen if number not in known]:
        listed = ", ".join(map(str, lost))
        raise NotPossible(_("The plan has no indicator %(numbers)s. Take it out of the outline.") % {"numbers": listed})


def chosen_from(kind: ReportKind) -> list[Indicator]:
    """The indicators of the ward's newest plans among which an outline chooses, each number once. One query."""
    plans = plan_versions.newest(Plan.objects.filter(ward=kind.ward_id))
    latest = Plan.objects.filter(ward=kind.ward_id).order_by("-year").values("year")[:1]
    rows = Indicator.objects.filter(plan__in=plans, plan__year=Subquery(latest)).order_by("number", "plan")
    if kind.plan_number:
        rows = rows.filter(plan__number=kind.plan_number)
    return list({row.number: row for row in rows}.values())


def add_field(kind: ReportKind, section: int, *, by: Person, seen: int, **shape: Any) -> Field:
    """Add a field of this shape (its attributes by name) at the end of the section of this number."""
    with transaction.atomic():
        outline = to_change(locked(kind, by, seen))
        if len(fields_of(outline)) >= MOST_FIELDS:
            raise NotPossible(too_many())
        field = Field(section=_section(outline, section), number=_next_number(kind), **shape)
        field.order = field.number
        field.save()
        record(outline, "add_field", by, {f"F{field.number}": [None, described(field)]})
        return field


def change_field(kind: ReportKind, number: int, *, by: Person, seen: int, **shape: Any) -> Field:
    """Give the field this shape, from the next period on; nothing is written where it has it. One of another type is a
    field of its own: its number changes, so that no value is compared with one of another type.
    """
    with transaction.atomic():
        newest = locked(kind, by, seen)
        field = _field(newest, number)
        if all(getattr(field, name) == value for name, value in shape.items()):
            return field
        outline = to_change(newest)
        field = _field(outline, number)
        old, type = described(field), field.type
        for name, value in shape.items():
            setattr(field, name, value)
        if field.type != type:
            field.number = _next_number(kind)
        field.save()
        changes: Changes = {f"F{number}": [old, described(field)]}
        if field.number != number:
            changes = {f"F{number}": [old, None], f"F{field.number}": [None, described(field)]}
        record(outline, "change_field", by, changes)
        return field


def move_field(kind: ReportKind, number: int, *, by: Person, seen: int, up: bool) -> Field:
    """Change places with the field before (`up`) or after. At the end of its section nothing happens."""
    with transaction.atomic():
        newest = locked(kind, by, seen)
        place, other = _places(newest, number, up)
        if other is None:
            return _field(newest, number)
        outline = to_change(newest)
        beside = list(_field(outline, number).section.fields.order_by("order"))
        beside[place].order, beside[other].order = beside[other].order, beside[place].order
        for each in (beside[place], beside[other]):
            each.save(update_fields=["order"])
        record(outline, "move_field", by, {f"F{number}": [place + 1, other + 1]})
        return beside[place]


def remove_field(kind: ReportKind, number: int, *, by: Person, seen: int) -> None:
    """Take a field out of the outline; periods that are open keep it."""
    with transaction.atomic():
        outline = to_change(locked(kind, by, seen))
        field = _field(outline, number)
        changes: Changes = {f"F{number}": [described(field), None]}
        field.delete()
        record(outline, "remove_field", by, changes)


def _places(outline: OutlineVersion, number: int, up: bool) -> tuple[int, int | None]:
    """Where the field stands in its section, and where it goes; None at the end."""
    beside = list(_field(outline, number).section.fields.order_by("order").values_list("number", flat=True))
    place = beside.index(number)
    other = place - 1 if up else place + 1
    return place, other if 0 <= other < len(beside) else None


def to_change(newest: OutlineVersion) -> OutlineVersion:
    """The version that is changed: the newest itself, or its copy where that is in use."""
    return _next_version(newest) if newest.is_in_use else newest


def locked(kind: ReportKind, by: Person, seen: int) -> OutlineVersion:
    """The newest version. The ward's row is locked, as by the opening of a period. Raises PermissionDenied unless `by`
    administers the ward, NotPossible where somebody changed the outline since it was `seen`.
    """
    Unit.objects.select_for_update(of=("self",)).get(pk=kind.ward_id)
    require(by, kind.ward_id)
    outline = current(kind)
    if outline.edits != seen:
        raise NotPossible(_("Somebody has changed this outline since you opened it. Look at it again, then change it."))
    return outline


def _next_version(outline: OutlineVersion) -> OutlineVersion:
    """A copy of the outline under the next number, with all its sections and fields."""
    taken = {"edits": outline.edits, "chosen": outline.chosen}
    copy = OutlineVersion.objects.create(kind=outline.kind, number=next_version_number(outline.kind), **taken)
    sections, fields = {section.pk: section for section in outline.sections.all()}, fields_of(outline)
    for section in sections.values():
        section.pk, section.outline = None, copy
        section.save(force_insert=True)
    for field in fields:
        field.pk, field.section = None, sections[field.section_id]
    Field.objects.bulk_create(fields)
    return copy


def next_version_number(kind: ReportKind) -> int:
    return (kind.outlines.aggregate(last=Max("number"))["last"] or 0) + 1


def _next_number(kind: ReportKind) -> int:
    """A number that no field of the kind's versions has."""
    return (Field.objects.filter(section__outline__kind=kind).aggregate(last=Max("number"))["last"] or 0) + 1


def _section(outline: OutlineVersion, number: int) -> Section:
    section = outline.sections.filter(number=number, content=Section.Content.FIELDS).first()
    if section is None:
        raise NotPossible(_("This section is no longer part of the outline. Look at the outline again."))
    section.outline = outline
    return section


def _place_of(outline: OutlineVersion, number: int) -> int:
    """Where the section stands, whatever it holds."""
    numbers = list(outline.sections.values_list("number", flat=True))
    if number not in numbers:
        raise NotPossible(_("This section is no longer part of the outline. Look at the outline again."))
    return numbers.index(number)


def _field(outline: OutlineVersion, number: int) -> Field:
    field = Field.objects.filter(section__outline=outline, number=number).select_related("section").first()
    if field is None:
        raise NotPossible(_("This field is no longer part of the outline. Look at the outline again."))
    return field


def _free(outline: OutlineVersion, title: str, *, but: Section | None = None) -> str:
    """The title, tidied. Raises NotPossible where it is blank or another section has it."""
    title = one_line(title)
    if not title:
        raise NotPossible(_("Give the section a title."))
    others = outline.sections.exclude(pk=but.pk) if but else outline.sections.all()
    if title.casefold() in {str(other).casefold() for other in others}:
        raise NotPossible(_("There is a section “%(title)s” already.") % {"title": title})
    return title


def record(outline: OutlineVersion, action: str, by: Person, changes: Changes) -> None:
    outline.edits += 1
    outline.arrangement = arrangement_of([section.key for section in outline.sections.filter(is_left_out=False)])
    trail.record(outline, action, by=by, scope=outline.kind.ward_id, changes=changes)
    outline.save(update_fields=["edits", "arrangement", "chosen", "trail_seq", "trail_head"])
