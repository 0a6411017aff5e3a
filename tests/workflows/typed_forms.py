"""Arrange: every form with words typed into it, and what takes it away before it is sent.

Those of documents for signing stand in typed_documents.py, those of kinds of report in typed_kinds.py.
"""

from datetime import timedelta

from django.urls import reverse

from approvals.clock import now
from approvals.models import Decision, Dispatch, Incident
from approvals.outbox import actions as system
from approvals.outbox import queue as outbox
from approvals.register import actions as register
from tests import factories
from tests.factories import reread, shown
from tests.workflows import arrange, items
from workflows.difficulties import actions as difficulties
from workflows.difficulties import kinds as difficulty_kinds
from workflows.models import DifficultyKind
from workflows.routes import actions as routes
from workflows.routes.underway import opinions, pausing
from workflows.signoff.approval import actions as approval
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.comments import actions as comments
from workflows.unit_reports.quick import actions as quick
from workflows.ward_reports.correction import actions as correction
from workflows.ward_reports.forms import DRAFTED
from workflows.ward_reports.province import actions as province

WORDS = "Lời đã gõ công phu, 12 chữ"


def report_page(name, report, **others):
    return reverse(name, kwargs={"pk": report.pk, **others})


def another(cast, office, unit="VP"):
    return arrange.newcomer(cast, f"other-{office}", cast.units[unit], office)


# Units and their office


def writing(cast):
    report = arrange.draft(cast)
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    return "CA:drafter", report_page("unit_report_write", report), {"seen": report.version, "results": WORDS}


def asking_by_a_quick_form(cast):
    report = arrange.draft(cast)
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    typed = {"asked_of": WORDS, "parts": ["results"], "until": "2026-11-09T09:00"}
    return "CA:drafter", report_page("quick_forms", report), typed


def leaving_a_quick_answer(cast):
    report = arrange.draft(cast)
    asked = {"asked_of": "Tổ 5", "parts": ["results"], "until": now() + timedelta(days=2)}
    form = quick.ask(report, by=cast["CA:drafter"], **asked)
    answer = quick.answer(form, name="Bà Tổ trưởng", contact="0912", typed={"results": "Đã xong."})
    quick.leave(answer, by=another(cast, "drafter", "CA"), reason="Trùng.")
    return "CA:drafter", report_page("quick_answer_leave", report, answer=answer.pk), {"reason": WORDS}


def typing_a_quick_form_in(cast):
    report = arrange.draft(cast)
    asked = {"asked_of": "Tổ 5", "parts": ["results"], "until": now() + timedelta(days=2)}
    form = quick.ask(report, by=cast["CA:drafter"], **asked)
    unit_reports.submit(report, by=another(cast, "unit_head", "CA"), seen=report.version)
    typed = {"results": "Đã xong.", "name": WORDS, "contact": "0912"}
    return "CA:drafter", report_page("quick_form_type", report, form=form.pk), typed


def typing_a_sheet(cast):
    report = arrange.draft(cast)
    entry = report.indicator_entries.exclude(indicator__aggregation__in=["ratio", "mean"]).first()
    typed = {"name": WORDS, "contact": "0912345678", "told_at": "2026-11-05T09:00"}
    typed |= {f"seen-{report.pk}": report.version, f"i{entry.pk}_value": "7"}
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    return (
        "VHXH:coordinator",
        report_page("telephone_sheet", report.period),
        typed,
    )


def sending_to_the_drafter(cast):
    report = arrange.draft(cast)
    unit_reports.submit(report, by=another(cast, "unit_head", "CA"), seen=report.version)
    return "CA:unit_head", report_page("unit_report_to_drafter", report), {"reason": WORDS}


def on_behalf(cast):
    report = arrange.draft(cast)
    typed = {"name": WORDS, "contact": "0912345678", "told_at": "2026-11-05T09:00", "seen": report.version}
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    return "VHXH:coordinator", report_page("unit_report_on_behalf", report), typed


def submitting_on_behalf(cast):
    who, address, typed = on_behalf(cast)
    return who, address + "submit/", typed


