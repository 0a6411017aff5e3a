"""The files that belong to a submission: attached and taken away by whoever may edit it, and decided with it."""

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from units.models import Person
from workflows.cases.attached.actions import Scan, ask_to_scan, settle, take_in, told, undone
from workflows.cases.authors import note_with_author
from workflows.cases.moves import locked
from workflows.models import Attachment, Submission
from workflows.submissions.actions import unsend

PART = Attachment.part


def attach(submission: Submission, *, by: Person, file: File) -> Attachment:
    """Attach a file while the unit has the document (cases/attached/actions.py). Idempotent.

    Another file of the same name takes its place: the trail tells the SHA-256 of both. Raises NotPossible,
    PermissionDenied.
    """
    return take_in(
        file,
        PART,
        by=by,
        opened=lambda: locked(submission, "edit", by=by),
        keep=lambda row, values: _keep(row, by=by, **values),
    )


def detach(attachment: Attachment, *, by: Person) -> Submission:
    """Take a file away while the unit has the document. The trail keeps its name and SHA-256."""
    with transaction.atomic():
        row = locked(attachment.report, "edit", by=by)
        if not Attachment.objects.filter(pk=attachment.pk).delete()[0]:
            raise NotPossible(_("This has been removed already."))
        unsend(row)
        changes = undone(told(PART, attachment.name, attachment.sha256))
        note_with_author(row, "detach", by=by, changes=changes)
        settle(attachment, by=by)
        return row


def _keep(row: Submission, *, by: Person, **values: Any) -> Attachment:
    before = Attachment.objects.filter(report=row, name=values["name"]).first()
    if before and before.scan == Scan.INFECTED:
        before.delete()  # the trail tells already that it is gone
        before = None
    if before and before.sha256 == values["sha256"]:
        return before
    if before:
        settle(before, by=by)
        before.delete()
    made = Attachment.objects.create(report=row, by=by, at=now(), **values)
    unsend(row)
    _note(row, made, before, by=by)
    ask_to_scan(made)
    return made


def _note(row: Submission, made: Attachment, before: Attachment | None, *, by: Person) -> None:
    changes = told(PART, made.name, made.sha256)
    if before:
        changes[f"{PART}.sha256"] = [before.sha256, made.sha256]
    note_with_author(row, "attach_anew" if before else "attach", by=by, changes=changes)
