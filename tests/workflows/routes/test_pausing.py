"""Stopping the clock of a step while an outside organ is waited for."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import AlreadyDone, NotPossible
from tests.factories import reread, shown
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.traces import events, undone
from workflows.boards.desk import desk_of
from workflows.routes import actions as routes
from workflows.routes.underway import overdue, pausing
from workflows.signoff.approval import actions as approval

WHY = "Chờ Sở Tài chính cho ý kiến"


@pytest.fixture
def report(cast, on_day):
    """Due on Monday, 09:30."""
    on_day("2026-11-06 09:00")
    routes.change_step(cast.monthly.route.steps.get(), by=cast.admin, allowance=8)
    return arrange.awaiting(cast)


def step_of(report):
    return report.steps.get()


def test_the_due_time_moves_by_the_working_time_that_passed(cast, report, on_day):
    on_day("2026-11-06 16:00")
    pausing.pause(report, by=cast.approver, reason=WHY)
    on_day("2026-11-10 08:30")  # an hour on Friday, Monday, an hour on Tuesday
    pausing.resume(report, by=cast.approver)
    step = step_of(report)
    assert (step.due_at, step.alarm_at, step.paused_at) == (
        instant("2026-11-10 11:30"),
        instant("2026-11-10 11:30"),
        None,
    )


def test_both_stand_in_the_trail(cast, report, on_day):
    pausing.pause(report, by=cast.approver, reason=WHY)
    on_day("2026-11-06 11:00")
    pausing.resume(report, by=cast.approver)
    paused, resumed = events(reread(report))[-2:]
    assert (paused.action, paused.actor, paused.reason) == ("pause", cast.approver, WHY)
    assert (resumed.action, resumed.changes["due"]) == ("resume", ["09/11/2026 09:30", "09/11/2026 11:30"])


def test_the_clock_does_nothing_meanwhile(cast, report, on_day):
    pausing.pause(report, by=cast.approver, reason=WHY)
    on_day("2026-12-01 09:00")
    assert overdue.ring() == 0


def test_an_opinion_is_not_passed_over_meanwhile(cast, on_day):
    on_day("2026-11-06 09:00")
    shape = {"verb": "opinion", "office": "unit_head", "allowance": 8, "title": "Ý kiến"}
    routes.add_step(cast.monthly.route, by=cast.admin, unit=cast.units["CA"], **shape)
    report, head = arrange.awaiting(cast), cast["CA:unit_head"]
    pausing.pause(report, by=head, reason=WHY)
    on_day("2026-12-01 09:00")
    assert overdue.ring() == 0
    pausing.resume(report, by=head)
    on_day("2026-12-31 09:00")
    assert overdue.ring() == 1
    assert report.steps.get(title="Ý kiến").silent


def test_whoever_paused_may_decide(cast, report):
    pausing.pause(report, by=cast.approver, reason=WHY)
    assert approval.approve(reread(report), by=cast.approver, seen=shown(report)).state == "approved"


def test_a_reason_is_needed(cast, report):
    with pytest.raises(NotPossible):
        pausing.pause(report, by=cast.approver, reason=" ")


def test_what_runs_cannot_be_resumed(cast, report):
    with pytest.raises(NotPossible, match="không tạm dừng"):
        pausing.resume(report, by=cast.approver)


@pytest.mark.parametrize("who", ["VHXH:coordinator", "VP:clerk", "MX:admin", "MX:auditor"])
def test_only_whoever_decides_the_step_stops_its_clock(cast, report, who):
    with pytest.raises(PermissionDenied):
        pausing.pause(report, by=cast[who], reason=WHY)


def test_what_is_not_sent_has_no_clock(cast, on_day):
    on_day("2026-11-06 09:00")
    with pytest.raises((NotPossible, PermissionDenied)):
        pausing.pause(arrange.consolidated(cast), by=cast.approver, reason=WHY)


def test_a_pause_that_was_rolled_back_leaves_nothing(cast, report):
    with undone():
        pausing.pause(report, by=cast.approver, reason=WHY)
    assert step_of(report).paused_at is None


def test_each_costs_fourteen_statements_at_most(cast, report, statements):
    with statements() as stopping:
        pausing.pause(report, by=cast.approver, reason=WHY)
    with statements() as going_on:
        pausing.resume(report, by=cast.approver)
    assert max(len(stopping), len(going_on)) <= 14, (stopping.sql, going_on.sql)


def test_the_desks_and_the_pages_say_so(client, cast, report):
    client.force_login(cast.approver, backend="units.backends.GrantBackend")
    address = reverse("ward_report_pause", args=[report.pk])
    assert address in client.get(reverse("ward_report_approval", args=[report.pk])).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": WHY}).status_code == 302
    assert "Đang tạm dừng" in client.get("/").content.decode()
    assert [task.paused for task in desk_of(cast.coordinator).waiting] == [True]
    for name in ("ward_report", "ward_report_approval"):
        page = client.get(reverse(name, args=[report.pk])).content.decode()
        assert WHY in page
        assert reverse("ward_report_resume", args=[report.pk]) in page
    assert client.post(reverse("ward_report_resume", args=[report.pk])).status_code == 302
    assert step_of(report).paused_at is None


def test_whoever_did_it_themselves_reads_that_it_is_done(cast, report):
    pausing.pause(report, by=cast.approver, reason=WHY)
    with pytest.raises(AlreadyDone):
        pausing.pause(report, by=cast.approver, reason=WHY)
    pausing.resume(report, by=cast.approver)
    with pytest.raises(AlreadyDone):
        pausing.resume(report, by=cast.approver)
