"""A step that numbers and that nobody can do any more: who administers the ward hands it over or skips it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import Incident, OutboxMessage
from tests.factories import reread, shown
from tests.remembered import remembered
from tests.workflows import arrange as reports
from tests.workflows.traces import events
from units import grants
from units.models import Membership
from units.people import actions as people
from workflows import tasks
from workflows.cases import mails, rules
from workflows.models import Submission
from workflows.routes import actions as routes
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.signoff.steering import actions as steering

from . import arrange

NUMBERS = {"verb": "number", "title": "Vào số", "office": "clerk", "need": "any", "quorum": 1, "allowance": 4}
WHY = "Người được giao vào số đã chuyển công tác"


@remembered
def named_clerk(cast):
    """The one clerk whom the route names."""
    person = reports.newcomer(cast, "second-clerk", cast.units["VP"], "clerk")
    routes.add_step(arrange.kind(cast).route, by=cast.admin, unit=cast.units["VP"], person=person, **NUMBERS)
    return person


@pytest.fixture
def second(cast, on_day):
    on_day("2026-11-06 09:00")
    return named_clerk(cast)


@pytest.fixture
def case(cast, second):
    """Signed, and whoever is to number it has left."""
    case = arrange.approved(cast)
    people.deactivate_person(second, by=cast.admin)
    return case


def number(case):
    return case.steps.get(verb="number").pk


def skip(case, by, **given):
    row = reread(case)
    told = {"seen": row.trail_seq, "step": number(case), "reason": WHY}
    return steering.skip_step(row, by=by, **told | given)


def hand(case, by, to):
    row = reread(case)
    office = Membership.objects.filter(person=to).latest("pk").pk
    return steering.hand_over(row, by=by, seen=row.trail_seq, step=number(case), to=office, reason=WHY)


def incidents():
    return Incident.objects.filter(state="open", message__topic="stranded").select_related("message")


def told(event):
    return set(mails.recipients(OutboxMessage.objects.filter(payload__event=event).latest("pk").payload))


def may_number(cast, case):
    """Who issues it, as rights, rows and what waits for whom tell it, which agree."""
    row, everybody = reread(case), [*cast.people.values()]
    by_right = {person for person in everybody if rules.may(person, "issue", row)}
    rows = {person for person in everybody if Submission.objects.filter(Submission.objects.to_issue(person)).exists()}
    held = rules.doers("issue", row, grants.holders_by_right(cast.ward.pk))
    buttons = {person for person in everybody if "issue" in rules.open_to(person, row)}
    assert by_right == rows == buttons == {person for person in everybody if person.pk in held}
    return by_right


def test_nobody_else_numbers_it_until_an_administrator_skips_the_step(cast, case):
    assert may_number(cast, case) == set()
    skip(case, cast.admin)
    assert may_number(cast, case) == {cast.clerk}
    assert told("approved") == {cast.clerk}
    event = events(reread(case))[-1]
    assert (event.action, event.reason, event.source, event.target) == ("skip_step", WHY, "approved", "approved")
    case = reread(issuing.issue(reread(case), by=cast.clerk))
    step = case.steps.with_deciders().get(verb="number")
    assert (case.state, step.change, step.decided_by) == ("issued", "skipped", None)


def test_it_is_handed_to_another_who_issues_in_the_ward_with_the_whole_time(cast, case, on_day):
    on_day("2026-11-09 07:30")
    hand(case, cast.admin, cast.clerk)
    step = case.steps.get(verb="number")
    assert (step.person, step.change, f"{step.due_at:%d %H}") == (cast.clerk, "handed", "09 04")
    assert may_number(cast, case) == {cast.clerk}
    assert told("approved") == {cast.clerk}
    assert reread(issuing.issue(reread(case), by=cast.clerk)).state == "issued"


@pytest.mark.parametrize("who", ["CA:drafter", "BCĐ:approver", "VHXH:coordinator"])
def test_it_is_handed_to_nobody_who_does_not_issue(cast, case, who):
    with pytest.raises(NotPossible):
        hand(case, cast.admin, cast[who])


@pytest.mark.parametrize("who", ["VP:clerk", "BCĐ:approver", "VHXH:coordinator", "CA:unit_head"])
def test_only_who_administers_the_ward_does_either(cast, case, who):
    with pytest.raises(PermissionDenied):
        skip(case, cast[who])
    with pytest.raises(PermissionDenied):
        hand(case, cast[who], cast.clerk)


def test_whoever_it_is_taken_from_reads_that_it_was_adjusted(cast, second):
    case = arrange.approved(cast)
    hand(case, cast.admin, cast.clerk)
    with pytest.raises(NotPossible):
        issuing.issue(reread(case), by=second)


def test_it_may_be_skipped_before_the_signature_and_stays_so(cast, second):
    case = arrange.awaiting(cast)
    skip(case, cast.admin)
    approval.approve(reread(case), by=cast.approver, seen=shown(case))
    assert case.steps.get(verb="number").opened_at is None
    assert {cast.clerk} <= may_number(cast, case)
    assert {cast.clerk, second} == told("approved")


def test_nothing_else_of_a_signed_document_is_adjusted(cast, case):
    row = reread(case)
    with pytest.raises(NotPossible):
        skip(case, cast.admin, step=case.steps.get(order=1).pk)
    with pytest.raises(NotPossible):
        steering.move_to_route(row, by=cast.admin, seen=row.trail_seq, reason=WHY)


def test_the_incident_says_what_helps_and_leads_there(cast, case, client):
    (incident,) = incidents()
    assert "“Vào số”" in incident.what
    assert "Điều chỉnh các bước" in incident.what
    assert "trao chức danh văn thư" not in incident.what
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    steer = reverse("submission_steer", args=[case.pk])
    assert steer in client.get(reverse("desk")).content.decode()
    assert incident.what in client.get(reverse("incidents")).content.decode()
    assert steer in client.get(case.get_absolute_url()).content.decode()
    page = client.get(steer).content.decode()
    assert reverse("submission_skip_step", args=[case.pk, number(case)]) in page
    assert reverse("submission_insert_step", args=[case.pk]) not in page
    skip(case, cast.admin)
    tasks.let_go()
    assert not incidents()


def test_that_the_one_named_left_before_the_signature_is_told_with_it(cast, second):
    case = arrange.awaiting(cast)
    people.deactivate_person(second, by=cast.admin)
    approval.approve(reread(case), by=cast.approver, seen=shown(case))
    assert [incident.message.payload["pk"] for incident in incidents()] == [case.pk]


def test_an_incident_of_a_later_step_is_not_lost_while_the_case_moves(cast, on_day):
    on_day("2026-11-06 09:00")
    arrange.ask_for_opinions(cast, "VHXH")
    checks = {"title": "Văn phòng", "unit": cast.units["VP"], "office": "approver", "need": "any", "allowance": 8}
    routes.move_step(routes.add_step(arrange.kind(cast).route, by=cast.admin, **checks), by=cast.admin, up=True)
    first = reports.newcomer(cast, "checker", cast.units["VP"], "approver")
    case = arrange.awaiting(cast)
    steering.skip_step(reread(case), by=cast.admin, seen=reread(case).trail_seq, step=case.steps.first().pk, reason=WHY)
    people.deactivate_person(cast.approver, by=cast.admin)
    (before,) = incidents()
    on_day("2026-11-06 10:00")
    approval.approve(reread(case), by=first, seen=shown(case))
    tasks.let_go()
    (after,) = incidents()
    assert after.opened_at > before.opened_at
    assert OutboxMessage.objects.filter(payload__event="stranded").count() == 2
