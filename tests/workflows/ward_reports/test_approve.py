import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from approvals.models import Decision
from tests.factories import reread, shown
from tests.workflows import arrange
from tests.workflows.traces import event_of, mails, newest, tells, undone
from workflows.prose import actions as prose
from workflows.signoff.approval import actions as approval
from workflows.ward_reports import actions as ward_reports


@pytest.fixture
def report(cast, on_day):
    on_day("2026-11-07 09:00")
    return arrange.awaiting(cast)


def test_approver_approves_what_they_read(cast, report):
    assert approval.approve(report, by=cast.approver, seen=shown(report)).state == "approved"
    step = report.steps.get()
    assert (list(step.deciders.all()), step.decided_at) == ([cast.approver], reread(report).state_since)


def test_decision_names_the_step_and_the_content_seen(cast, report):
    approval.approve(report, by=cast.approver, seen=shown(report))
    decision = Decision.objects.get(subject_kind="wardreport", subject_id=report.pk)
    assert (decision.verdict, decision.person, decision.seen) == ("approve", cast.approver, shown(report))
    assert decision.step == report.steps.get().pk
    assert decision.authority == "KT. TRƯỞNG BAN CHỈ ĐẠO – PHÓ TRƯỞNG BAN CHỈ ĐẠO"


@pytest.mark.parametrize("who", ["VHXH:coordinator", "CA:unit_head", "VP:clerk", "MX:auditor", "MX:admin"])
def test_nobody_else_approves_it(cast, report, who):
    with pytest.raises(PermissionDenied):
        approval.approve(report, by=cast[who], seen=shown(report))
    assert reread(report).state == "awaiting_approval"


def test_an_approver_of_another_unit_decides_no_step_of_the_board(cast, report):
    outsider = arrange.newcomer(cast, "vp-approver", cast.units["VP"], "approver")
    with pytest.raises(PermissionDenied):
        approval.approve(report, by=outsider, seen=shown(report))


@pytest.mark.parametrize("wrote", ["consolidate", "edit", "send"])
def test_who_took_part_in_writing_it_cannot_approve_it(cast, wrote):
    both = arrange.newcomer(cast, "both", cast.units["VHXH"], "coordinator")
    arrange.join(both, cast.units["BCĐ"], "approver")
    by = {name: both if name == wrote else cast.coordinator for name in ("consolidate", "edit", "send")}
    report = ward_reports.consolidate(arrange.ready(cast), by=by["consolidate"])
    report = prose.edit_narrative(report, by=by["edit"], seen=0, narrative={"results": "Đã sửa"})
    report = reread(ward_reports.send_for_approval(report, by=by["send"]))
    with pytest.raises(PermissionDenied):
        approval.approve(report, by=both, seen=shown(report))


def test_approver_whose_office_has_ended_approves_no_more(cast, report):
    arrange.leave(cast.approver, "approver")
    with pytest.raises(PermissionDenied):
        approval.approve(report, by=cast.approver, seen=shown(report))


@pytest.mark.parametrize("seen", ["0" * 64, "", "the digest of the content"])
def test_pages_that_were_not_read_are_not_approved(cast, report, seen):
    shown(report)
    with pytest.raises(NotPossible):
        approval.approve(report, by=cast.approver, seen=report.content if seen.startswith("the") else seen)
    assert not Decision.objects.filter(verdict="approve").exists()


@pytest.mark.parametrize("seen", ["0" * 64, ""])
def test_nothing_is_approved_before_there_are_pages_to_read(cast, report, seen):
    with pytest.raises(NotPossible):
        approval.approve(report, by=cast.approver, seen=seen)
    assert reread(report).state == "awaiting_approval"


def test_pages_of_before_it_was_reopened_are_not_approved(cast, report):
    seen = shown(report)
    ward_reports.reopen(report, by=cast.coordinator, reason="Sửa số liệu")
    ward_reports.consolidate(reread(report), by=cast.coordinator)
    again = reread(ward_reports.send_for_approval(reread(report), by=cast.coordinator))
    shown(again)
    with pytest.raises(NotPossible):
        approval.approve(again, by=cast.approver, seen=seen)


def test_who_comes_second_reads_who_approved_it(cast, report):
    second = arrange.newcomer(cast, "deputy-2", cast.units["BCĐ"], "approver")
    approval.approve(report, by=cast.approver, seen=shown(report))
    with pytest.raises(NotPossible) as refused:
        approval.approve(report, by=second, seen=shown(report))
    assert tells(refused, cast.approver, "2026-11-07 09:00")


def test_approving_stands_in_the_trail(cast, report):
    approved = approval.approve(report, by=cast.approver, seen=shown(report))
    assert newest(approved) == event_of(cast.approver, "approve", "awaiting_approval", "approved")


def test_clerks_are_told_once_it_commits(cast, report):
    approval.approve(report, by=cast.approver, seen=shown(report))
    assert mails("approved") == [("issue_reports", cast.ward.pk)]


def test_an_approval_that_was_rolled_back_leaves_nothing(cast, report):
    with undone():
        approval.approve(report, by=cast.approver, seen=shown(report))
    step = report.steps.get()
    assert (reread(report).state, step.decided_at, step.deciders.count()) == ("awaiting_approval", None, 0)


def test_approving_costs_fourteen_statements_at_most(cast, report, statements):
    seen = shown(report)
    with statements() as counted:
        approval.approve(report, by=cast.approver, seen=seen)
    assert len(counted) <= 14, counted.sql
