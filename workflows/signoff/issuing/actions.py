from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.files import pictures
from approvals.files import store as files
from approvals.lazy import lazy_import
from approvals.models import Document, OutboxMessage, Rendition, Signature
from approvals.outbox import queue as outbox
from approvals.register import actions as register
from approvals.register import inventory
from approvals.signing.signers import StoredKey
from units.models import Person
from workflows.cases.inputs.texts import stated
from workflows.cases.mails import mail
from workflows.cases.moves import locked, moving, record
from workflows.cases.types import TYPES, named_case
from workflows.documents.content import DocumentContent, canonical
from workflows.documents.papers import approved_content, numbered
from workflows.models.cases import RoutedCase
from workflows.models.states import SignOff
from workflows.routes.who import after
from workflows.signoff import telling
from workflows.signoff.signing import keys as signing
from workflows.signoff.signing.actions import withdraw_signing

kept = lazy_import("workflows.documents.kept")


def issue(report: RoutedCase, *, by: Person, key: StoredKey | None = None, number: int | None = None) -> RoutedCase:
    """Number, date and seal the approved report: nothing is rendered again, its places are filled in.

    The number is reserved first, for this very report; then the file is filled in and signed, outside any transaction;
    then the report is issued with it. Raises NotPossible, PermissionDenied, and signing.OUTAGES: the report stays
    approved then and its number reserved, and the next try goes on from there. `key` is the organ's, where keys are
    stored here. `number` is one that the ward's own system of documents gave, None where this register gives it.
    """
    with transaction.atomic():
        row = locked(report, "issue", by=by)
    refuse_practice(row)
    signing.refuse_unsigned(row)
    approved = approved_content(row, kept_content(signing.shown(row)))
    line = keep_number(row, abstract=approved.subject, by=by, number=number)
    sealed = signing.seal(row, line, by, key)
    rendition = keep_document(row, numbered(approved, line), sealed.pdf)

    with moving(report, "issue", by=by) as row:
        row.issue()
        record(row)
        after.inform(row, row.state_since, by=by)
        outbox.put_all(telling.of_issue(row, line.code, by=by))
        register.confirm(line, by=by, sha256=rendition.sha256)
        Signature.objects.bulk_create(sealed.notes)
        rendition.save(force_insert=True)
    outbox.settle(issue_key(report), by=by)
    return row


def refuse_practice(row: RoutedCase) -> None:
    if row.is_practice:
        raise NotPossible(_("A practice month ends with the signature: its document takes no number and is not sent."))


def return_before_issue(report: RoutedCase, *, by: Person, reason: str) -> RoutedCase:
    """The clerk returns what is signed and not issued yet to whoever corrects it, with the reason.

    The signature on it is void, and a number that is kept for it is voided; the trail records both with the reason.
    """
    reason = stated(reason)
    with moving(report, "return_before_issue", by=by) as row:
        signature = signing.person_signature(row)
        row.return_before_issue()
        row.reason = reason
        record(row, reason=reason, changes={"signature": [signature.after, None]} if signature else None)
        signatures = Signature.objects.filter(subject_kind=row.kind, subject_id=row.pk, voided_at=None)
        signatures.update(voided_at=row.state_since)
        if line := register.document_of(row):
            register.void(line, by=by, reason=reason)
        withdraw_signing(row, by=by)
        outbox.withdraw(issue_key(row), by=by, instead=f"{issue_key(row)}-until-{row.trail_seq}")
        readers = {"returned_before_issue": row.returned_to, "signature_voided": ("approve_reports", row.ward_id)}
        outbox.put_all([mail(row, event, *to) for event, to in readers.items()])
        return row


def try_to_issue(report: RoutedCase, *, by: Person, key: StoredKey | None = None, number: int | None = None) -> bool:
    """As `issue`, at a page: an outage opens an incident instead, and the answer is false."""
    try:
        issue(report, by=by, key=key, number=number)
    except signing.OUTAGES as error:
        sentence = _("%(error)s. The number is kept: open the document and issue it once that is set right.")
        what = sentence % {"error": str(error).rstrip(". ")}
        outbox.fail("issue", issue_key(report), what, scope=report.ward_id, **report.payload, person=by.pk)
        return False
    return True


def issue_asked(message: OutboxMessage) -> None:
    """Outbox handler for `issue`, when an incident is tried again. Idempotent: what is issued is left alone.

    Raises SigningFailed where the organ's key is kept here: its passphrase is typed at the page.
    """
    report = named_case(message.payload)
    if report.state == SignOff.APPROVED:
        issue(report, by=Person.objects.get(pk=message.payload["person"]))


def issue_key(report: RoutedCase) -> str:
    return f"issue-{report.key}"


def keep_number(row: RoutedCase, *, abstract: str, by: Person, number: int | None = None) -> Document:
    """The report's line in the register, kept until it is issued. Idempotent. `abstract` is that of the PDF."""
    return register.reserve(
        row,
        by=by,
        scope=row.ward_id,
        symbol=row.symbol,
        number=number,
        abstract=abstract,
        period=row.covers,
        signer=signing.signer_name(row),
        replaces=register.document_of(row.replaces) if row.replaces_id else None,
    )


def kept_content(shown: Rendition) -> bytes | None:
    """The content stored beside the PDF; None for one of earlier releases. Raises NotPossible where it is damaged."""
    item = inventory.beside(shown, "-content.json")
    if item is None:
        return None
    with inventory.opened(item) as file:
        return file.read()


def keep_document(row: RoutedCase, content: DocumentContent, pdf: bytes) -> Rendition:
    """Keep the document and its other forms; returns its row, not saved yet."""
    sha256 = files.keep(pdf, kept.other_forms(content))
    files.write(files.content_path(sha256), canonical(content))
    return Rendition(
        subject_kind=row.kind,
        subject_id=row.pk,
        scope=row.ward_id,
        content=row.content,
        final=True,
        on_paper=content.on_paper,
        sha256=sha256,
        size=len(pdf),
        pages=pictures.pages_of(pdf),
        beside=files.beside(sha256),
        made_at=now(),
    )


def recall_noted(message: OutboxMessage) -> None:
    """Outbox handler for `recalled`: payload `document`, `person`. Idempotent; a document of no case, and a case that
    the recall changes no more, are left alone.
    """
    line = Document.objects.get(pk=message.payload["document"])
    found = TYPES.get(line.subject_kind)
    if found is None or found.recalled is None:
        return
    cases: Any = found.model._default_manager
    case = cases.with_names().get(pk=line.subject_id)
    found.recalled(case, Person.objects.get(pk=message.payload["person"]), line.reason)
