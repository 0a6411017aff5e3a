"""Whoever drafted a document is told who sent it and what became of each of its steps, whoever took them."""

import pytest

from approvals.models import OutboxMessage
from approvals.outbox import queue as outbox
from tests.factories import reread, shown
from tests.workflows.submissions import arrange
from units.models import Notice
from workflows.signoff.approval import actions as approval
from workflows.signoff.examining import actions as examining
from workflows.signoff.issuing import actions as issuing
from workflows.submissions import actions as submissions

TODAY = "2026-11-09 09:00"


@pytest.fixture(autouse=True)
def november(on_day):
    on_day(TODAY)


def told(person):
    """What the bell of the person says of the drafter's document, the newest last."""
    for message in OutboxMessage.objects.filter(topic="mail", done_at=None):
        outbox.work(message)
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


def test_the_drafter_is_told_who_sent_it_approved_it_and_its_number(cast):
    case = arrange.awaiting(cast)
    (sent,) = told(cast["CA:drafter"])
    assert sent.startswith("Đã trình ký:")
    assert cast["CA:unit_head"].name in sent
    case = reread(approval.approve(case, by=cast.approver, seen=shown(case)))
    assert told(cast["CA:drafter"])[-1].startswith("Đã ký duyệt xong")
    issuing.issue(case, by=cast.clerk)
    assert told(cast["CA:drafter"])[-1].endswith(case.symbol)


def test_a_step_in_between_is_told_with_whoever_took_it(cast):
    arrange.examined(cast)
    case = arrange.awaiting(cast)
    examining.examine(case, by=cast["KTHTDT:unit_head"], seen=shown(case))
    last = told(cast["CA:drafter"])[-1]
    assert "Thẩm định" in last
    assert cast["KTHTDT:unit_head"].name in last


def test_whoever_sent_it_is_told_of_what_others_did_and_not_of_their_own_act(cast):
    case = arrange.awaiting(cast)
    assert told(cast["CA:unit_head"]) == []
    approval.approve(case, by=cast.approver, seen=shown(case))
    assert len(told(cast["CA:unit_head"])) == 1


def test_whoever_left_the_unit_is_told_nothing(cast):
    case = arrange.draft(cast)
    cast["CA:drafter"].memberships.update(ends_at="2026-11-01T00:00:00+07:00")
    submissions.send_for_approval(case, by=cast["CA:unit_head"])
    assert told(cast["CA:drafter"]) == []
