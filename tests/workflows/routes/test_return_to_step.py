"""Returning a case to an earlier step: it comes back here, and what was approved in between stands or is asked anew."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import Decision, OutboxMessage
from tests.factories import reread, shown
from tests.remembered import remembered
from tests.workflows import arrange
from tests.workflows.submissions import arrange as documents
from tests.workflows.traces import events
from workflows.cases import mails
from workflows.cases.reconciliation import reconcile
from workflows.models import StepDecider
from workflows.routes import actions as routes
from workflows.routes import sentences, versions
from workflows.routes.transfer import files
from workflows.routes.underway import overdue
from workflows.signoff.approval import actions as approval
from workflows.signoff.retraction import actions as retraction

WHY = "Cần thẩm định lại phần kinh phí"
CHECK, REVIEW = "Văn phòng", "Phòng Kinh tế"


@remembered
def two_before(cast):
    """The office and another unit approve one after the other, then the board's deputy signs."""
    route = documents.kind(cast).route
    shape = {"office": "approver", "need": "any", "allowance": 8}
    for title, unit, up in ((CHECK, "VP", 1), (REVIEW, "KTHTDT", 1)):
        step = routes.add_step(route, by=cast.admin, title=title, unit=cast.units[unit], **shape)
        for _ in range(up):
            routes.move_step(step, by=cast.admin, up=True)
    return [arrange.newcomer(cast, f"in-{unit}", cast.units[unit], "approver") for unit in ("VP", "KTHTDT")]


@pytest.fixture
def people(cast, on_day):
    on_day("2026-11-06 09:00")
    return two_before(cast)


@pytest.fixture
def case(cast, people):
    """Both have approved; the deputy is asked."""
    case = documents.awaiting(cast)
    for person in people:
        approve(case, person)
    return reread(case)


def approve(case, by):
    return approval.approve(reread(case), by=by, seen=shown(case))


def send_to(case, by, place):
    to = case.steps.get(order=place).pk
    return approval.return_to_step(reread(case), by=by, seen=shown(case), reason=WHY, to=to)


def standing(case):
    """Each step: open, done, or still to come."""
    return ["done" if step.decided_at else "open" if step.opened_at else "later" for step in case.steps.all()]


def test_it_waits_at_that_step_and_comes_back_when_it_is_decided(cast, case, people, on_day):
    on_day("2026-11-09 09:00")
    row = send_to(case, cast.approver, 1)
    assert (row.state, standing(case)) == ("awaiting_approval", ["open", "done", "later"])
    approve(case, people[0])
    assert standing(case) == ["done", "done", "open"]
    assert approve(case, cast.approver).state == "approved"
    assert reconcile() == 0


def test_what_was_approved_in_between_is_asked_anew_where_the_step_says_so(cast, people):
    route = documents.kind(cast).route
    routes.change_step(route.steps.filter(retired_at=None).last(), by=cast.admin, asked_anew=True)
    case = documents.awaiting(cast)
    for person in people:
        approve(case, person)
    send_to(case, cast.approver, 1)
    assert standing(case) == ["open", "later", "later"]
    for person in people:
        approve(case, person)
    assert standing(case) == ["done", "done", "open"]
    assert StepDecider.objects.filter(step__in=case.steps).count() == 2


def test_the_step_has_its_whole_time_again(cast, case, on_day):
    on_day("2026-11-09 07:30")
    send_to(case, cast.approver, 1)
    step = case.steps.get(order=1)
    assert f"{step.due_at:%d}" == "10"
    on_day("2026-11-10 17:00")
    assert overdue.ring() == 1


def test_trail_decision_and_mail_tell_it(cast, case, people):
    send_to(case, cast.approver, 1)
    event = events(reread(case))[-1]
    assert (event.action, event.actor, event.reason) == ("return_to_step", cast.approver, WHY)
    assert event.changes["step"] == [case.steps.get(order=3).title, CHECK]
    assert Decision.objects.get(verdict="return").step == case.steps.get(order=3).pk
    told = OutboxMessage.objects.get(payload__event="returned_to_step").payload
    assert list(mails.recipients(told)) == [people[0]]
    assert told["reason"] == WHY


def test_only_an_earlier_step_at_which_somebody_approved(cast, case):
    for place in (3,):
        with pytest.raises(NotPossible):
            send_to(case, cast.approver, place)
    other = documents.awaiting(cast, "ke-hoach")
    with pytest.raises(NotPossible):
        approval.return_to_step(reread(case), by=cast.approver, seen=shown(case), reason=WHY, to=other.steps.first().pk)


