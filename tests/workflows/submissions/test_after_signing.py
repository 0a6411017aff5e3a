"""What follows the signature where the route says so: who takes the number, and who reads for information."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import OutboxMessage
from tests.factories import reread, shown
from tests.workflows import arrange as reports
from tests.workflows.traces import events, newest
from workflows.cases import mails, rules, stranded
from workflows.models import CaseStep, Submission
from workflows.routes import actions as routes
from workflows.routes import versions
from workflows.routes.transfer import bpmn, files
from workflows.routes.underway import overdue
from workflows.routes.who import after
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.submissions import actions as submissions

from . import arrange

NUMBERS = {"verb": "number", "title": "Vào số", "office": "clerk", "need": "any", "quorum": 1, "allowance": 4}
INFORMS = {"verb": "inform", "title": "Thường trực", "office": "unit_head", "need": "any", "quorum": 1, "allowance": 8}


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


@pytest.fixture
def second(cast):
    return reports.newcomer(cast, "second-clerk", cast.units["VP"], "clerk")


def numbered_by(cast, person):
    return routes.add_step(arrange.kind(cast).route, by=cast.admin, unit=cast.units["VP"], person=person, **NUMBERS)


def informs(cast, unit="VHXH"):
    return routes.add_step(arrange.kind(cast).route, by=cast.admin, unit=cast.units[unit], **INFORMS)


def sign_in(client, person):
    client.force_login(person, backend="units.backends.GrantBackend")


def desk(client, person):
    sign_in(client, person)
    return client.get(reverse("desk")).content.decode()


def test_the_step_before_still_signs_and_the_number_waits_for_whom_the_route_names(cast, second):
    numbered_by(cast, second)
    case = arrange.awaiting(cast)
    assert case.signatory == cast.approver
    assert [bool(step.opened_at) for step in case.way] == [True, False]
    case = reread(approval.approve(case, by=cast.approver, seen=shown(case)))
    assert case.state == "approved"
    step = case.steps.get(verb="number")
    assert (step.opened_at, step.due_at > step.opened_at) == (case.state_since, True)


def test_no_other_clerk_takes_the_number(cast, second):
    numbered_by(cast, second)
    case = arrange.approved(cast)
    assert not rules.may(cast.clerk, "issue", case)
    assert "issue" not in rules.open_to(cast.clerk, case)
    assert case not in Submission.objects.filter(Submission.objects.to_issue(cast.clerk))
    with pytest.raises(PermissionDenied):
        issuing.issue(case, by=cast.clerk)
    with pytest.raises(PermissionDenied):
        issuing.return_before_issue(case, by=cast.clerk, reason="Sai nơi nhận")
    assert case in Submission.objects.filter(Submission.objects.to_issue(second))
    case = reread(issuing.issue(case, by=second))
    step = case.steps.with_deciders().get(verb="number")
    assert (case.state, step.decided_by, bool(step.decided_at)) == ("issued", second.name, True)


def test_the_desk_and_the_mail_reach_whom_the_route_names(client, cast, second):
    numbered_by(cast, second)
    case = arrange.approved(cast)
    told = OutboxMessage.objects.get(topic="mail", payload__event="approved")
    assert set(mails.recipients(told.payload)) == {second}
    assert case.get_absolute_url() in desk(client, second)
    assert case.get_absolute_url() not in desk(client, cast.clerk)


def test_where_the_route_says_nothing_every_clerk_issues_as_before(cast, second):
    case = arrange.approved(cast)
    assert {person for person in (cast.clerk, second) if rules.may(person, "issue", case)} == {cast.clerk, second}
    told = OutboxMessage.objects.get(topic="mail", payload__event="approved")
    assert {cast.clerk, second} <= set(mails.recipients(told.payload))


def test_when_its_time_is_over_whoever_numbers_is_reminded(cast, second, on_day):
    numbered_by(cast, second)
    case = arrange.approved(cast)
    on_day("2026-11-06 16:00")
    assert overdue.ring() == 1
    assert newest(reread(case))["action"] == "remind_overdue"
    told = OutboxMessage.objects.get(topic="mail", payload__event="overdue")
    assert set(mails.recipients(told.payload)) == {second}


def test_that_nobody_can_take_the_number_is_an_incident(cast, second):
    numbered_by(cast, second)
    case = arrange.approved(cast)
    reports.leave(second, "clerk")
    assert [each.case for each in stranded.waiting(cast.ward.pk) if each.is_stranded] == [case]


def test_a_return_before_the_number_and_sending_anew_begin_from_the_front(cast, second):
    numbered_by(cast, second)
    case = arrange.approved(cast)
    issuing.return_before_issue(case, by=second, reason="Sai tên cơ quan nhận.")
    case = reread(submissions.send_for_approval(reread(case), by=cast["CA:unit_head"]))
    assert [(step.verb, bool(step.opened_at)) for step in case.way] == [("approve", True), ("number", False)]


def test_those_who_are_informed_find_it_under_to_know_once_it_is_issued(client, cast):
    informs(cast)
    head = cast["VHXH:unit_head"]
    case = arrange.approved(cast)
    assert case.get_absolute_url() not in desk(client, head)
    case = reread(issuing.issue(case, by=cast.clerk))
    told = OutboxMessage.objects.get(topic="mail", payload__event="informed")
    assert set(mails.recipients(told.payload)) == {head}
    page = desk(client, head)
    assert case.get_absolute_url() in page
    assert "Đã ban hành: để biết" in page
    assert case.get_absolute_url() not in desk(client, cast["KTHTDT:unit_head"])


def test_reading_it_is_noted_once_and_takes_it_off_the_desk(client, cast):
    informs(cast)
    head = cast["VHXH:unit_head"]
    case = reread(issuing.issue(arrange.approved(cast), by=cast.clerk))
    sign_in(client, head)
    for _time in range(2):
        assert client.get(case.get_absolute_url()).status_code == 200
    read = [event for event in events(reread(case)) if event.action == "read_for_information"]
    assert [(event.actor, event.changes["step"]) for event in read] == [(head, [None, "Thường trực"])]
    assert case not in Submission.objects.filter(Submission.objects.to_know(head))
    assert f"đã xem: {head.name}" in " ".join(client.get(case.get_absolute_url()).content.decode().split())


def test_nobody_waits_for_whoever_reads(cast):
    informs(cast)
    case = reread(issuing.issue(arrange.approved(cast), by=cast.clerk))
    assert not case.steps.filter(decided_at=None).exists()
    assert not [each for each in stranded.waiting(cast.ward.pk) if each.is_stranded]
    assert reread(submissions.send_out(case, by=cast.clerk)).state == "dispatched"


def test_who_is_not_informed_leaves_no_trace(client, cast):
    informs(cast)
    case = reread(issuing.issue(arrange.approved(cast), by=cast.clerk))
    before = len(events(case))
    after.note_read(case, by=cast.clerk)
    assert len(events(reread(case))) == before


def test_a_ward_report_informs_too(cast):
    routes.add_step(cast.monthly.route, by=cast.admin, unit=cast.units["VHXH"], **INFORMS | {"office": "coordinator"})
    report = reports.issued(cast)
    after.note_read(report, by=cast.coordinator)
    assert newest(reread(report))["action"] == "read_for_information"


def test_signing_numbering_and_issuing_cost_no_statement_more_where_the_route_says_nothing(cast, statements):
    case = arrange.approved(cast)
    with statements() as counted:
        rules.may(cast.clerk, "issue", case)
        after.note_read(case, by=cast.clerk)
        after.open_numbering(case, case.state_since)
    assert len(counted) == 1


REFUSED = {
    "no clerk": ([NUMBERS | {"office": "unit_head"}], "không ban hành"),
    "two numbers": ([NUMBERS, NUMBERS], "Chỉ một bước vào số"),
    "in silence": ([NUMBERS | {"at_end": "pass"}], "Im lặng"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_what_cannot_follow_a_signature_is_refused(cast, fault):
    (*steps, refused), sentence = REFUSED[fault]
    route = arrange.kind(cast).route
    for shape in steps:
        routes.add_step(route, by=cast.admin, unit=cast.units["VP"], **shape)
    with pytest.raises(NotPossible, match=sentence):
        routes.add_step(route, by=cast.admin, unit=cast.units["VP"], **refused)


def test_it_stays_after_the_step_that_signs_and_number_before_information(cast):
    informed = informs(cast)
    number = numbered_by(cast, cast.clerk)
    route = arrange.kind(cast).route
    assert [step.verb for step in routes.standing(route)] == ["approve", "number", "inform"]
    with pytest.raises(NotPossible, match="đứng sau bước ký"):
        routes.move_step(number, by=cast.admin, up=True)
    with pytest.raises(NotPossible, match="trước khi người khác xem"):
        routes.move_step(informed, by=cast.admin, up=True)
    with pytest.raises(NotPossible):
        routes.retire_step(route.steps.get(verb="approve"), by=cast.admin)


def test_a_new_approval_signs_and_stands_before_what_follows(cast):
    informs(cast)
    reports.head_of_the_board(cast)
    route = arrange.kind(cast).route
    shape = {"verb": "approve", "office": "approver", "need": "any", "quorum": 1, "allowance": 2}
    routes.add_step(route, by=cast.admin, title="Trưởng Ban", unit=cast.ward, **shape)
    case = arrange.awaiting(cast)
    assert [step.verb for step in case.way] == ["approve", "approve", "inform"]
    assert case.signatory.username == "head"


def test_they_travel_with_the_file_and_stand_in_the_diagram(client, cast):
    numbered_by(cast, cast.clerk)
    informs(cast)
    route = arrange.kind(cast).route
    text = files.written(route)
    assert versions.shape_of(files.read(text.encode(), cast.ward)) == versions.shape_of(routes.standing(route))
    assert 'name="Thường trực"' in bpmn.written(route)
    sign_in(client, cast.admin)
    page = client.get(reverse("routes", args=[cast.ward.pk])).content.decode()
    assert "Không ai phải chờ bước này" in page


def test_a_kind_that_is_made_later_copies_the_step_that_signs(cast):
    routes.add_step(cast.monthly.route, by=cast.admin, unit=cast.units["VHXH"], **INFORMS | {"office": "coordinator"})
    assert [step.verb for step in arrange.kind(cast).route.steps.all()] == ["approve"]
    assert not CaseStep.objects.exists()
