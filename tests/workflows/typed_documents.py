"""Arrange: every form of documents for signing with words typed into it, and what takes it away before it is sent."""

from django.urls import reverse

from approvals.models import Decision
from tests.factories import reread, shown
from tests.workflows import arrange
from tests.workflows.submissions import arrange as documents
from tests.workflows.typed_forms import WORDS, report_page
from workflows.routes.underway import opinions
from workflows.signoff.approval import actions as approval
from workflows.signoff.examining import actions as examining
from workflows.submissions import actions as submissions
from workflows.submissions.beginnings import actions as beginnings


def changing_who_signs_a_document(cast):
    case = documents.awaiting(cast)
    typed = {"signatory": cast.approver.pk, "reason": WORDS}
    approval.approve(case, by=cast.approver, seen=shown(case))
    return "CA:unit_head", report_page("submission_change_signer", case), typed


def editing_a_document(cast):
    case = documents.draft(cast)
    submissions.give_up(case, by=documents.second_drafter(cast), reason="Không cần nữa")
    return "CA:drafter", report_page("submission_edit", case), {"seen": 0, "abstract": WORDS, "body": "Nội dung"}


def taking_a_document_back(cast):
    case = documents.awaiting(cast)
    approval.send_back(case, by=cast.approver, seen=shown(case), reason="Thiếu phụ lục")
    return "CA:unit_head", report_page("submission_take_back", case), {"reason": WORDS}


def withdrawing_a_document(cast):
    return "CA:drafter", report_page("submission_withdraw", documents.awaiting(cast)), {"reason": WORDS}


def taking_back_a_decision_on_a_document(cast):
    case = documents.awaiting(cast)
    approval.approve(case, by=cast.approver, seen=shown(case))
    given = Decision.objects.get(person=cast.approver).pk
    return "BCĐ:approver", report_page("submission_retract", case), {"reason": WORDS, "decision": given}


def adjusting(cast, action, **typed):
    """The document was decided since the page was opened."""
    case = documents.awaiting(cast)
    step = {} if action in ("insert_step", "move_to_route") else {"step": case.steps.get().pk}
    return "MX:admin", report_page(f"submission_{action}", case, **step), {"reason": WORDS, "seen": 0} | typed


def skipping_a_step_of_a_document(cast):
    return adjusting(cast, "skip_step")


def handing_a_step_of_a_document_over(cast):
    return adjusting(cast, "hand_over", to=cast.approver.memberships.get().pk)


def handing_ones_own_step_of_a_document_over(cast):
    """The one step is the approver's, who signs at it."""
    _who, address, typed = adjusting(cast, "reassign", to=cast.approver.memberships.get().pk)
    return "BCĐ:approver", address, typed


def inserting_a_step_for_a_document(cast):
    shape = {"title": "Kinh tế", "unit": cast.units["VP"].pk, "office": "approver", "verb": "approve", "allowance": 8}
    return adjusting(cast, "insert_step", before=1, **shape)


def moving_a_document_to_the_route(cast):
    return adjusting(cast, "move_to_route")


def sending_a_document_back(cast):
    case = documents.awaiting(cast)
    typed = {"reason": WORDS, "seen": shown(case)}
    submissions.take_back(case, by=cast["CA:unit_head"], reason="Bổ sung")
    return "BCĐ:approver", report_page("submission_send_back", case), typed


def asked_about_a_document(cast, verdict):
    """One unit is asked about a Tờ trình, and a colleague answers."""
    documents.ask_for_opinions(cast, "VP")
    case, colleague = documents.awaiting(cast), arrange.newcomer(cast, "colleague", cast.units["VP"], "unit_head")
    opinions.opine(case, by=colleague, seen=shown(case), verdict=verdict, text="Thiếu dự toán")
    return reread(case)


def giving_an_opinion_on_a_document(cast):
    case = asked_about_a_document(cast, "agree")
    typed = {"seen": shown(case), "step": case.steps.get(order=1).pk, "verdict": "agree_if", "text": WORDS}
    return "VP:unit_head", report_page("submission_opinion", case), typed


def examining_a_document(cast):
    documents.examined(cast, "VP")
    case, colleague = documents.awaiting(cast), arrange.newcomer(cast, "colleague", cast.units["VP"], "unit_head")
    examining.examine(case, by=colleague, seen=shown(case))
    typed = {"seen": shown(case), "step": case.steps.get(order=1).pk, "in_order": "no", "text": WORDS}
    return "VP:unit_head", report_page("submission_examination", case), typed


def replying_about_a_document(cast):
    case = asked_about_a_document(cast, "disagree")
    given = Decision.objects.get(verdict="disagree")
    approval.approve(case, by=cast.approver, seen=shown(case))
    address = report_page("submission_opinion_reply", case, decision=given.pk)
    return "CA:drafter", address, {"adopted": "no", "text": WORDS}


def returning_a_document_before_issue(cast):
    return "VP:clerk", report_page("submission_return_before_issue", documents.issued(cast)), {"reason": WORDS}


def writing_beside_a_document(cast):
    """A unit is ticked of which nobody may read it."""
    address = reverse("case_discussion", args=["submission", documents.draft(cast).pk])
    return "CA:drafter", address, {"text": WORDS, "units": [cast.units["VHXH"].pk]}


def writing_the_template_of_a_kind(cast):
    kind = documents.kind(cast)
    beginnings.change_document_template(kind, by=cast.admin, seen=0, body="Kính đề nghị")
    return "MX:admin", reverse("document_template", args=[kind.pk]), {"seen": 0, "body": WORDS}


STATES = [
    *(changing_who_signs_a_document, editing_a_document, taking_a_document_back, withdrawing_a_document),
    *(sending_a_document_back, giving_an_opinion_on_a_document, examining_a_document, replying_about_a_document),
    *(returning_a_document_before_issue, taking_back_a_decision_on_a_document, skipping_a_step_of_a_document),
    handing_ones_own_step_of_a_document_over,
    *(handing_a_step_of_a_document_over, inserting_a_step_for_a_document, moving_a_document_to_the_route),
    *(writing_beside_a_document, writing_the_template_of_a_kind),
]


def drafting_a_document(cast):
    typed = {"document_kind": documents.kind(cast).pk, "unit": cast.units["CA"].pk, "abstract": WORDS, "body": WORDS}
    return "CA:drafter", reverse("submission_new"), typed | {"no_secrets": "on"}


OFFICES = [drafting_a_document]
