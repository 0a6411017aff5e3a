from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.files import pictures
from approvals.files import store as files
from approvals.models import Decision, Dispatch, Document, OutboxMessage, Rendition, Signature
from approvals.outbox import queue as outbox
from approvals.register import actions as register
from approvals.register import inventory
from approvals.signing.signers import StoredKey
from approvals.statements import insert
from units.models import Person
from workflows.cases.mails import mail
from workflows.cases.moves import locked, moving, record
from workflows.cases.texts import stated
from workflows.documents.content import WardReportContent, canonical
from workflows.documents.kept import other_forms
from workflows.documents.source import approved_content, numbered
from workflows.figures import overrides
from workflows.models import WardReport
from workflows.models.states import WardState, can_proceed
from workflows.periods.actions import open_ward_report
from workflows.prose import drafts as prose
from workflows.pure.period_words import period_words
from workflows.ward_reports.actions import release
from workflows.ward_reports.signing import keys as signing
from workflows.ward_reports.signing.actions import withdraw_signing

CARRIED = ("edits", "drafted", "looked_at", *prose.PARTS)


def issue(report: WardReport, *, by: Person, key: StoredKey | None = None) -> WardReport:
    """Number, date and seal the approved report: nothing is rendered again, its places are filled in.

    The number is reserved first, for this very report; then the file is filled in and signed, outside any transaction;
    then the report is issued with it. Raises NotPossible, PermissionDenied, and signing.OUTAGES: the report stays
    approved then and its number reserved, and the next try goes on from there. `key` is the organ's, where keys are
    stored here.
    """
    with transaction.atomic():
        row = locked(report, "issue", by=by)
    signing.refuse_unsigned(row)
    approved = approved_content(row, kept_content(signing.shown(row)))
    line = keep_number(row, abstract=approved.subject, by=by)
    sealed = signing.seal(row, line, by, key)
    rendition = keep_document(row, numbered(approved, row, line), sealed)

    with moving(report, "issue", by=by) as row:
        row.issue()
        record(row)
        register.confirm(line, by=by, sha256=rendition.sha256)
        Signature.objects.bulk_create(sealed.notes)
        rendition.save(force_insert=True)
    outbox.settle(issue_key(report), by=by)
    return row


def return_before_issue(report: WardReport, *, by: Person, reason: str) -> WardReport:
    """The clerk returns what is signed and not issued yet to the coordinator, with the reason.

    The signature on it is void, and a number that is kept for it is voided; the trail records both with the reason.
    """
    reason = stated(reason)
    with moving(report, "return_before_issue", by=by) as row:
        signature = signing.person_signature(row)
        row.return_before_issue()
        row.reason = reason
        record(row, reason=reason, changes={"signature": [signature.after, None]} if signature else None)
        signatures = Signature.objects.filter(subject_kind="wardreport", subject_id=row.pk, voided_at=None)
        signatures.update(voided_at=row.state_since)
        if line := register.document_of(row):
            register.void(line, by=by, reason=reason)
        withdraw_signing(row, by=by)
        outbox.withdraw(issue_key(row), by=by, instead=f"{issue_key(row)}-until-{row.trail_seq}")
        rights = {"returned_before_issue": "review_reports", "signature_voided": "approve_reports"}
        outbox.put_all([mail(row, event, right, row.ward_id) for event, right in rights.items()])
        return row


def try_to_issue(report: WardReport, *, by: Person, key: StoredKey | None = None) -> bool:
    """As `issue`, at a page: an outage opens an incident instead, and the answer is false."""
    try:
        issue(report, by=by, key=key)
    except signing.OUTAGES as error:
        sentence = _("%(error)s. The number is kept: open the report and issue it once that is set right.")
        what = sentence % {"error": str(error).rstrip(". ")}
        outbox.fail("issue", issue_key(report), what, scope=report.ward_id, ward_report=report.pk, person=by.pk)
        return False
    return True


def issue_asked(message: OutboxMessage) -> None:
    """Outbox handler for `issue`, when an incident is tried again. Idempotent: what is issued is left alone.

    Raises SigningFailed where the organ's key is kept here: its passphrase is typed at the page.
    """
    report = WardReport.objects.with_names().get(pk=message.payload["ward_report"])
    if report.state == WardState.APPROVED:
        issue(report, by=Person.objects.get(pk=message.payload["person"]))


def issue_key(report: WardReport) -> str:
    return f"issue-{report.pk}"


