"""A ward's report at the province: sent, answered, and replaced where it was refused or recalled."""

from typing import Any

from django.db import transaction

from approvals.clock import now
from approvals.models import Decision, Dispatch, OutboxMessage
from approvals.outbox import queue as outbox
from approvals.statements import insert
from approvals.trail.words import RECIPIENT
from units.models import Person
from workflows.cases.inputs.texts import stated
from workflows.cases.mails import mail
from workflows.cases.moves import moving, record
from workflows.figures import overrides
from workflows.models import WardReport
from workflows.models.states import can_proceed
from workflows.periods.actions import open_ward_report
from workflows.prose import drafts as prose
from workflows.signoff.dispatching.actions import send_document
from workflows.ward_reports.actions import release

CARRIED = ("edits", "drafted", "looked_at", *prose.PARTS)


def dispatch(report: WardReport, *, by: Person) -> WardReport:
    """Send the issued document to the province. Raises NotPossible while its numbered PDF is not there."""
    with moving(report, "dispatch", by=by) as row:
        row.dispatch()
        row.sending = Dispatch.Standing.QUEUED
        record(row, changes=_superior_of(row))
        send_document(row, by=by, due_at=row.period.ward_due_at)
        return row


def record_receipt(
    report: WardReport, *, by: Person, received: bool, reference: str, reason: str, channel: str = ""
) -> WardReport:
    """Note the province's answer. A refusal needs its reason; the outbox then opens the version that replaces it.

    `channel` is what told it, blank where `by` did.
    """
    if received:
        with moving(report, "record_receipt", by=by) as row:
            row.record_receipt()
            record(row, changes=_superior_of(row) | _told_by(channel))
            answer(row, received=True, reference=reference)
            return row
    return record_refusal(report, by=by, reference=reference, reason=stated(reason), channel=channel)


def record_refusal(report: WardReport, *, by: Person, reference: str, reason: str, channel: str = "") -> WardReport:
    """The province refused it: a new version is opened, which replaces it."""
    with moving(report, "record_refusal", by=by) as row:
        row.record_refusal()
        row.reason = reason
        record(row, reason=reason, changes=_superior_of(row) | _told_by(channel))
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
        event = "refused_above" if row.ward.has_wards else "refused"
        outbox.put_all([_next_version(row, by), mail(row, event, "review_reports", row.ward_id)])
        return row


def _told_by(channel: str) -> dict[str, list[Any]]:
    return {"channel": [None, channel]} if channel else {}


def _superior_of(row: WardReport) -> dict[str, list[Any]]:
    """Of a province's own report whom it goes to, by which the trail tells it; a ward's goes to the province."""
    return {RECIPIENT: [None, row.plan.province_recipient]} if row.ward.has_wards else {}


def answered(report: WardReport, sent: Dispatch) -> None:
    """A channel told the province's answer: taken in for whoever had the document sent, as if they typed it.

    Idempotent; one that a person has recorded meanwhile is left alone.
    """
    if can_proceed(report.record_receipt):
        record_receipt(
            report,
            by=sent.requested_by,
            received=sent.answer == Dispatch.Answer.RECEIVED,
            reference=sent.answer_reference,
            reason=sent.answer_reason,
            channel=str(sent.channel or ""),
        )


def recalled(report: WardReport, by: Person, reason: str) -> None:
    """Its document is recalled: it ends, and the outbox opens a new version, since the month is still owed. Idempotent;
    one that the province has refused is left alone.
    """
    if not can_proceed(report.record_recall):
        return
    with moving(report, "record_recall", by=by) as row:
        row.record_recall()
        row.reason = reason
        record(row, reason=reason)
        outbox.put_all([_next_version(row, by), mail(row, "recalled", *row.returned_to)])


def _next_version(row: WardReport, by: Person) -> dict[str, Any]:
    """The outbox message that opens the version which replaces the report; it goes before the mails."""
    return outbox.message("next_version", f"next-version-{row.pk}", scope=row.ward_id, ward_report=row.pk, person=by.pk)


def answer(row: WardReport, *, received: bool, reference: str, reason: str = "") -> None:
    """Write the province's answer on the dispatch to it."""
    Dispatch.objects.filter(
        document__subject_kind="wardreport", document__subject_id=row.pk, answer=Dispatch.Answer.NONE, leads=True
    ).update(
        answer=Dispatch.Answer.RECEIVED if received else Dispatch.Answer.REFUSED,
        answered_at=now(),
        answer_reference=reference,
        answer_reason=reason,
    )


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
