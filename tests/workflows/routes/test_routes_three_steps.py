"""A route of three steps, made of rows alone: the office checks, both deputies approve, the head of the board signs."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from approvals.models import Decision, OutboxMessage, TrailEvent
from tests.factories import reread, shown
from tests.workflows import arrange
from tests.workflows.traces import events, mails, tells, undone
from units.models import Person
from workflows.cases.mails import address, deliver
from workflows.models import Step, Verb
from workflows.routes import actions as routes
from workflows.routes.underway import deciding
from workflows.signoff.approval import actions as approval
from workflows.ward_reports import actions as ward_reports

CHECK, DEPUTIES, HEAD = "Văn phòng thẩm định", "Các Phó Trưởng Ban", "Trưởng Ban"


@pytest.fixture
def route(cast, on_day):
    """Any one of two checkers, then both deputies, then the head, who holds an office of another unit."""
    on_day("2026-11-07 09:00")
    route = cast.monthly.route
    deputies = route.steps.get()
    shape = {"title": DEPUTIES, "unit": deputies.unit, "office": "approver", "need": "all", "allowance": 2}
    routes.change_step(deputies, by=cast.admin, **shape)
    check = routes.add_step(route, by=cast.admin, **shape | {"title": CHECK, "unit": cast.units["VP"], "need": "any"})
    routes.move_step(check, by=cast.admin, up=True)
    routes.add_step(route, by=cast.admin, **shape | {"title": HEAD, "unit": cast.ward, "need": "any"})
    return route


@pytest.fixture
def board(cast, route):
    """Who decides: two checkers, two deputies, the head."""
    return {
        "checker": arrange.newcomer(cast, "checker-1", cast.units["VP"], "approver"),
        "other": arrange.newcomer(cast, "checker-2", cast.units["VP"], "approver"),
        "first": cast.approver,
        "second": arrange.newcomer(cast, "deputy-2", cast.units["BCĐ"], "approver"),
        "head": arrange.head_of_the_board(cast),
    }


@pytest.fixture
def report(cast, board):
    return arrange.awaiting(cast)


def approve(report, by):
    return approval.approve(report, by=by, seen=shown(report))


def open_steps(report):
    return list(report.steps.filter(opened_at__isnull=False, decided_at=None).values_list("title", flat=True))


def test_the_steps_open_one_after_another(board, report):
    assert open_steps(report) == [CHECK]
    approve(report, board["checker"])
    assert open_steps(report) == [DEPUTIES]
    approve(report, board["first"])
    assert open_steps(report) == [DEPUTIES]
    approve(report, board["second"])
    assert open_steps(report) == [HEAD]
    assert approve(report, board["head"]).state == "approved"
    assert Decision.objects.filter(subject_kind="wardreport", verdict="approve").count() == 4


@pytest.mark.parametrize("who", ["first", "second", "head"])
def test_nobody_decides_before_their_step_opens(board, report, who):
    with pytest.raises(PermissionDenied):
        approve(report, board[who])


def test_where_any_one_decides_the_colleague_reads_who_did(board, report):
    approve(report, board["checker"])
    with pytest.raises(NotPossible) as refused:
        approve(report, board["other"])
    assert tells(refused, board["checker"], "2026-11-07 09:00")


def test_where_all_decide_nobody_decides_twice(board, report):
    approve(report, board["checker"])
    approve(report, board["first"])
    with pytest.raises(NotPossible) as refused:
        approve(report, board["first"])
    assert tells(refused, board["first"], "2026-11-07 09:00")


def test_where_all_decide_those_who_left_are_not_waited_for(board, report):
    approve(report, board["checker"])
    arrange.leave(board["second"], "approver")
    approve(report, board["first"])
    assert open_steps(report) == [HEAD]


def test_where_all_decide_those_who_wrote_are_not_waited_for(cast, board):
    arrange.join(cast.coordinator, cast.units["BCĐ"], "approver")
    report = arrange.awaiting(cast)
    approve(report, board["checker"])
    approve(report, board["first"])
    approve(report, board["second"])
    assert open_steps(report) == [HEAD]


def test_any_step_may_send_the_report_back_and_it_begins_anew(cast, board, report):
    approve(report, board["checker"])
    returned = approval.send_back(report, by=board["second"], seen=shown(report), reason="Xem lại chỉ tiêu 9")
    assert returned.state == "returned"
    reopened = reread(ward_reports.reopen(returned, by=cast.coordinator, reason="Sửa theo ý kiến"))
    again = ward_reports.send_for_approval(ward_reports.consolidate(reopened, by=cast.coordinator), by=cast.coordinator)
    assert open_steps(again) == [CHECK]


def test_a_report_on_its_way_keeps_its_copy_of_the_route(cast, board, report, route):
    routes.retire_step(route.steps.get(title=HEAD), by=cast.admin)
    for who in ("checker", "first", "second"):
        approve(report, board[who])
    assert (reread(report).state, open_steps(report)) == ("awaiting_approval", [HEAD])


def test_each_step_tells_those_who_decide_next(cast, board, report):
    approve(report, board["checker"])
    assert mails("awaiting") == [("approve_reports", cast.ward.pk)] * 2


def test_the_mail_goes_to_whoever_decides_the_open_step_and_to_nobody_else(board, report):
    for name, person in board.items():
        Person.objects.filter(pk=person.pk).update(email=f"{name}@example.vn")
    approve(report, board["checker"])
    address(OutboxMessage.objects.filter(topic="mail", payload__event="awaiting").latest("pk"))
    for letter in OutboxMessage.objects.filter(topic="letter"):
        deliver(letter)
    assert sorted(message.to for message in mail.outbox) == [["first@example.vn"], ["second@example.vn"]]


def test_every_decision_stands_in_the_trail(board, report):
    for who in ("checker", "first", "second", "head"):
        approve(report, board[who])
    last = events(reread(report))[-4:]
    assert [event.actor for event in last] == [board[who] for who in ("checker", "first", "second", "head")]
    assert [event.target for event in last] == [*["awaiting_approval"] * 3, "approved"]


def test_each_decision_costs_fourteen_statements_at_most_and_seventeen_where_a_stage_opens(board, report, statements):
    for who, bound in {"checker": 17, "first": 14, "second": 17, "head": 14}.items():
        seen = shown(report)
        with statements() as counted:
            approval.approve(report, by=board[who], seen=seen)
        assert len(counted) <= bound, (who, counted.sql)


def test_the_route_stands_in_the_order_it_was_given(route):
    assert list(route.steps.order_by("order").values_list("title", flat=True)) == [CHECK, DEPUTIES, HEAD]


def test_changes_of_the_route_stand_in_its_trail(cast, route):
    found = TrailEvent.objects.filter(subject_kind="route", subject_id=route.pk).order_by("seq")
    assert [event.action for event in found] == ["add_step", "change_step", "add_step", "move_step", "add_step"]
    assert found[1].actor == cast.admin


def test_moving_past_the_end_changes_nothing(cast, route):
    before = TrailEvent.objects.count()
    routes.move_step(route.steps.get(title=HEAD), by=cast.admin, up=False)
    assert TrailEvent.objects.count() == before


def test_the_last_step_cannot_be_retired(cast, route):
    for title in (CHECK, DEPUTIES):
        routes.retire_step(route.steps.get(title=title), by=cast.admin)
    with pytest.raises(NotPossible):
        routes.retire_step(route.steps.get(title=HEAD), by=cast.admin)


@pytest.mark.parametrize("who", ["VHXH:coordinator", "BCĐ:approver", "VP:clerk", "MX:auditor"])
def test_only_an_admin_changes_a_route(cast, route, who):
    step = route.steps.get(title=HEAD)
    shape = {"title": "Ký thay", "unit": cast.ward, "office": "approver", "need": "any", "allowance": 1}
    for change in (
        lambda: routes.add_step(route, by=cast[who], **shape),
        lambda: routes.change_step(step, by=cast[who], **shape),
        lambda: routes.move_step(step, by=cast[who], up=True),
        lambda: routes.retire_step(step, by=cast[who]),
    ):
        with pytest.raises(PermissionDenied):
            change()
    assert not Step.objects.filter(title="Ký thay").exists()


def test_a_change_of_a_route_that_was_rolled_back_leaves_nothing(cast, route):
    with undone():
        routes.retire_step(route.steps.get(title=HEAD), by=cast.admin)
    assert route.steps.filter(retired_at=None).count() == 3


def test_of_two_steps_the_last_does_not_stand_beside_the_first():
    first, last = Step(verb=Verb.APPROVE), Step(verb=Verb.APPROVE, beside=True)
    with pytest.raises(NotPossible, match="đứng"):
        deciding.refuse_unless_sound([first, last])
    deciding.refuse_unless_sound([last])


@pytest.mark.parametrize(("verb", "words"), [(Verb.EXAMINE, "không thể là thẩm định"), (Verb.OPINION, "ý kiến")])
def test_the_last_step_approves_since_it_signs(verb, words):
    with pytest.raises(NotPossible, match=words):
        deciding.refuse_unless_sound([Step(verb=Verb.APPROVE), Step(verb=verb)])
