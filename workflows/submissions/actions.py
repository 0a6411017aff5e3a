"""What is done with a submission, but for what every case with a route shares (signoff/)."""

import hashlib
import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now, today
from approvals.errors import NotPossible
from approvals.models import Dispatch
from approvals.statements import one_cursor
from approvals.trail import chain as trail
from units import grants
from units.models import Person, Unit
from units.offices.authority import in_order
from workflows.cases.authors import add_author, note_with_author
from workflows.cases.flow.follow import begin
from workflows.cases.inputs.texts import set_values, stated
from workflows.cases.links.actions import put
from workflows.cases.mails import tell
from workflows.cases.moves import events_of, locked, moving, record, who
from workflows.flows import row_held
from workflows.models import CaseLink, ReportKind, Submission, Urgency
from workflows.models.states import can_proceed
from workflows.periods.actions import plan_for
from workflows.routes.underway.deciding import drop_steps
from workflows.signoff.dispatching.actions import send_document
from workflows.signoff.sending.actions import send

from .fields import actions as values

WRITTEN = ("abstract", "addressed_to", "bases", "body", "recipients", "amount")


class StaleDocument(NotPossible):
    """Somebody saved the document after the page was opened; nothing was written."""


def draft(
    kind: ReportKind, unit: Unit, *, by: Person, copied_from: Submission | None = None, **written: Any
) -> Submission:
    """Begin a document of this kind for the unit. `written` gives those of WRITTEN that are there already;
    `copied_from` is the document that they were taken from.

    Raises PermissionDenied; NotPossible where the ward has no plan for this year: it names issuer and signer.
    """
    if kind.ward_id != unit.root_id or not grants.may(by, "write_reports", unit.pk):
        raise PermissionDenied
    at = now()
    plan = plan_for(kind.ward_id, today().year, kind.plan_number)
    row = Submission(document_kind=kind, plan=plan, ward_id=kind.ward_id, unit=unit, drafted_by=by, drafted_at=at)
    row.state_since = at
    set_values(row, written, WRITTEN)
    values.take_outline(row)
    with transaction.atomic():
        begin([row], by, at)
        row.save(force_insert=True)
        changes = {"abstract": [None, row.abstract]}
        if copied_from:
            changes["copied_from"] = [None, f"{copied_from.kind} {copied_from.pk}"]
        trail.record_and_save(row, "draft", by=by, scope=row.scope, target=row.state, changes=changes)
        add_author(row, by)
        values.open_values(row, copied_from)
        if copied_from:
            put(row, CaseLink.Relation.COPY, copied_from.kind, copied_from.pk, by=by)
    return row


def edit(
    submission: Submission, *, by: Person, seen: int, fields: values.Typed | None = None, **written: Any
) -> Submission:
    """Change what it says, while its unit has it, and its `fields`. `seen` is the number of edits that the page showed.

    Raises StaleDocument where somebody has saved since, unless what stands is just what is saved here.
    """
    with transaction.atomic(), one_cursor(), row_held():
        row = locked(submission, "edit", by=by)
        changes = set_values(row, written, WRITTEN) | values.save(row, fields or {})
        if row.edits != seen and changes:
            raise StaleDocument(_saved_since(row))
        if changes:
            unsend(row)
            row.edits += 1
            note_with_author(row, "edit", by=by, changes=changes)
        return row


def _saved_since(row: Submission) -> str:
    """Who saved it last. What was typed stays on the page, and what stands now below it."""
    saved = events_of(row).filter(action="edit").first()
    if saved is None:
        return _("This page did not say which version you have read. What you typed stands below: save it again.")
    words = _(
        "%(person)s saved this document at %(time)s, after you opened it. Compare what you typed with it, then save."
    )
    return words % who(saved)


def send_for_approval(
    submission: Submission, *, by: Person, signatory: Person | None = None, urgency: int = Urgency.NORMAL
) -> Submission:
    """Submit it for signing: put it before the first step of its route (signoff/sending/actions.py). Raises NotPossible
    where a field that is required is blank, or one is beyond its limits.
    """
    with moving(submission, "send_for_approval", by=by) as row:
        values.read_with_files(row)
        values.refuse_blanks(row)
        values.refuse_misfits(row)
        unsend(row)
        row.urgency = urgency
        send(row, by=by, signatory=signatory, digest=lambda: content_digest(row))
        return row


def unsend(row: Submission) -> None:
    """Drop what stands of its last round: steps and signer. Decisions stay recorded. No query before it was sent."""
    drop_steps(row)
    if row.content:
        row.forget_sending()


def content_digest(row: Submission) -> str:
    """SHA-256 over what it says, in its fields too, who signs it, and the files that belong to it."""
    written = [str(getattr(row, name)) for name in WRITTEN]
    urgency = [["urgency", row.urgency]] if row.urgency else []
    signature = in_order(row.signature)
    beside = [*urgency, *row.file_hashes, *values.digested(row)]
    digested = [row.kind, row.pk, row.trail_seq, signature, row.document_kind_id, *written, *beside]
    return hashlib.sha256(json.dumps(digested, ensure_ascii=False).encode()).hexdigest()


def take_back(submission: Submission, *, by: Person, reason: str) -> Submission:
    """Before it is approved: back to its unit, which corrects it. Every approval so far is void, and stays recorded."""
    reason = stated(reason)
    with moving(submission, "take_back", by=by) as row:
        unsend(row)
        row.take_back()
        row.reason = reason
        record(row, reason=reason)
        return row


def give_up(submission: Submission, *, by: Person, reason: str) -> Submission:
    """Give it up. It stays readable, and is sent no more."""
    reason = stated(reason)
    with moving(submission, "give_up", by=by) as row:
        row.give_up()
        row.reason = reason
        record(row, reason=reason)
        return row


def send_out(submission: Submission, *, by: Person) -> Submission:
    """Send the issued document to whom it addresses. Raises NotPossible while its numbered PDF is not there."""
    with moving(submission, "send_out", by=by) as row:
        row.send_out()
        row.sending = Dispatch.Standing.QUEUED
        record(row)
        send_document(row, by=by)
        return row


def recalled(submission: Submission, by: Person, reason: str) -> None:
    """Its document is recalled: it ends there, and its unit is told. Idempotent."""
    if not can_proceed(submission.note_recall):
        return
    with moving(submission, "note_recall", by=by) as row:
        row.note_recall()
        row.reason = reason
        record(row, reason=reason)
        tell(row, "document_recalled", *row.returned_to)