def returning(cast):
    report = factories.in_review(cast)
    unit_reports.hand_back(report, by=another(cast, "coordinator", "VHXH"))
    return "VHXH:coordinator", report_page("unit_report_return", report), {"reason": WORDS}


def commenting(cast):
    report = factories.submitted(cast)
    unit_reports.withdraw(report, by=cast["CA:unit_head"])
    return "VHXH:coordinator", report_page("unit_report_part", report, part="8"), {"text": WORDS}


def answering_a_comment(cast):
    report = factories.in_review(cast)
    asked = comments.comment(report, by=cast.coordinator, part="8", text="Vì sao giảm?")
    comments.answer(asked, by=another(cast, "drafter", "CA"), text="Đã trả lời")
    return "CA:drafter", report_page("unit_report_part", report, part="8"), {"text": WORDS, "answers": asked.pk}


def attaching(cast):
    report = arrange.draft(cast)
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    typed = {"link": "https://example.vn/bien-ban", "name": WORDS}
    return "CA:drafter", report_page("entry_evidence", report, part="results"), typed


def waiving(cast):
    report = arrange.draft(cast)
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    return "VHXH:coordinator", report_page("unit_report_waive", report), {"reason": WORDS}


def unwaiving(cast):
    report = factories.unit_report(cast)
    report = unit_reports.waive(report, by=cast.coordinator, reason="Không phát sinh")
    correction.unwaive(report, by=another(cast, "coordinator", "VHXH"), reason="Có phát sinh")
    return "VHXH:coordinator", report_page("unit_report_unwaive", report), {"reason": WORDS}


def returning_after_consolidation(cast):
    ward = arrange.consolidated(cast)
    report = ward.period.unit_reports.with_names().get(unit__code="CA")
    correction.return_consolidated(report, by=another(cast, "coordinator", "VHXH"), reason="Sai")
    return "VHXH:coordinator", report_page("unit_report_return_consolidated", report), {"reason": WORDS}


# The ward's report


def editing(cast):
    report = arrange.awaiting(cast)
    return "VHXH:coordinator", report_page("ward_report_edit", report), {"seen": report.edits, "results": WORDS}


def wording_templates(cast):
    typed = {"seen": "7", "results": WORDS, "difficulties": "", "proposals": "", "directions": ""}
    return "VHXH:coordinator", reverse("narrative_templates", args=[cast.monthly.pk]), typed


def wording_rules(cast):
    rows = {f"{part}-{name}_FORMS": "0" for part in DRAFTED for name in ("TOTAL", "INITIAL")}
    typed = {"seen": "7", **rows, "results-TOTAL_FORMS": "1", "results-0-how": "", "results-0-text": WORDS}
    return "VHXH:coordinator", reverse("narrative_rules", args=[cast.monthly.pk]), typed


def adjusting(cast):
    report = arrange.awaiting(cast)
    typed = {"value": "505", "numerator": "5", "denominator": "7", "reason": WORDS}
    return "VHXH:coordinator", report_page("ward_report_figure_adjust", report, number=9), typed


def reopening(cast):
    return "VHXH:coordinator", report_page("ward_report_reopen", arrange.approved(cast)), {"reason": WORDS}


def changing_the_signer(cast):
    report = arrange.awaiting(cast)
    typed = {"signatory": cast.approver.pk, "reason": WORDS}
    approval.approve(report, by=cast.approver, seen=shown(report))
    return "VHXH:coordinator", report_page("ward_report_change_signer", report), typed


def taking_back_a_decision(cast):
    report = arrange.awaiting(cast)
    approval.approve(report, by=cast.approver, seen=shown(report))
    given = Decision.objects.get(person=cast.approver).pk
    return "BCĐ:approver", report_page("ward_report_retract", report), {"reason": WORDS, "decision": given}


def skipping_a_step(cast):
    """The one step signs, so it is refused whatever stands in the form."""
    report = arrange.awaiting(cast)
    address = report_page("ward_report_skip_step", report, step=report.steps.get().pk)
    return "MX:admin", address, {"reason": WORDS, "seen": report.trail_seq}


