import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from approvals.models import Decision
from tests.factories import reread, shown
from tests.workflows import arrange
from tests.workflows.traces import event_of, mails, newest, tells, undone
from workflows.signoff.approval import actions as approval

REASON = "Chỉ tiêu 9 thấp bất thường, đề nghị kiểm tra"


TODAY = "2026-11-07 09:00"
pytestmark = pytest.mark.starts_from(arrange.awaiting, on=TODAY)


@pytest.fixture
def report(start, on_day):
    on_day(TODAY)
    return start


def send_back(report, by, reason=REASON, seen=None):
    return approval.send_back(report, by=by, seen=seen or shown(report), reason=reason)


def test_approver_sends_the_report_back_with_a_reason(cast, report):
    returned = reread(send_back(report, cast.approver))
    assert (returned.state, returned.reason) == ("returned", REASON)


def test_sending_back_needs_a_reason(cast, report):
    with pytest.raises(NotPossible):
        send_back(report, cast.approver, reason="  ")
    assert reread(report).state == "awaiting_approval"


@pytest.mark.parametrize("who", ["VHXH:coordinator", "VP:clerk", "MX:auditor", "MX:admin"])
def test_nobody_else_sends_it_back(cast, report, who):
    with pytest.raises(PermissionDenied):
        send_back(report, cast[who])


def test_pages_that_were_not_read_are_not_sent_back(cast, report):
    shown(report)
    with pytest.raises(NotPossible):
        send_back(report, cast.approver, seen="0" * 64)


def test_what_is_approved_is_not_sent_back(cast, report):
    second = arrange.newcomer(cast, "deputy-2", cast.units["BCĐ"], "approver")
    approval.approve(report, by=cast.approver, seen=shown(report))
    with pytest.raises(NotPossible) as refused:
        send_back(report, second)
    assert tells(refused, cast.approver, "2026-11-07 09:00")


def test_decision_and_trail_carry_the_reason(cast, report):
    returned = send_back(report, cast.approver)
    decision = Decision.objects.get(subject_kind="wardreport", verdict="return")
    assert (decision.reason, decision.step, decision.seen) == (REASON, report.steps.get().pk, shown(report))
    assert newest(returned) == event_of(cast.approver, "send_back", "awaiting_approval", "returned", REASON)


def test_coordinators_are_told_once_it_commits(cast, report):
    send_back(report, cast.approver)
    assert mails("sent_back") == [("review_reports", cast.ward.pk)]


def test_nobody_is_told_of_what_was_rolled_back(cast, report):
    with undone():
        send_back(report, cast.approver)
    assert reread(report).state == "awaiting_approval"


def test_sending_back_costs_fourteen_statements_at_most(cast, report, statements):
    with statements() as counted:
        send_back(report, cast.approver)
    assert len(counted) <= 14, counted.sql
