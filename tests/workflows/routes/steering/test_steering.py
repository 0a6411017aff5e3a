"""Steps of a case on its way are skipped, handed over and added by who administers the ward, with a reason."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import OutboxMessage
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.submissions import arrange as documents
from tests.workflows.traces import events, undone
from units.models import Membership
from workflows.cases import mails, rules
from workflows.cases.authors import add_author
from workflows.cases.reconciliation import reconcile
from workflows.routes import actions as routes
from workflows.signoff.steering import actions as steering
from workflows.submissions import actions as submissions

from .acts import CHECK, WHY, add, approve, pk

MOST = 14


def skip(case, by, place=1, **given):
    row = reread(case)
    return steering.skip_step(row, by=by, **{"seen": row.trail_seq, "step": pk(case, place), "reason": WHY} | given)


def hand(case, by, to, place=1, **given):
    row = reread(case)
    office = Membership.objects.filter(person=to).latest("pk").pk
    told = {"seen": row.trail_seq, "step": pk(case, place), "to": office, "reason": WHY}
    return steering.hand_over(row, by=by, **told | given)


def told(event):
    return {person.pk for person in mails.recipients(OutboxMessage.objects.get(payload__event=event).payload)}


# Skipping


def test_a_skipped_step_is_left_out_and_told(cast, case, checker):
    skip(case, cast.admin)
    step, signs = reread(case).way
    assert (step.change, step.changed_by, step.change_reason, step.decided_by) == ("skipped", cast.admin, WHY, None)
    assert signs.opened_at
    event = events(reread(case))[-1]
    assert (event.action, event.actor, event.reason, event.changes) == (
        *("skip_step", cast.admin, WHY),
        {"step": [CHECK, None]},
    )
    assert told("steered") == {checker.pk}
    assert approve(case, cast.approver).state == "approved"
    assert reconcile() == 0


def test_a_later_step_is_skipped_before_it_opens(cast, case, checker, other):
    add(case, cast.admin, unit=cast.units["KTHTDT"], before=2)
    skip(case, cast.admin, place=2)
    assert approve(case, checker).steps.get(order=3).opened_at


def test_what_is_skipped_in_one_case_makes_nobody_late_for_another(cast, case, checker):
    skipped = submissions.send_for_approval(documents.draft(cast, amount=1_000_000), by=cast["CA:unit_head"])
    skip(skipped, cast.admin)
    assert rules.came_too_late(checker, "approve", reread(skipped))
    assert not rules.came_too_late(checker, "approve", case)


def test_the_step_that_signs_is_never_skipped_nor_handed_over(cast, case, other):
    for act in (lambda: skip(case, cast.admin, place=2), lambda: hand(case, cast.admin, other, place=2)):
        with pytest.raises(NotPossible, match="ký"):
            act()


# Handing over


def test_one_person_decides_instead_with_the_whole_time(cast, case, checker, other, on_day):
    on_day("2026-11-09 07:30")
    hand(case, cast.admin, other)
    step = case.steps.get(order=1)
    assert (step.person, step.change, f"{step.due_at:%d}") == (other, "handed", "10")
    with pytest.raises(NotPossible):
        approve(case, checker)
    assert approve(case, other).steps.get(order=2).opened_at
    assert told("steered") == {checker.pk}
    event = events(reread(case))[-2]
    assert (event.action, event.changes["step"]) == ("hand_over", [None, CHECK])
    assert other.name in event.changes["holder"][1]


def test_nobody_gets_a_step_of_what_they_wrote(cast, case, other):
    add_author(case, other)
    with pytest.raises(NotPossible):
        hand(case, cast.admin, other)


def test_an_approval_is_handed_to_nobody_who_may_not_approve(cast, case):
    for who in (cast.clerk, cast["CA:drafter"], cast.admin):
        with pytest.raises(NotPossible):
            hand(case, cast.admin, who)


# Adding


def test_an_added_step_is_asked_ahead_of_the_open_one(cast, case, checker, other):
    add(case, cast.admin, unit=cast.units["KTHTDT"])
    first, second, _signs = reread(case).way
    assert (first.title, first.change, bool(first.opened_at), second.opened_at) == ("Kinh tế", "added", True, None)
    assert told("steered") == {checker.pk}
    for person in (other, checker, cast.approver):
        row = approve(case, person)
    assert row.state == "approved"
    assert reconcile() == 0


def test_an_opinion_may_be_added_before_the_signature(cast, case, checker):
    approve(case, checker)
    add(case, cast.admin, before=2, unit=cast.units["VHXH"], verb="opinion", office="unit_head")
    assert [bool(step.opened_at) for step in reread(case).way] == [True, True, False]
    with pytest.raises(NotPossible):
        approve(case, cast.approver)


@pytest.mark.parametrize("verb", ["number", "inform"])
def test_what_follows_the_signature_is_not_added_ahead_of_it(cast, client, case, verb):
    """Nobody could decide it there, and the steps that it closed would wait for ever."""
    with pytest.raises(NotPossible, match="sau khi ký"):
        add(case, cast.admin, unit=cast.units["VP"], verb=verb, office="clerk")
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    page = client.get(reverse("submission_insert_step", args=[case.pk])).content.decode()
    assert f'value="{verb}"' not in page
    assert 'value="examine"' in page


@pytest.mark.parametrize("verb", ["examine", "opinion"])
def test_nobody_adds_a_step_for_themselves(cast, case, verb):
    with pytest.raises(NotPossible, match="Chính bạn"):
        add(case, cast.admin, unit=cast.ward, office="admin", verb=verb)
    assert [step.change for step in reread(case).way] == ["", ""]


def test_nothing_is_added_that_only_an_author_could_decide(cast, case):
    head = arrange.newcomer(cast, "writer", cast.units["KTHTDT"], "approver")
    add_author(case, head)
    with pytest.raises(NotPossible):
        add(case, cast.admin, unit=cast.units["KTHTDT"])
    assert case.steps.count() == 2


# Of all of them


@pytest.mark.parametrize("who", ["VHXH:coordinator", "BCĐ:approver", "CA:unit_head", "CA:drafter", "VP:clerk"])
def test_only_who_administers_the_ward_adjusts_steps(cast, case, other, who):
    for act in (
        lambda: skip(case, cast[who]),
        lambda: hand(case, cast[who], other),
        lambda: add(case, cast[who], unit=cast.units["KTHTDT"]),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_an_administrator_who_wrote_it_does_not(cast, case):
    add_author(case, cast.admin)
    with pytest.raises(PermissionDenied):
        skip(case, cast.admin)


def test_what_has_moved_since_is_looked_at_first(cast, case, checker, other):
    seen = reread(case).trail_seq
    approve(case, checker)
    with pytest.raises(NotPossible):
        skip(case, cast.admin, seen=seen, place=2)
    with pytest.raises(NotPossible):
        skip(case, cast.admin, place=1)
    with pytest.raises(NotPossible):
        skip(case, cast.admin, reason=" ")


def test_a_rollback_leaves_the_steps(cast, case, other):
    with undone():
        add(case, cast.admin, unit=cast.units["KTHTDT"])
    assert case.steps.count() == 2


def test_each_costs_fourteen_statements_at_most(cast, case, other, statements):
    row, first = reread(case), pk(case, 1)
    office = Membership.objects.filter(person=other).latest("pk").pk
    shape = {"title": "Kinh tế", "verb": "approve", "office": "approver", "allowance": 8}
    acts = {
        "hand": lambda row: steering.hand_over(
            row, by=cast.admin, seen=row.trail_seq, step=first, to=office, reason=WHY
        ),
        "skip": lambda row: steering.skip_step(row, by=cast.admin, seen=row.trail_seq, step=first, reason=WHY),
        "add": lambda row: steering.insert_step(
            row, by=cast.admin, seen=row.trail_seq, before=first, unit=cast.units["KTHTDT"], reason=WHY, **shape
        ),
    }
    costs = {}
    for name, act in acts.items():
        row = reread(case)
        with undone(), statements() as counted:
            act(row)
        costs[name] = len(counted)
    assert max(costs.values()) <= MOST, costs


def test_the_pages_do_it_and_tell_it(cast, client, case, other):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    page = client.get(reverse("submission", args=[case.pk])).content.decode()
    assert reverse("submission_steer", args=[case.pk]) in page
    assert client.get(reverse("submission_steer", args=[case.pk])).status_code == 200
    seen, first = reread(case).trail_seq, pk(case, 1)
    address = reverse("submission_skip_step", args=[case.pk, first])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": WHY, "seen": seen - 1}).status_code == 409
    assert client.post(address, {"reason": "", "seen": "x"}).status_code == 422
    handing = reverse("submission_hand_over", args=[case.pk, first])
    assert client.post(handing, {"reason": WHY, "seen": seen, "to": "1e9"}).status_code == 422
    adding = reverse("submission_insert_step", args=[case.pk])
    typed = {"reason": WHY, "seen": seen, "title": "Kinh tế", "verb": "approve", "office": "approver"}
    typed |= {"unit": cast.units["KTHTDT"].pk, "allowance": "8", "before": pk(case, 2)}
    assert client.post(adding, typed | {"allowance": "0"}).status_code == 422
    assert client.post(adding, typed).status_code == 302
    assert client.post(address, {"reason": WHY, "seen": reread(case).trail_seq}).status_code == 302
    slip = client.get(reverse("case_slip", args=["submission", case.pk])).content.decode()
    for page in (slip, client.get(reverse("submission", args=[case.pk])).content.decode()):
        assert page.count(WHY) >= 2


# The route as it stands


def second_check(cast, before=False):
    """The route asks another unit as well, after the office, or before it."""
    route = documents.kind(cast).route
    shape = {"title": "Kinh tế", "unit": cast.units["KTHTDT"], "office": "approver", "need": "any", "allowance": 8}
    step = routes.add_step(route, by=cast.admin, **shape)
    for _ in range(2 if before else 1):
        routes.move_step(step, by=cast.admin, up=True)


def move(case, by, **given):
    row = reread(case)
    return steering.move_to_route(row, by=by, **{"seen": row.trail_seq, "reason": WHY} | given)


def test_a_running_case_keeps_its_version_until_it_is_moved(cast, case, checker, other):
    second_check(cast)
    approve(case, checker)
    assert case.steps.count() == 2
    row = move(case, cast.admin)
    assert [step.title for step in row.way] == [CHECK, "Kinh tế", "Lãnh đạo UBND"]
    assert [bool(step.opened_at) for step in row.way] == [True, True, False]
    assert (row.way[0].decided_by, row.way[2].signatory_id) == (checker.name, cast.approver.pk)
    event = events(reread(case))[-1]
    assert (event.action, event.reason, event.changes["route"]) == ("move_to_route", WHY, ["3", "5"])
    assert told("steered") == {cast.approver.pk}
    approve(case, other)
    assert approve(case, cast.approver).state == "approved"
    assert reconcile() == 0


def test_what_is_open_and_asks_the_same_stays_open_as_it_is(cast, case, other, on_day):
    second_check(cast)
    before = case.steps.get(order=1)
    on_day("2026-11-10 09:00")
    move(case, cast.admin)
    after = case.steps.get(order=1)
    assert (after.pk, after.opened_at, after.due_at) == (before.pk, before.opened_at, before.due_at)


def test_only_where_what_is_decided_fits(cast, case, checker, other):
    approve(case, checker)
    second_check(cast, before=True)
    with pytest.raises(NotPossible, match="Kinh tế"):
        move(case, cast.admin)
    route = documents.kind(cast).route
    routes.retire_step(route.steps.get(title=CHECK, retired_at=None), by=cast.admin)
    with pytest.raises(NotPossible, match=CHECK):
        move(case, cast.admin)
    assert case.steps.count() == 2


def test_nothing_to_change_is_said(cast, case):
    with pytest.raises(NotPossible, match="Không có gì"):
        move(case, cast.admin)


def test_an_added_step_that_is_decided_stays(cast, case, checker, other):
    third = arrange.newcomer(cast, "third", cast.units["CA"], "approver")
    add(case, cast.admin, unit=cast.units["CA"], title="Công an")
    approve(case, third)
    second_check(cast)
    row = move(case, cast.admin)
    assert [step.title for step in row.way] == ["Công an", CHECK, "Kinh tế", "Lãnh đạo UBND"]
    for person in (checker, other, cast.approver):
        row = approve(case, person)
    assert row.state == "approved"


def test_the_signer_stays_or_the_case_does(cast, case, other):
    route = documents.kind(cast).route
    last = route.steps.get(title="Lãnh đạo UBND", retired_at=None)
    routes.change_step(last, by=cast.admin, unit=cast.units["KTHTDT"])
    with pytest.raises(NotPossible, match=cast.approver.name):
        move(case, cast.admin)


def test_moving_is_the_administrators_and_not_of_a_stale_page(cast, case, other):
    second_check(cast)
    for who in (cast.coordinator, cast.approver, cast["CA:unit_head"]):
        with pytest.raises(PermissionDenied):
            move(case, who)
    with pytest.raises(NotPossible):
        move(case, cast.admin, seen=0)


def test_its_page_says_what_changes_step_by_step(cast, client, case, other):
    second_check(cast)
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    address = reverse("submission_move_to_route", args=[case.pk])
    for page in (client.get(reverse("submission_steer", args=[case.pk])), client.get(address)):
        assert "Thêm bước “Kinh tế”" in page.content.decode()
    typed = {"reason": WHY, "seen": reread(case).trail_seq}
    assert client.post(address, typed | {"reason": " "}).status_code == 422
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed).status_code == 409