def handing_a_step_over(cast):
    report = arrange.awaiting(cast)
    address = report_page("ward_report_hand_over", report, step=report.steps.get().pk)
    return "MX:admin", address, {"reason": WORDS, "seen": report.trail_seq, "to": cast.approver.memberships.get().pk}


def handing_ones_own_step_over(cast):
    report = arrange.awaiting(cast)
    address = report_page("ward_report_reassign", report, step=report.steps.get().pk)
    typed = {"reason": WORDS, "seen": report.trail_seq, "to": cast.approver.memberships.get().pk}
    return "BCĐ:approver", address, typed


def inserting_a_step(cast):
    report = arrange.awaiting(cast)
    typed = {"title": "Kinh tế", "unit": cast.units["VP"].pk, "office": "approver", "verb": "approve", "allowance": 8}
    typed |= {"before": report.steps.get().pk, "reason": WORDS, "seen": report.trail_seq - 1}
    return "MX:admin", report_page("ward_report_insert_step", report), typed


def moving_to_the_route(cast):
    report = arrange.awaiting(cast)
    return "MX:admin", report_page("ward_report_move_to_route", report), {"reason": WORDS, "seen": report.trail_seq}


def sending_back(cast):
    report = arrange.awaiting(cast)
    typed = {"reason": WORDS, "seen": factories.shown(report)}
    correction.return_consolidated(
        report.period.unit_reports.with_names().get(unit__code="CA"), by=cast.coordinator, reason="Sai"
    )
    return "BCĐ:approver", report_page("ward_report_send_back", report), typed


def asked_for_an_opinion(cast, verdict):
    """One unit is asked for an opinion, and a colleague gives it."""
    shape = {"verb": "opinion", "office": "unit_head", "need": "any", "quorum": 1, "allowance": 24, "beside": False}
    routes.add_step(cast.monthly.route, by=cast.admin, title="Ý kiến", unit=cast.units["CA"], **shape)
    report, colleague = arrange.awaiting(cast), arrange.newcomer(cast, "colleague", cast.units["CA"], "unit_head")
    seen = shown(report)
    opinions.opine(report, by=colleague, seen=seen, verdict=verdict, text=WORDS)
    return report, seen


def giving_an_opinion(cast):
    report, seen = asked_for_an_opinion(cast, "agree")
    typed = {"seen": seen, "step": report.steps.get(order=1).pk, "verdict": "agree_if", "text": WORDS}
    return "CA:unit_head", report_page("ward_report_opinion", report), typed


def replying_to_an_opinion(cast):
    report, seen = asked_for_an_opinion(cast, "disagree")
    decision = Decision.objects.get(verdict="disagree")
    approval.approve(reread(report), by=cast.approver, seen=seen)
    address = reverse("ward_report_opinion_reply", args=[report.pk, decision.pk])
    return "VHXH:coordinator", address, {"adopted": "no", "text": WORDS}


def stopping_the_clock(cast):
    report = arrange.awaiting(cast)
    pausing.pause(report, by=cast.approver, reason="Chờ Sở")
    return "BCĐ:approver", report_page("ward_report_pause", report), {"reason": WORDS}


def returning_before_issue(cast):
    return "VP:clerk", report_page("ward_report_return_before_issue", arrange.issued(cast)), {"reason": WORDS}


def recording_a_receipt(cast):
    report = arrange.dispatched(cast)
    other = another(cast, "clerk")
    province.record_receipt(report, by=other, received=True, reference="1", reason="")
    typed = {"answer": "refused", "reference": WORDS, "reason": "Thiếu biểu"}
    return "VP:clerk", report_page("ward_report_receipt", report), typed


# Difficulties


def raising(cast):
    kind = cast.ward.difficulty_kinds.get(name="Nhân lực")
    difficulty_kinds.retire_kind(kind, by=cast.admin)
    return "CA:drafter", reverse("difficulty_raise"), {"text": WORDS, "kind": kind.pk, "to": "leaders"}


