"""The files that belong to a submission: attached and taken away by whoever may edit it, and decided with it."""

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from units.models import Person
from workflows.cases.attached.actions import Scan, ask_to_scan, attached_change, settle, take_in, undone
from workflows.cases.authors import note_with_author
from workflows.cases.moves import locked
from workflows.models import Attachment, FieldType, Submission
from workflows.submissions.actions import unsend
from workflows.submissions.fields.actions import set_files


def attach(submission: Submission, *, by: Person, file: File, field: int | None = None) -> Attachment:
    """Attach a file while the unit has the document (cases/attached/actions.py), to the `field` of files of its outline
    that has this number, or to none. Idempotent.

    Another file of the same name takes its place: the trail tells the SHA-256 of both. Raises NotPossible,
    PermissionDenied.
    """
    part = Attachment(field=field).part

    def opened() -> Submission:
        row = locked(submission, "edit", by=by)
        of_files = [answer.field.number for answer in row.fields_told if answer.field.type == FieldType.FILE]
        if field is not None and field not in of_files:
            raise NotPossible(_("This document has no such field of files. Attach the file to the document itself."))
        return row

    return take_in(file, part, by=by, opened=opened, keep=lambda row, values: _keep(row, by=by, field=field, **values))


def detach(attachment: Attachment, *, by: Person) -> Submission:
    """Take a file away while the unit has the document. The trail keeps its name and SHA-256."""
    with transaction.atomic():
        row = locked(attachment.report, "edit", by=by)
        if not Attachment.objects.filter(pk=attachment.pk).delete()[0]:
            raise NotPossible(_("This has been removed already."))
        unsend(row)
        if attachment.field is not None:
            set_files(row, attachment.field)
        changes = undone(attached_change(attachment.part, attachment.name, attachment.sha256))
        note_with_author(row, "detach", by=by, changes=changes)
        settle(attachment, by=by)
        return row


def _keep(row: Submission, *, by: Person, **values: Any) -> Attachment:
    before = Attachment.objects.filter(report=row, name=values["name"]).first()
    if before and before.scan == Scan.INFECTED:
        before.delete()  # the trail tells already that it is gone
        before = None
    if before and before.field != values["field"]:
        raise NotPossible(
            _("A file of this name stands at another place of the document. Rename this one, or remove that.")
        )
    if before and before.sha256 == values["sha256"]:
        return before
    if before:
        settle(before, by=by)
        before.delete()
    made = Attachment.objects.create(report=row, by=by, at=now(), **values)
    if made.field is not None:
        set_files(row, made.field)
    unsend(row)
    _note(row, made, before, by=by)
    ask_to_scan(made)
    return made


def _note(row: Submission, made: Attachment, before: Attachment | None, *, by: Person) -> None:
    changes = attached_change(made.part, made.name, made.sha256)
    if before:
        changes[f"{made.part}.sha256"] = [before.sha256, made.sha256]
    note_with_author(row, "attach_anew" if before else "attach", by=by, changes=changes)
