"""The round of a Tờ trình: drafted, consulted, approved, numbered, sent, recalled; and what ends it before."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import Dispatch, Document, OutboxMessage, Rendition
from approvals.outbox import queue as outbox
from approvals.register import actions as register
from tests.factories import reread, shown
from tests.workflows.traces import events, newest
from workflows import tasks
from workflows.cases import mails, reconciliation
from workflows.documents import handlers
from workflows.models import CaseStep, ReportingPeriod, Submission
from workflows.periods import kinds as report_kinds
from workflows.routes.underway import opinions, overdue
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.submissions import actions as submissions

from . import arrange


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


def test_it_goes_from_a_draft_to_whom_it_addresses(cast):
    arrange.ask_for_opinions(cast, "VP", "VHXH")
    case = arrange.awaiting(cast)
    handlers.render(OutboxMessage.objects.get(topic="render"))
    for unit in ("VP", "VHXH"):
        opinions.opine(reread(case), by=cast[f"{unit}:unit_head"], seen=shown(case), verdict="agree", text="")
    approval.approve(reread(case), by=cast.approver, seen=shown(case))
    issuing.issue(reread(case), by=cast.clerk)
    case = reread(submissions.send_out(reread(case), by=cast.clerk))
    assert case.state == "dispatched"
    line = Document.objects.get(subject_kind="submission", subject_id=case.pk)
    assert (str(line), line.abstract, line.period) == ("01/TTr-UBND", arrange.WRITTEN["abstract"], "")
    assert [sent.recipient for sent in Dispatch.objects.all()] == ["Ủy ban nhân dân tỉnh Tuyên Quang"]
    assert [event.action for event in events(case)] == [
        *("draft", "send_for_approval", "opine", "opine", "approve", "issue", "send_out"),
    ]
    assert reconciliation.reconcile() == 0


def test_silence_is_recorded_and_approves_nothing(cast, on_day):
    arrange.ask_for_opinions(cast, "VP", "VHXH")
    case = arrange.awaiting(cast)
    on_day("2026-11-12 09:00")
    assert overdue.ring() == 1
    case = reread(case)
    assert [step.silent for step in case.way] == [True, True, False]
    assert case.state == "awaiting_approval"
    assert newest(case)["action"] == "pass_in_silence"


def test_who_drafted_edited_or_sent_it_never_approves_it(cast):
    case = arrange.awaiting(cast)
    assert set(case.authors.all()) == {cast["CA:drafter"], cast["CA:unit_head"]}
    for author in case.authors.all():
        with pytest.raises(PermissionDenied):
            approval.approve(case, by=author, seen=shown(case))


def test_a_return_goes_to_the_unit_that_drafted_it(cast):
    case = arrange.awaiting(cast)
    approval.send_back(case, by=cast.approver, seen=shown(case), reason="Nêu rõ nguồn kinh phí.")
    case = reread(case)
    assert (case.state, case.reason) == ("returned", "Nêu rõ nguồn kinh phí.")
    told = OutboxMessage.objects.get(topic="mail", payload__event="sent_back")
    assert set(mails.recipients(told.payload)) == {cast["CA:drafter"]}


def test_what_was_returned_is_corrected_and_sent_anew(cast):
    case = arrange.awaiting(cast)
    approval.send_back(case, by=cast.approver, seen=shown(case), reason="Nêu rõ nguồn kinh phí.")
    first = reread(case).content
    submissions.edit(reread(case), by=cast["CA:drafter"], seen=0, body="Kinh phí từ ngân sách phường")
    case = reread(submissions.send_for_approval(reread(case), by=cast["CA:unit_head"]))
    assert case.content not in ("", first)
    assert CaseStep.objects.of(case).count() == 1


def test_a_clerk_who_sees_a_mistake_returns_it_and_the_number_is_voided(cast):
    case = arrange.approved(cast)
    issuing.return_before_issue(case, by=cast.clerk, reason="Sai tên cơ quan nhận.")
    case = reread(case)
    assert case.state == "returned"
    told = OutboxMessage.objects.get(topic="mail", payload__event="returned_before_issue")
    assert set(mails.recipients(told.payload)) == {cast["CA:drafter"]}


def test_the_head_takes_it_back_and_every_approval_is_void(cast):
    arrange.ask_for_opinions(cast, "VP")
    case = arrange.awaiting(cast)
    opinions.opine(case, by=cast["VP:unit_head"], seen=shown(case), verdict="agree", text="")
    case = reread(submissions.take_back(reread(case), by=cast["CA:unit_head"], reason="Bổ sung phụ lục"))
    assert (case.state, case.content, case.signatory) == ("draft", "", None)
    assert not CaseStep.objects.of(case).exists()


def test_a_withdrawn_one_is_sent_no_more(cast):
    case = arrange.draft(cast)
    submissions.give_up(case, by=cast["CA:drafter"], reason="Không cần nữa")
    with pytest.raises(NotPossible, match="đã được"):
        submissions.send_for_approval(reread(case), by=cast["CA:unit_head"])
    assert reconciliation.reconcile() == 0


def test_recalling_its_document_ends_it_and_tells_its_unit(cast):
    case = arrange.issued(cast)
    line = register.document_of(case)
    register.recall(line, by=cast.clerk, reason="Ban hành nhầm")
    outbox.drain()
    case = reread(case)
    assert (case.state, case.reason) == ("recalled", "Ban hành nhầm")
    told = OutboxMessage.objects.get(topic="mail", payload__event="document_recalled")
    assert told.payload["pk"] == case.pk
    assert not Submission.objects.filter(replaces=case).exists()


def test_two_who_edit_at_once_see_that_the_other_was_first(cast):
    case = arrange.draft(cast)
    submissions.edit(case, by=cast["CA:drafter"], seen=0, body="Bản của một người")
    with pytest.raises(NotPossible):
        submissions.edit(reread(case), by=arrange.second_drafter(cast), seen=0, body="Bản của người kia")
    assert reread(case).body == "Bản của một người"


@pytest.mark.parametrize("place", ["VP:drafter", "CA:unit_head", "BCĐ:approver"])
def test_only_who_writes_for_its_unit_changes_it(cast, place):
    case = arrange.draft(cast)
    with pytest.raises(PermissionDenied):
        submissions.edit(case, by=cast[place], seen=0, body="Không được")


def test_a_letter_bears_the_symbol_of_its_unit(cast):
    case = arrange.issued(cast, "cong-van")
    assert str(register.document_of(case)) == "01/UBND-CA"


def test_a_draft_is_its_units_alone(cast):
    case = arrange.draft(cast)
    readers = {name for name in ("CA:drafter", "VP:drafter") if case in Submission.objects.visible_to(cast[name])}
    assert readers == {"CA:drafter"}
    assert case not in Submission.objects.visible_to(cast.approver)


def test_a_row_is_asked_for_by_the_digest_alone(cast):
    case = arrange.awaiting(cast)
    handlers.render(OutboxMessage.objects.get(topic="render"))
    made = Rendition.objects.get(subject_kind="submission", subject_id=case.pk)
    assert (made.content, made.final, made.other_forms) == (case.content, False, ["docx"])


def test_a_kind_of_document_has_no_periods(cast):
    arrange.kind(cast)
    before = ReportingPeriod.objects.count()
    tasks.open_periods()
    assert set(ReportingPeriod.objects.values_list("kind__code", flat=True)) <= {"monthly", "annual"}
    assert ReportingPeriod.objects.count() > before


def test_the_symbol_stays_while_something_of_the_kind_is_being_signed(cast):
    arrange.awaiting(cast)
    with pytest.raises(NotPossible):
        report_kinds.set_form(arrange.kind(cast), by=cast.admin, form="people", symbol="TTr-PMX")


def test_an_addressee_longer_than_the_register_keeps_is_told_while_it_is_drafted(client, cast):
    client.force_login(cast["CA:drafter"])
    case = arrange.draft(cast)
    typed = arrange.WRITTEN | {"addressed_to": "Sở Nội vụ\n" + "x" * 301, "seen": case.edits}
    answer = client.post(reverse("submission_edit", args=[case.pk]), typed)
    assert answer.status_code == 422
    assert "Dòng 2 có 301 ký tự" in answer.content.decode()


@pytest.mark.parametrize("seen", ["7", "9999999999999999999"])
def test_a_version_that_never_was_keeps_what_was_typed(client, cast, seen):
    client.force_login(cast["CA:drafter"])
    case = arrange.draft(cast)
    typed = arrange.WRITTEN | {"abstract": "Tên mới của văn bản", "seen": seen}
    answer = client.post(reverse("submission_edit", args=[case.pk]), typed)
    assert answer.status_code in (409, 422)
    assert "Tên mới của văn bản" in answer.content.decode()


def test_an_opinion_that_the_document_cannot_print_is_refused(client, cast):
    arrange.ask_for_opinions(cast, "KTHTDT")
    case = arrange.awaiting(cast)
    client.force_login(cast["KTHTDT:unit_head"])
    typed = {"seen": shown(case), "verdict": "agree_if", "text": "Đồng ý 👍", "step": case.steps.get(verb="opinion").pk}
    answer = client.post(reverse("submission_opinion", args=[case.pk]), typed)
    assert answer.status_code == 422
    assert "👍" in answer.content.decode()


def test_the_same_words_saved_again_are_saved(client, cast):
    client.force_login(cast["CA:drafter"])
    case = arrange.draft(cast)
    typed = arrange.WRITTEN | {"abstract": "Tên mới của văn bản", "seen": case.edits}
    for _time in range(2):
        assert client.post(reverse("submission_edit", args=[case.pk]), typed).status_code == 302
    assert [event.action for event in events(reread(case))].count("edit") == 1