def merging(cast):
    picked = [items.raised(cast, unit) for unit in ("CA", "VP")]
    difficulties.close_difficulty(picked[0], by=cast["CA:drafter"], text="Đã xong")
    kind = cast.ward.difficulty_kinds.get(name="Nhân lực").pk
    typed = {"pick": [item.pk for item in picked], "text": WORDS, "kind": kind, "to": "leaders"}
    return "VHXH:coordinator", reverse("difficulties_merge"), typed


def about(action, who, item):
    return who, reverse(f"difficulty_{action}", args=[item.pk]), {"text": WORDS}


def answering(cast):
    item = items.raised(cast)
    difficulties.answer_difficulty(item, by=another(cast, "approver", "BCĐ"), text="Sẽ mua")
    return about("answer", "BCĐ:approver", item)


def closing(cast):
    item = items.answered(cast)
    difficulties.close_difficulty(item, by=another(cast, "drafter", "CA"), text="Xong")
    return about("close", "CA:drafter", item)


def reopening_a_difficulty(cast):
    item = items.answered(cast)
    difficulties.reopen_difficulty(item, by=another(cast, "drafter", "CA"), text="Chưa đủ")
    return about("reopen", "CA:drafter", item)


def discussing(cast):
    item = items.answered(cast)
    difficulties.close_difficulty(item, by=another(cast, "drafter", "CA"), text="Xong")
    return about("discuss", "CA:drafter", item)


def adding_a_kind(cast):
    difficulty_kinds.add_kind(cast.ward, by=another(cast, "admin", "VP"), name=WORDS)
    return "MX:admin", reverse("difficulty_kinds", args=[cast.ward.pk]), {"name": WORDS}


def renaming_a_kind(cast):
    kind = DifficultyKind.objects.filter(ward=cast.ward).first()
    difficulty_kinds.retire_kind(kind, by=cast.admin)
    return "MX:admin", reverse("difficulty_kind", args=[kind.pk]), {"name": WORDS}


# The register, incidents


def voiding(cast):
    line = register.document_of(arrange.issued(cast))
    return "VP:clerk", reverse("document_void", args=[line.pk]), {"reason": WORDS}


def recalling(cast):
    line = register.document_of(arrange.issued(cast))
    register.recall(line, by=another(cast, "clerk"), reason="Sai")
    return "VP:clerk", reverse("document_recall", args=[line.pk]), {"reason": WORDS}


def confirming_a_deletion(cast):
    line = register.document_of(arrange.dispatched(cast))
    sent, other = Dispatch.objects.get(document=line), another(cast, "clerk")
    register.recall(line, by=other, reason="Sai")
    register.confirm_deletion(sent, by=other, reference="5")
    return "VP:clerk", reverse("dispatch_deletion", args=[sent.pk]), {"reference": WORDS}


def skipping(cast):
    outbox.fail("mail", "mail-typed", "Hỏng", scope=cast.ward.pk)
    incident = Incident.objects.get(message__key="mail-typed")
    system.retry_incident(incident, by=another(cast, "clerk"))
    return "VP:clerk", reverse("incident_skip", args=[incident.pk]), {"reason": WORDS}


STATES = [
    *(asking_by_a_quick_form, leaving_a_quick_answer, typing_a_quick_form_in, typing_a_sheet),
    *(writing, sending_to_the_drafter, on_behalf, submitting_on_behalf, returning, commenting, answering_a_comment),
    *(
        attaching,
        waiving,
        unwaiving,
        returning_after_consolidation,
        editing,
        wording_templates,
        wording_rules,
        adjusting,
        reopening,
    ),
    *(
        sending_back,
        taking_back_a_decision,
        skipping_a_step,
        handing_a_step_over,
        handing_ones_own_step_over,
        inserting_a_step,
        moving_to_the_route,
        giving_an_opinion,
        replying_to_an_opinion,
        stopping_the_clock,
        returning_before_issue,
        recording_a_receipt,
        raising,
        merging,
        answering,
        closing,
    ),
    *(reopening_a_difficulty, discussing, adding_a_kind, renaming_a_kind, voiding, recalling, confirming_a_deletion),
    *(changing_the_signer, skipping),
]
