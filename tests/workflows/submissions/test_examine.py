"""Thẩm định: a step that finds a document in order or gives it back, and approves nothing."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import Decision, OutboxMessage
from tests.factories import reread, shown
from tests.workflows import arrange as reports
from tests.workflows.traces import newest, undone
from workflows.cases import mails, rules, stranded
from workflows.models import Submission
from workflows.routes import actions as routes
from workflows.routes import sentences
from workflows.signoff.approval import actions as approval
from workflows.signoff.examining import actions as examining
from workflows.signoff.retraction import actions as retraction
from workflows.signoff.steering import actions as steering
from workflows.submissions import actions as submissions

from . import arrange

EXAMINER = "KTHTDT:unit_head"


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


@pytest.fixture
def case(cast):
    arrange.examined(cast)
    return arrange.awaiting(cast)


def examine(case, by, **said):
    return reread(examining.examine(reread(case), by=by, seen=shown(case), **said))


def give_back(case, by, reason="Bổ sung dự toán chi tiết."):
    return reread(examining.return_examined(reread(case), by=by, seen=shown(case), reason=reason))


def sign_in(client, person):
    client.force_login(person, backend="units.backends.GrantBackend")


def test_what_is_found_in_order_goes_to_the_next_step_and_is_not_approved_by_it(cast, case):
    case = examine(case, cast[EXAMINER], text="Đúng thẩm quyền")
    assert (case.state, [bool(step.opened_at) for step in case.way]) == ("awaiting_approval", [True, True])
    decision = Decision.objects.get()
    assert (decision.verdict, decision.person, decision.reason) == ("in_order", cast[EXAMINER], "Đúng thẩm quyền")
    assert newest(case)["action"] == "examine"
    assert rules.deciders(case, "approve") == [cast.approver]
    assert reread(approval.approve(case, by=cast.approver, seen=shown(case))).state == "approved"


def test_it_is_taken_back_while_nobody_has_gone_on(cast, case):
    case = examine(case, cast[EXAMINER])
    back = reread(retraction.retract(case, by=cast[EXAMINER], decision=Decision.objects.get().pk, reason="Bấm nhầm"))
    assert [(bool(step.opened_at), step.decided_at) for step in back.way] == [(True, None), (False, None)]


def test_giving_it_back_is_taken_back_too(cast, case):
    case = give_back(case, cast[EXAMINER])
    back = reread(retraction.retract(case, by=cast[EXAMINER], decision=Decision.objects.get().pk, reason="Bấm nhầm"))
    assert (back.state, rules.step_of(cast[EXAMINER], back, "examine") is None) == ("awaiting_approval", False)


def test_its_page_says_why_the_step_was_handed_over(cast, client, case):
    head = cast["VP:unit_head"]
    given = {
        "step": case.way[0].pk,
        "to": head.memberships.get(office="unit_head").pk,
        "reason": "Đi công tác xa",
    }
    steering.hand_over(case, by=cast.admin, seen=reread(case).trail_seq, **given)
    sign_in(client, head)
    page = client.get(reverse("submission_examination", args=[case.pk])).content.decode()
    assert page.count("Đi công tác xa") == 2  # above the pages, and among the steps beside them


def test_what_is_to_be_mended_goes_back_to_its_unit_with_the_reason(cast, case):
    case = give_back(case, cast[EXAMINER])
    assert (case.state, case.reason) == ("returned", "Bổ sung dự toán chi tiết.")
    assert Decision.objects.get().verdict == "return"
    assert newest(case)["action"] == "return_examined"
    told = OutboxMessage.objects.get(topic="mail", payload__event="returned_examined")
    assert set(mails.recipients(told.payload)) == {cast["CA:drafter"]}


def test_nothing_that_was_found_before_stands_when_it_is_sent_anew(cast, case):
    give_back(case, cast[EXAMINER])
    case = reread(submissions.send_for_approval(reread(case), by=cast["CA:unit_head"]))
    assert [bool(step.decided_at) for step in case.way] == [False, False]


def test_a_ward_report_goes_back_to_the_coordinator(cast):
    route = cast.monthly.route
    routes.add_step(
        route, by=cast.admin, **arrange.SHAPE | {"verb": "examine", "title": "Thẩm định", "unit": cast.units["VP"]}
    )
    report = reports.awaiting(cast)
    examining.return_examined(report, by=cast["VP:unit_head"], seen=shown(report), reason="Thiếu số liệu")
    told = OutboxMessage.objects.get(topic="mail", payload__event="returned_examined")
    assert (reread(report).state, set(mails.recipients(told.payload))) == ("returned", {cast.coordinator})


@pytest.mark.parametrize("place", ["CA:unit_head", "VP:unit_head", "BCĐ:approver"])
def test_whoever_is_not_asked_does_not_examine(cast, case, place):
    with pytest.raises(PermissionDenied):
        examine(case, cast[place])
    with pytest.raises(PermissionDenied):
        give_back(case, cast[place])


def test_whoever_examines_approves_nothing_and_signs_nothing(cast, case):
    with pytest.raises(PermissionDenied):
        approval.approve(case, by=cast[EXAMINER], seen=shown(case))
    assert case.signatory == cast.approver


def test_its_author_does_not_examine_it(cast):
    arrange.examined(cast, "CA")
    reports.newcomer(cast, "other-head", cast.units["CA"], "unit_head")
    case = arrange.awaiting(cast)
    with pytest.raises(PermissionDenied):
        examine(case, cast["CA:unit_head"])


def test_giving_it_back_needs_a_reason(cast, case):
    with undone(), pytest.raises(NotPossible):
        give_back(case, cast[EXAMINER], reason=" ")


def test_pages_that_have_changed_are_read_again_first(cast, case):
    shown(case)
    with undone(), pytest.raises(NotPossible, match="đã thay đổi"):
        examining.examine(case, by=cast[EXAMINER], seen="0" * 64)


def test_a_second_answer_comes_too_late(cast, case):
    examine(case, cast[EXAMINER])
    with pytest.raises(NotPossible, match="đã thẩm định"):
        examine(case, cast[EXAMINER])


def test_it_costs_fourteen_statements_at_most(cast, case, statements):
    seen = shown(case)
    with statements() as counted:
        examining.examine(case, by=cast[EXAMINER], seen=seen)
    assert len(counted) <= 14, counted.sql


def test_whoever_is_asked_reads_it_from_the_desk_and_says_what_they_find(client, cast, case):
    sign_in(client, cast[EXAMINER])
    seen = shown(case)
    assert case in Submission.objects.visible_to(cast[EXAMINER])
    address = reverse("submission_examination", args=[case.pk])
    desk = client.get(reverse("desk")).content.decode()
    assert address in desk
    assert "Thẩm định văn bản này" in desk
    page = client.get(address).content.decode()
    assert "Đạt" in page
    typed = {"seen": seen, "step": case.steps.get(order=1).pk}
    answer = client.post(address, typed | {"in_order": "no", "text": ""})
    assert answer.status_code == 409
    assert client.post(address, typed | {"in_order": "yes", "text": ""}).status_code == 302
    assert Decision.objects.get().verdict == "in_order"
    assert address not in client.get(reverse("desk")).content.decode()


def test_those_who_are_asked_are_told_by_mail(cast, case):
    told = OutboxMessage.objects.get(topic="mail", payload__event="examination")
    assert set(mails.recipients(told.payload)) == {cast[EXAMINER]}


def test_the_case_says_who_found_it_in_order(client, cast, case):
    examine(case, cast[EXAMINER])
    sign_in(client, cast["CA:drafter"])
    page = client.get(reverse("submission", args=[case.pk])).content.decode()
    assert f"thẩm định đạt: {cast[EXAMINER].name}" in " ".join(page.split())


def test_an_examination_that_nobody_can_do_is_an_incident(cast, case):
    reports.leave(cast[EXAMINER], "unit_head")
    waits = [each for each in stranded.waiting(cast.ward.pk) if each.is_stranded]
    assert [each.step.title for each in waits] == ["Thẩm định"]


def test_it_signs_nothing_and_so_cannot_be_last(cast):
    route = arrange.kind(cast).route
    with pytest.raises(NotPossible, match="Bước cuối"):
        routes.change_step(route.steps.get(), by=cast.admin, verb="examine")


def test_it_is_not_passed_over_in_silence(cast):
    shape = arrange.SHAPE | {"verb": "examine", "title": "Thẩm định", "unit": cast.units["VP"], "at_end": "pass"}
    with pytest.raises(NotPossible, match="Im lặng"):
        routes.add_step(arrange.kind(cast).route, by=cast.admin, **shape)


def test_the_route_says_it_in_a_sentence(client, cast):
    route = arrange.examined(cast)
    assert "Thẩm định" in sentences.in_full(route.steps.get(order=1))
    sign_in(client, cast.admin)
    assert "Đây không phải là ký duyệt" in client.get(reverse("routes", args=[cast.ward.pk])).content.decode()
