"""Of reports of units, their corrections, the register and difficulties."""

from approvals.clock import now
from approvals.models import OutboxMessage
from approvals.register import actions as register
from tests import attachments
from tests.factories import reread
from tests.workflows import arrange, corrections, items
from tests.workflows.courses.told import WHY, Told
from workflows.difficulties import actions as difficulties
from workflows.difficulties import kinds
from workflows.pure.informants import Informant
from workflows.signoff.issuing import actions as issuing
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.comments import actions as comments
from workflows.unit_reports.entries import actions as entries
from workflows.unit_reports.evidence import actions as evidence
from workflows.unit_reports.on_behalf import actions as on_behalf
from workflows.ward_reports.correction import actions as correction
from workflows.ward_reports.province import actions as province


def of_a_unit_report(cast) -> None:
    head, report = cast["CA:unit_head"], arrange.draft(cast)
    unit_reports.send_to_drafter(report, by=head, word=WHY)
    attached = evidence.attach_file(report, by=cast["CA:drafter"], part="8", file=attachments.upload(None, "a.pdf"))
    evidence.remove_evidence(attached, by=cast["CA:drafter"])
    unit_reports.submit(report, by=head, seen=report.version)
    unit_reports.withdraw(report, by=head)
    unit_reports.submit(report, by=head, seen=report.version)
    unit_reports.take(report, by=cast.coordinator)
    unit_reports.hand_back(report, by=cast.coordinator)
    unit_reports.take(report, by=cast.coordinator)
    asked = comments.comment(report, by=cast.coordinator, part="8", text=WHY)
    comments.answer(asked, by=cast["CA:drafter"], text="Đúng như vậy")
    unit_reports.return_for_revision(report, by=cast.coordinator, reason=WHY, parts={"8": "", "9": WHY})
    unit_reports.waive(reread(report), by=cast.coordinator, reason=WHY)
    correction.unwaive(reread(report), by=cast.coordinator, reason=WHY)
    told_by_telephone(cast)


def told_by_telephone(cast) -> None:
    """The office enters and submits for a unit, a second coordinator accepts, and the unit confirms."""
    report = arrange.draft(cast, "TDP")
    informant = Informant(name="Bà Tổ trưởng", contact="0912 000 005", at=now())
    entry = report.indicator_entries.exclude(indicator__aggregation="ratio").first()
    content = arrange.CONTENT | {"indicators": {entry.pk: {"explanation": "Nghe qua điện thoại"}}}
    report = entries.save_draft(report, by=cast.coordinator, seen=report.version, informant=informant, **content)
    on_behalf.submit_on_behalf(reread(report), by=cast.coordinator, seen=report.version, informant=informant)
    second = arrange.newcomer(cast, "second", cast.units["VHXH"], "coordinator")
    on_behalf.confirm_on_behalf(reread(report), by=cast["TDP:drafter"], seen=report.version)
    unit_reports.take(reread(report), by=cast.coordinator)
    unit_reports.accept(reread(report), by=second, seen=report.version)


UNIT_REPORT = [
    Told("open", ""),
    Told("save_draft", "TDP:drafter", "many"),
    Told("send_to_drafter", "CA:unit_head", why=True),
    Told("attach_evidence", "CA:drafter", "8.evidence 8.sha256"),
    Told("remove_evidence", "CA:drafter", "8.evidence 8.sha256"),
    Told("submit", "CA:unit_head"),
    Told("withdraw", "CA:unit_head"),
    Told("take", "VHXH:coordinator"),
    Told("hand_back", "VHXH:coordinator"),
    Told("comment", "VHXH:coordinator", "8.comment"),
    Told("answer", "CA:drafter", "8.answer"),
    Told("return_for_revision", "VHXH:coordinator", "8.reopened 9.reopened", why=True),
    Told("waive", "VHXH:coordinator", why=True),
    Told("unwaive", "VHXH:coordinator", why=True),
    Told("save_on_behalf", "VHXH:coordinator", "one", why=True),
    Told("submit_on_behalf", "VHXH:coordinator", why=True),
    Told("confirm_on_behalf", "TDP:drafter", "confirmed"),
    Told("accept", "second"),
]


def of_a_correction(cast) -> None:
    report = corrections.correct(cast, arrange.awaiting(cast), "60")
    correction.refresh_figures(report, by=cast.coordinator)


CORRECTION = [
    Told("return_consolidated", "VHXH:coordinator", why=True),
    Told("call_back", "VHXH:coordinator", why=True),
    Told("refresh_figures", "VHXH:coordinator", "many"),
]


def of_the_register(cast) -> None:
    report = arrange.dispatched(cast)
    second = arrange.newcomer(cast, "second", cast.units["VP"], "clerk")
    province.record_receipt(report, by=second, received=True, reference="15/TN", reason="")
    line = register.document_of(report)
    sent = line.dispatches.get()
    type(sent).objects.filter(pk=sent.pk).update(begun_at=now())
    register.recall(line, by=second, reason=WHY)
    register.confirm_deletion(sent, by=cast.clerk, reference="77")
    issuing.recall_noted(OutboxMessage.objects.get(topic="recalled"))
    told = {"symbol": "BC-BCĐ", "abstract": "Kết quả", "period": "2026-10", "signer": "Vũ Xuân Quỳnh"}
    kept = register.reserve(cast.units["CA"], by=cast.clerk, scope=cast.ward.pk, **told)
    type(kept).objects.filter(pk=kept.pk).update(issued_on="2026-11-05")
    register.reserve(cast.units["CA"], by=second, scope=cast.ward.pk, **told)
    register.void(kept, by=second, reason=WHY)


REGISTER = [
    Told("record_receipt", "second"),
    Told("recall", "second", why=True),
    Told("record_recall", "second", why=True),
    Told("confirm_deletion", "VP:clerk", "recipient reference"),
    Told("date_number", "second", "issued_on"),
    Told("void_number", "second", why=True),
]


def of_difficulties(cast) -> None:
    whole = items.merged(cast)
    difficulties.extend_difficulty(whole, by=cast.coordinator, items=[items.raised(cast, "TDP")])
    difficulties.discuss_difficulty(whole, by=cast.approver, text=WHY)
    alone = items.answered(cast, "CA")
    difficulties.close_difficulty(alone, by=cast["CA:drafter"], text=WHY)
    difficulties.reopen_difficulty(alone, by=cast["CA:drafter"], text=WHY)
    kind = kinds.add_kind(cast.ward, by=cast.admin, name="Loại mới")
    kinds.rename_kind(kind, by=cast.admin, name="Loại khác")
    kinds.retire_kind(kind, by=cast.admin)


SHAPE = "kind text to"
DIFFICULTIES = [
    Told("raise_difficulty", "CA:drafter", SHAPE),
    Told("merge_difficulty", "VHXH:coordinator", f"{SHAPE} sources"),
    Told("extend_difficulty", "VHXH:coordinator", "sources"),
    Told("consolidate_difficulty", "VHXH:coordinator", why=True),
    Told("discuss_difficulty", "BCĐ:approver", why=True),
    Told("answer_difficulty", "BCĐ:approver", why=True),
    Told("close_difficulty", "CA:drafter", why=True),
    Told("reopen_difficulty", "CA:drafter", why=True),
    Told("add_difficulty_kind", "MX:admin", "name"),
    Told("rename_difficulty_kind", "MX:admin", "name"),
    Told("retire_difficulty_kind", "MX:admin", "any"),
]