def keep_number(row: WardReport, *, abstract: str, by: Person) -> Document:
    """The report's line in the register, kept until it is issued. Idempotent. `abstract` is that of the PDF."""
    return register.reserve(
        row,
        by=by,
        scope=row.ward_id,
        symbol=row.period.kind.symbol,
        abstract=abstract,
        period=period_words(row.period.code),
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


def keep_document(row: WardReport, content: WardReportContent, sealed: signing.Signed) -> Rendition:
    """Keep the document and its other forms; returns its row, not saved yet."""
    sha256 = files.keep(sealed.pdf, other_forms(content))
    files.write(files.content_path(sha256), canonical(content))
    return Rendition(
        subject_kind="wardreport",
        subject_id=row.pk,
        scope=row.ward_id,
        content=row.content,
        final=True,
        sha256=sha256,
        size=len(sealed.pdf),
        pages=pictures.pages_of(sealed.pdf),
        beside=files.beside(sha256),
        made_at=now(),
    )


def dispatch(report: WardReport, *, by: Person) -> WardReport:
    """Send the issued document to the province. Raises NotPossible while its numbered PDF is not rendered."""
    with moving(report, "dispatch", by=by) as row:
        if not Rendition.objects.filter(subject_kind="wardreport", subject_id=row.pk, final=True).exists():
            raise NotPossible(_("The numbered document is still being rendered. Please try again in a moment."))
        row.dispatch()
        record(row)
        document = Document.objects.get(subject_kind="wardreport", subject_id=row.pk, state=Document.State.ISSUED)
        sent = register.open_dispatch(document.pk, row.period.plan.province_recipient, by=by)
        outbox.put("dispatch", f"dispatch-{sent.pk}", scope=row.ward_id, dispatch=sent.pk)
        return row


def record_receipt(report: WardReport, *, by: Person, received: bool, reference: str, reason: str) -> WardReport:
    """Note the province's answer. A refusal needs its reason; the outbox then opens the version that replaces it."""
    if received:
        with moving(report, "record_receipt", by=by) as row:
            row.record_receipt()
            record(row)
            answer(row, received=True, reference=reference)
            return row
    return record_refusal(report, by=by, reference=reference, reason=stated(reason))


def record_refusal(report: WardReport, *, by: Person, reference: str, reason: str) -> WardReport:
    """The province refused it: a new version is opened, which replaces it."""
    with moving(report, "record_refusal", by=by) as row:
        row.record_refusal()
        row.reason = reason
        record(row, reason=reason)
        answer(row, received=False, reference=reference, reason=reason)
        insert(
            Decision,
            subject_kind=row._meta.model_name,
            subject_id=row.pk,
            scope=row.ward_id,
            verdict=Decision.Verdict.REFUSE,
            person_id=by.pk,
            at=now(),
            reason=reason,
            seen=row.content,
        )
        outbox.put_all([_next_version(row, by), mail(row, "refused", "review_reports", row.ward_id)])
        return row


def recall_noted(message: OutboxMessage) -> None:
    """Outbox handler for `recalled`: payload `document`, `person`. Idempotent; a document of no ward's
    report, and a report that the province has refused, are left alone.

    The report ends as recalled, and the outbox opens a new version: the month is still owed.
    """
    line = Document.objects.get(pk=message.payload["document"])
    if line.subject_kind != "wardreport":
        return
    report = WardReport.objects.with_names().get(pk=line.subject_id)
    if not can_proceed(report.record_recall):
        return
    by = Person.objects.get(pk=message.payload["person"])
    with moving(report, "record_recall", by=by) as row:
        row.record_recall()
        row.reason = line.reason
        record(row, reason=line.reason)
        outbox.put_all([_next_version(row, by), mail(row, "recalled", "review_reports", row.ward_id)])


def answer(row: WardReport, *, received: bool, reference: str, reason: str = "") -> None:
    """Write the province's answer on the dispatch."""
    Dispatch.objects.filter(
        document__subject_kind="wardreport", document__subject_id=row.pk, answer=Dispatch.Answer.NONE
    ).update(
        answer=Dispatch.Answer.RECEIVED if received else Dispatch.Answer.REFUSED,
        answered_at=now(),
        answer_reference=reference,
        answer_reason=reason,
    )


def _next_version(row: WardReport, by: Person) -> dict[str, Any]:
    """The outbox message that opens the version which replaces the report; it goes before the mails."""
    return outbox.message("next_version", f"next-version-{row.pk}", scope=row.ward_id, ward_report=row.pk, person=by.pk)


def open_next_version(message: OutboxMessage) -> None:
    """Outbox handler for `next_version`: payload `ward_report`, refused or recalled, and `person`. Idempotent.

    A new version in consolidating, with the words and the adjusted figures of the old one, whose unit reports are open
    to review.
    """
    by = Person.objects.get(pk=message.payload["person"])
    with transaction.atomic():
        ended = WardReport.objects.with_names().select_for_update(of=("self",))
        row = ended.get(pk=message.payload["ward_report"])
        if WardReport.objects.filter(replaces=row).exists():
            return
        kept = {name: getattr(row, name) for name in CARRIED} | {"overrides": overrides.kept_of(row)}
        place = {"period": row.period, "ward": row.ward, "version": row.version + 1, "replaces": row}
        open_ward_report(WardReport(**place, reason=row.reason, **kept), by)
        release(row, by)
