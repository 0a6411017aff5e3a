from django.utils.translation import gettext as _

from approvals import outbox, register
from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Decision, Dispatch, Document, Rendition
from approvals.statements import insert
from units.models import Person
from workflows import signatories
from workflows.mails import tell
from workflows.models import WardReport
from workflows.moves import move
from workflows.narrative import period_words

from .periods import open_ward_report
from .unit_reports import stated
from .ward_reports import release

CARRIED = ("edits", "results", "difficulties", "proposals", "directions")


def issue(report: WardReport, *, by: Person) -> WardReport:
    """Number and date the approved report from the ward's register, and have the numbered document rendered."""

    def after(row: WardReport) -> None:
        register.enter(
            row,
            by=by,
            scope=row.ward_id,
            symbol=row.period.kind.symbol,
            abstract=abstract_of(row),
            period=period_words(row.period.code),
            signer=signatories.capacity_of(row).name,
            replaces=register.document_of(row.replaces) if row.replaces_id else None,
        )
        outbox.put(
            "render",
            f"render-{row.pk}-final",
            scope=row.ward_id,
            ward_report=row.pk,
            final=True,
            content=row.content,
        )

    return move(report, "issue", by=by, after=after)


def abstract_of(row: WardReport) -> str:
    """The document's trích yếu: Vietnamese always."""
    return f"Kết quả thực hiện Kế hoạch số {row.period.plan.number} {period_words(row.period.code)}"


def dispatch(report: WardReport, *, by: Person) -> WardReport:
    """Send the issued document to the province. Raises NotPossible while its numbered PDF is not rendered."""

    def before(row: WardReport) -> None:
        if not Rendition.objects.filter(subject_kind="wardreport", subject_id=row.pk, final=True).exists():
            raise NotPossible(_("The numbered document is still being rendered. Please try again in a moment."))

    def after(row: WardReport) -> None:
        document = Document.objects.get(subject_kind="wardreport", subject_id=row.pk, state=Document.State.ISSUED)
        sent = register.open_dispatch(document.pk, row.period.plan.province_recipient, by=by)
        outbox.put("dispatch", f"dispatch-{sent.pk}", scope=row.ward_id, dispatch=sent.pk)

    return move(report, "dispatch", by=by, before=before, after=after)


def record_receipt(report: WardReport, *, by: Person, received: bool, reference: str, reason: str) -> WardReport:
    """Note the province's answer. A refusal needs its reason, and opens a new version that replaces this one."""
    if received:
        return move(report, "record_receipt", by=by, after=lambda row: answer(row, received=True, reference=reference))
    reason = stated(reason)

    def before(row: WardReport) -> None:
        row.reason = reason

    def after(row: WardReport) -> None:
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
        open_next_version(row, by)
        tell(row, "refused", "review_reports", row.ward_id)

    return move(report, "record_refusal", by=by, reason=reason, fields=("reason",), before=before, after=after)


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


def open_next_version(row: WardReport, by: Person) -> WardReport:
    """A new version in consolidating, with the words of the refused one, whose unit reports are open to review."""
    words = {name: getattr(row, name) for name in CARRIED}
    version = WardReport(
        period=row.period, ward=row.ward, version=row.version + 1, replaces=row, reason=row.reason, **words
    )
    open_ward_report(version, by)
    release(row, by)
    return version
