"""What a document says in the fields of the outline with which it was drafted."""

import json
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django.db.models import OuterRef, Subquery, TextField
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.statements import insert_many
from workflows.cases.inputs.texts import Changes, set_values
from workflows.documents.content import FieldLine, FieldSection, FieldTable
from workflows.models import Attachment, Field, FieldAnswer, FieldType, Submission, SubmissionValue
from workflows.models.joined import Mapped
from workflows.outlines.actions import fields_of, newest_of
from workflows.outlines.words import columns_of
from workflows.pure.summing import IN_ROWS, in_words, is_blank

from .limits import fits

Typed = Mapping[int, Mapping[str, Any]]  # by the number of the field, then by column
ASKED = ("type", "label", "measure", "choices", "columns")  # what makes a field the same, under its number
COLUMNS = [name for names in FieldAnswer.COLUMNS.values() for name in names]


def take_outline(row: Submission) -> None:
    """Before the document is saved: the outline of its kind as it is now, where that asks for fields. Two queries at
    most.
    """
    newest = newest_of(row.document_kind)
    row.outline = newest if newest and newest.sections.filter(fields__isnull=False).exists() else None


def open_values(row: Submission, source: Submission | None) -> None:
    """A value for each field of its outline: that of `source` where both are of one kind and it told one of the same
    field that fits still, but for files; blank elsewhere. No query where it has no outline.
    """
    if row.outline is None:
        return
    is_of_kind = source is not None and source.document_kind_id == row.document_kind_id
    before = {answer.field.number: answer for answer in source.fields_told} if source and is_of_kind else {}
    values = []
    for field in fields_of(row.outline):
        found = before.get(field.number)
        copied = _copied(field, found) if found else {}
        values.append({"report_id": row.pk, "field_id": field.pk, **copied})
    insert_many(SubmissionValue, values)


def _copied(field: Field, answer: SubmissionValue) -> dict[str, Any]:
    """What another document told, by column, where it was asked the same and its answer fits."""
    asks_same = all(getattr(field, name) == getattr(answer.field, name) for name in ASKED)
    if not asks_same or not fits(field, answer):
        return {}
    return {name: getattr(answer, name) for name in FieldAnswer.COLUMNS[field.type]}


def read_with_files(row: Submission) -> None:
    """Read what it tells in its fields together with which files are attached, for what needs both. One query, none
    where it has no outline.
    """
    if row.outline_id is None:
        return
    file = JSONObject(name="name", sha256="sha256")
    attached = Attachment.objects.filter(report=OuterRef("report")).order_by().values("report")
    files = attached.annotate(every=Mapped(Cast("pk", TextField()), file)).values("every")
    row.fields_told = list(row.field_values.select_related("field__section").annotate(files=Subquery(files)))
    found = json.loads(next((answer.files for answer in row.fields_told), None) or "{}")
    row.files_read = [[found[pk]["name"], found[pk]["sha256"]] for pk in sorted(found, key=int)]


def save(row: Submission, typed: Typed) -> Changes:
    """Set what differs of what was typed; returns what the trail tells. No query where its outline has no fields."""
    changes: Changes = {}
    changed = []
    for answer in row.fields_told:
        found = set_values(answer, typed.get(answer.field.number, {}), FieldAnswer.COLUMNS[answer.field.type])
        if found:
            changes |= {f"F{answer.field.number}.{name}": pair for name, pair in found.items()}
            changed.append(answer)
    if changed:
        SubmissionValue.objects.bulk_update(changed, COLUMNS)
    return changes


def set_files(row: Submission, number: int) -> None:
    """Have a field of files name those that are attached to it now."""
    files = row.attachments.filter(field=number).values_list("name", "sha256")
    answer = next(each for each in row.fields_told if each.field.number == number)
    answer.rows = [list(file) for file in files]
    answer.save(update_fields=["rows"])


def refuse_misfits(row: Submission) -> None:
    """Raises NotPossible, naming them, where what stands in a field is beyond its limits."""
    beyond = [answer.field.label for answer in row.fields_told if not fits(answer.field, answer)]
    if beyond:
        names = ", ".join(f"“{label}”" for label in beyond)
        raise NotPossible(_("Correct what does not fit its limits, then send it: %(fields)s.") % {"fields": names})


def refuse_blanks(row: Submission) -> None:
    """Raises NotPossible where a field that is required is blank."""
    blank = [
        answer.field.label
        for answer in row.fields_told
        if answer.field.required and is_blank(answer.field.type, answer)
    ]
    if blank:
        names = ", ".join(f"“{label}”" for label in blank)
        raise NotPossible(
            _("Fill in what this kind of document asks for, then send it: %(fields)s.") % {"fields": names}
        )


def digested(row: Submission) -> list[list[str]]:
    """What enters the digest of what is decided: each field that is filled, by its number, its name and its words."""
    return [[f"F{answer.field.number}", answer.field.label, words_of(answer)] for answer in _filled(row.fields_told)]


def words_of(answer: SubmissionValue) -> str:
    return in_words(answer.field.type, answer, answer.field.decimals)


def sections_of(answer: Iterable[SubmissionValue]) -> tuple[FieldSection, ...]:
    """The sections of its outline in which something is filled, as the document prints them."""
    found = groupby(_filled(answer), key=lambda each: each.field.section)
    return tuple(_section(section.title, list(values)) for section, values in found)


def _filled(answer: Iterable[SubmissionValue]) -> list[SubmissionValue]:
    return [each for each in answer if not is_blank(each.field.type, each)]


def _section(title: str, values: list[SubmissionValue]) -> FieldSection:
    lines = tuple(_line(each) for each in values if each.field.type not in IN_ROWS)
    return FieldSection(title, lines, tuple(_table(each) for each in values if each.field.type in IN_ROWS))


def _line(answer: SubmissionValue) -> FieldLine:
    field = answer.field
    value = answer.value if field.type == FieldType.NUMBER else None
    return FieldLine(field.number, field.label, field.measure, words_of(answer), value)


def _table(answer: SubmissionValue) -> FieldTable:
    first, *others = columns_of(answer.field)
    rows = tuple(tuple(row) for row in answer.rows)
    return FieldTable(answer.field.number, answer.field.label, tuple(others), rows, first)
