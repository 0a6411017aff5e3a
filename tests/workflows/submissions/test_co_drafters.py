"""Colleagues who are named write a document too, count as its authors, and lose nothing where two write at once."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import Decision, OutboxMessage
from tests import attachments as files
from tests.factories import reread, shown
from tests.people import instant
from tests.workflows.traces import events
from units.models import Membership
from workflows.cases import mails, rules
from workflows.models import Submission
from workflows.routes.underway import opinions
from workflows.signoff.approval import actions as approval
from workflows.submissions import actions as submissions
from workflows.submissions.attachments import actions as attached
from workflows.submissions.co_drafting import actions as co_drafting

from . import arrange


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


def named(cast, *people, case=None):
    case = case or arrange.draft(cast)
    return reread(co_drafting.name_co_drafters(case, by=cast["CA:drafter"], people=[cast[each] for each in people]))


def test_whoever_is_named_reads_edits_and_attaches_from_another_unit(cast):
    colleague = cast["VHXH:drafter"]
    case = named(cast, "VHXH:drafter")
    assert Submission.objects.visible_to(colleague).get() == case
    edited = submissions.edit(case, by=colleague, seen=0, body="Nội dung khác")
    attached.attach(reread(edited), by=colleague, file=files.upload(None, "a.pdf"))
    assert rules.open_to(colleague, reread(case)) == {"edit"}
    assert events(reread(case))[1].changes == {"co_drafters": ["", colleague.name]}


def test_whoever_is_not_named_still_finds_nothing(cast):
    case = named(cast, "VHXH:drafter")
    assert not Submission.objects.visible_to(cast["VP:drafter"]).exists()
    with pytest.raises(PermissionDenied):
        submissions.edit(case, by=cast["VP:drafter"], seen=0, body="Nội dung khác")


def test_whoever_is_named_names_nobody_and_does_not_give_it_up(cast):
    case = named(cast, "VHXH:drafter")
    with pytest.raises(PermissionDenied):
        co_drafting.name_co_drafters(case, by=cast["VHXH:drafter"], people=[])
    with pytest.raises(PermissionDenied):
        submissions.give_up(case, by=cast["VHXH:drafter"], reason="Không cần nữa")


def test_whoever_is_named_finds_it_among_their_work(client, cast):
    case = named(cast, "VHXH:drafter")
    client.force_login(cast["VHXH:drafter"])
    assert case.abstract in client.get(reverse("desk")).content.decode()


def test_whoever_wrote_it_gives_no_opinion_on_it_even_once_taken_off(cast):
    arrange.ask_for_opinions(cast, "VP", "VHXH")
    case = named(cast, "VP:unit_head")
    case = reread(submissions.edit(case, by=cast["VP:unit_head"], seen=0, body="Nội dung khác"))
    case = named(cast, case=case)
    assert not case.co_drafters.exists()
    sent = reread(submissions.send_for_approval(case, by=cast["CA:unit_head"]))
    with pytest.raises(PermissionDenied):
        opinions.opine(sent, by=cast["VP:unit_head"], seen=shown(sent), verdict="agree", text="")


def test_nobody_is_kept_from_deciding_by_being_named(cast):
    arrange.ask_for_opinions(cast, "VP")
    case = named(cast, "VP:unit_head", "BCĐ:approver")
    sent = reread(submissions.send_for_approval(case, by=cast["CA:unit_head"]))
    opinions.opine(sent, by=cast["VP:unit_head"], seen=shown(sent), verdict="agree", text="")
    done = approval.approve(reread(sent), by=cast.approver, seen=shown(sent))
    assert done.state == "approved"


def test_whoever_answers_an_opinion_speaks_for_the_authors(cast):
    arrange.ask_for_opinions(cast, "VP")
    case = named(cast, "BCĐ:approver")
    sent = reread(submissions.send_for_approval(case, by=cast["CA:unit_head"]))
    opinions.opine(sent, by=cast["VP:unit_head"], seen=shown(sent), verdict="disagree", text="Chưa rõ")
    given = Decision.objects.get(verdict="disagree")
    opinions.reply(reread(sent), given, by=cast.approver, adopted=True, text="")
    with pytest.raises(PermissionDenied):
        approval.approve(reread(sent), by=cast.approver, seen=shown(sent))


def test_whoever_is_named_reads_first_what_writing_it_means(client, cast):
    case = named(cast, "VHXH:drafter")
    client.force_login(cast["VHXH:drafter"])
    address, told = reverse("submission_edit", args=[case.pk]), "không được duyệt, ký"
    assert told in client.get(address).content.decode()
    assert told in OutboxMessage.objects.get(payload__event="co_drafting").payload["reason"]
    submissions.edit(case, by=cast["VHXH:drafter"], seen=0, body="Nội dung khác")
    assert told not in client.get(address).content.decode()


def test_the_right_ends_with_the_last_office_in_the_ward(cast):
    colleague, case = cast["VHXH:drafter"], named(cast, "VHXH:drafter")
    Membership.objects.filter(person=colleague).update(ends_at=instant("2026-11-05 09:00"))
    assert not Submission.objects.visible_to(colleague).exists()
    with pytest.raises(PermissionDenied):
        submissions.edit(case, by=colleague, seen=0, body="Nội dung khác")
    with pytest.raises(NotPossible, match=colleague.name):
        named(cast, "VHXH:drafter", case=reread(case))


def test_once_it_is_sent_nobody_is_named(cast):
    with pytest.raises(NotPossible):
        named(cast, "VHXH:drafter", case=arrange.awaiting(cast))


def test_who_is_new_is_told_once(cast):
    case = named(cast, "VHXH:drafter")
    case = named(cast, "VHXH:drafter", "VP:drafter", case=case)
    named(cast, "VHXH:drafter", "VP:drafter", case=case)
    told = OutboxMessage.objects.filter(topic="mail", payload__event="co_drafting").order_by("pk")
    assert [mails.recipients(row.payload) for row in told] == [[cast["VHXH:drafter"]], [cast["VP:drafter"]]]


def test_whoever_is_named_is_told_when_it_comes_back(cast):
    case = named(cast, "VHXH:drafter")
    sent = reread(submissions.send_for_approval(case, by=cast["CA:unit_head"]))
    approval.send_back(sent, by=cast.approver, seen=shown(sent), reason="Thiếu số liệu")
    row = OutboxMessage.objects.get(topic="mail", payload__event="sent_back")
    assert cast["VHXH:drafter"] in mails.recipients(row.payload)
    assert cast["CA:drafter"] in mails.recipients(row.payload)
    Membership.objects.filter(person=cast["VHXH:drafter"]).update(ends_at=instant("2026-11-05 09:00"))
    assert cast["VHXH:drafter"] not in mails.recipients(row.payload)


def test_whoever_saves_later_reads_who_saved_and_finds_what_they_typed(client, cast):
    case = named(cast, "VHXH:drafter")
    submissions.edit(case, by=cast["VHXH:drafter"], seen=0, body="Của đồng nghiệp")
    client.force_login(cast["CA:drafter"])
    address = reverse("submission_edit", args=[case.pk])
    answer = client.post(address, {"seen": 0, "abstract": case.abstract, "body": "Của tôi, rất dài"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert f"{cast['VHXH:drafter'].name} đã lưu văn bản này" in html
    assert "Của tôi, rất dài" in html
    assert "Của đồng nghiệp" in html


def test_the_page_names_them(client, cast):
    case = arrange.draft(cast)
    client.force_login(cast["CA:drafter"])
    address = reverse("submission_co_drafters", args=[case.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"people": [cast["VP:drafter"].pk]}).status_code == 302
    assert cast["VP:drafter"].name in client.get(case.get_absolute_url()).content.decode()