def test_nobody_but_who_decides_returns_it(cast, case, people):
    for who in (cast.coordinator, cast.admin, cast["CA:drafter"], cast.clerk):
        with pytest.raises(PermissionDenied):
            send_to(case, who, 1)
    with pytest.raises(NotPossible):
        send_to(case, people[0], 1)


def test_a_step_that_nobody_decides_any_more_is_refused(cast, case, people):
    arrange.leave(people[0], "approver")
    with pytest.raises(NotPossible, match=CHECK):
        send_to(case, cast.approver, 1)
    assert standing(case) == ["done", "done", "open"]


def test_it_costs_fourteen_statements_at_most(cast, case, statements):
    to, seen, row = case.steps.get(order=1).pk, shown(case), reread(case)
    with statements() as counted:
        approval.return_to_step(row, by=cast.approver, seen=seen, reason=WHY, to=to)
    assert len(counted) <= 14, counted.sql


def test_the_page_offers_the_steps_and_the_one_of_the_route_first(cast, client, people, settings):
    settings.DEMO = True
    route = documents.kind(cast).route
    routes.change_step(route.steps.filter(retired_at=None).last(), by=cast.admin, return_to="first")
    case = documents.awaiting(cast)
    for person in people:
        approve(case, person)
    client.force_login(cast.approver, backend="units.backends.GrantBackend")
    address = reverse("submission_send_back", args=[case.pk])
    form = client.get(address, {"seen": shown(case)}).context["form"]
    first = case.steps.get(order=1)
    assert form.initial["to"] == first.pk
    assert [value for value, _label in form.fields["to"].choices] == ["", first.pk, case.steps.get(order=2).pk]
    typed = {"seen": shown(case), "step": case.steps.get(order=3).pk, "reason": WHY, "usual": "", "to": first.pk}
    assert client.post(address, typed | {"to": "x"}).status_code == 422
    assert client.post(address, typed).status_code == 302
    assert standing(case) == ["open", "done", "later"]
    client.force_login(people[0], backend="units.backends.GrantBackend")
    page = client.get(reverse("submission_approval", args=[case.pk])).content.decode()
    assert WHY in page
    assert "Trả lại bước này" in page


def test_the_first_step_returns_to_nobody_before_it(cast, people):
    route = documents.kind(cast).route
    first, last = (route.steps.filter(retired_at=None).order_by("order")[place] for place in (0, 2))
    with pytest.raises(NotPossible, match=CHECK):
        routes.change_step(first, by=cast.admin, return_to="before")
    with pytest.raises(NotPossible):
        routes.change_step(first, by=cast.admin, verb="opinion", return_to="first")
    routes.change_step(last, by=cast.admin, return_to="before", asked_anew=True)


def test_it_travels_in_versions_files_and_sentences(cast, people):
    route = documents.kind(cast).route
    last = route.steps.filter(retired_at=None).order_by("order")[2]
    before = versions.newest(route)
    assert "return_to" not in before.shape[2]
    routes.change_step(last, by=cast.admin, return_to="before", asked_anew=True)
    shape = versions.newest(route).shape[2]
    assert (shape["return_to"], shape["asked_anew"]) == ("before", True)
    steps = files.read(files.written(route).encode(), cast.ward)
    assert (steps[2].return_to, steps[2].asked_anew) == ("before", True)
    told = sentences.differences(versions.steps_of(before.shape, versions.units_of(cast.ward), {}), steps)
    assert told == [
        f"Sửa bước “{last.title}”: khi trả lại thì về: – → bước liền trước; "
        "các bước đã duyệt ở giữa phải duyệt lại: không → có."
    ]
    assert "bước liền trước" in sentences.in_full(steps[2])


def test_meanwhile_whoever_approved_in_between_takes_nothing_back(cast, case, people, on_day):
    """Two stages would be open: theirs, and the one it was returned to."""
    on_day("2026-11-09 09:00")
    send_to(case, cast.approver, 1)
    decision = Decision.objects.get(person=people[1])
    with pytest.raises(NotPossible):
        retraction.retract(reread(case), by=people[1], decision=decision.pk, reason=WHY)
    assert standing(case) == ["open", "done", "later"]


def test_whoever_decides_it_anew_may_take_that_back(cast, case, people, on_day):
    on_day("2026-11-09 09:00")
    send_to(case, cast.approver, 1)
    on_day("2026-11-09 09:10")
    approve(case, people[0])
    on_day("2026-11-09 09:20")
    decision = Decision.objects.filter(person=people[0]).latest("pk")
    retraction.retract(reread(case), by=people[0], decision=decision.pk, reason=WHY)
    assert standing(case) == ["open", "done", "later"]
