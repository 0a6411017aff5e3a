import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import asked, event_of, mails, newest, tells, undone
from workflows.models import Step
from workflows.prose import actions as prose
from workflows.routes import actions as routes
from workflows.ward_reports import actions as ward_reports


@pytest.fixture
def report(cast, on_day):
    on_day("2026-11-06 09:00")
    return arrange.consolidated(cast)


def test_coordinator_sends_the_report_for_approval(cast, report):
    sent = reread(ward_reports.send_for_approval(report, by=cast.coordinator))
    assert (sent.state, sent.sent_by) == ("awaiting_approval", cast.coordinator)


def test_report_takes_its_own_copy_of_the_route(cast, report):
    sent = ward_reports.send_for_approval(report, by=cast.coordinator)
    Step.objects.update(title="Trưởng Ban")
    step = sent.steps.get()
    assert (step.title, step.unit, step.office) == ("Phó Trưởng Ban", cast.units["BCĐ"], "approver")
    assert (step.opened_at, step.decided_at) == (sent.state_since, None)


def test_retired_steps_are_not_copied(cast, report):
    route = cast.monthly.route
    second = routes.add_step(
        route, by=cast.admin, title="Trưởng Ban", unit=cast.units["BCĐ"], office="approver", need="any", allowance=1
    )
    routes.retire_step(route.steps.get(order=1), by=cast.admin)
    sent = ward_reports.send_for_approval(report, by=cast.coordinator)
    assert [step.title for step in sent.steps.all()] == [second.title]


def test_content_is_the_digest_of_what_the_report_says(cast, report):
    sent = ward_reports.send_for_approval(report, by=cast.coordinator)
    reopened = ward_reports.reopen(sent, by=cast.coordinator, reason="Sửa một câu")
    again = ward_reports.consolidate(reopened, by=cast.coordinator)
    edited = prose.edit_narrative(again, by=cast.coordinator, seen=again.edits, narrative={"results": "Khác"})
    assert len(sent.content) == 64
    assert ward_reports.send_for_approval(edited, by=cast.coordinator).content != sent.content


@pytest.mark.parametrize("who", ["CA:unit_head", "BCĐ:approver", "VP:clerk", "MX:admin"])
def test_nobody_else_sends_it(cast, report, who):
    with pytest.raises(PermissionDenied):
        ward_reports.send_for_approval(report, by=cast[who])


def test_figures_come_first(cast):
    with pytest.raises(NotPossible):
        ward_reports.send_for_approval(arrange.ready(cast), by=cast.coordinator)


def test_a_route_without_steps_is_refused(cast, report):
    Step.objects.all().delete()
    with pytest.raises(NotPossible):
        ward_reports.send_for_approval(report, by=cast.coordinator)
    assert reread(report).state == "consolidating"


def test_sending_twice_tells_who_was_first(cast, report):
    ward_reports.send_for_approval(report, by=cast.coordinator)
    with pytest.raises(NotPossible) as refused:
        ward_reports.send_for_approval(report, by=cast.coordinator)
    assert tells(refused, cast.coordinator, "2026-11-06 09:00")


def test_sending_stands_in_the_trail(cast, report):
    sent = ward_reports.send_for_approval(report, by=cast.coordinator)
    assert newest(sent) == event_of(cast.coordinator, "send_for_approval", "consolidating", "awaiting_approval")


def test_rendering_and_mail_are_asked_for_once_it_commits(cast, report):
    sent = ward_reports.send_for_approval(report, by=cast.coordinator)
    assert asked("render") == [{"ward_report": sent.pk, "final": False, "content": sent.content}]
    assert mails("awaiting") == [("approve_reports", cast.ward.pk)]


def test_a_sending_that_was_rolled_back_leaves_nothing(cast, report):
    with undone():
        ward_reports.send_for_approval(report, by=cast.coordinator)
    assert (reread(report).state, report.steps.count()) == ("consolidating", 0)


def test_sending_and_sending_anew_cost_fifteen_statements_at_most(cast, report, statements):
    with statements() as first:
        sent = ward_reports.send_for_approval(report, by=cast.coordinator)
    again = reread(ward_reports.reopen(sent, by=cast.coordinator, reason="Sửa một câu"))
    again = reread(ward_reports.consolidate(again, by=cast.coordinator))
    with statements() as second:
        ward_reports.send_for_approval(again, by=cast.coordinator)
    assert max(len(first), len(second)) <= 15, second.sql
