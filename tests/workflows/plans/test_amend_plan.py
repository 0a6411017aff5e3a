"""A plan is amended in the browser: rows go to other units or are dropped, shown first, with their history."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.trail import changes
from tests.units.workbook.workbooks import sample_plan
from tests.workflows.traces import events
from units.models import Plan
from units.plans import actions as plan_actions
from units.plans.amending import actions as amending
from units.plans.amending.actions import Amendment

REASON = "Kết luận số 05/KL-BCĐ"


def amend(cast, who="MX:admin", plan=None, **amendment):
    return amending.amend_plan(plan or Plan.objects.get(), Amendment(**amendment), by=cast[who], reason=REASON)


def test_a_row_goes_to_another_unit_and_one_is_dropped_in_the_next_version(cast):
    before = Plan.objects.get()
    made = amend(cast, leads={("assignment", 1): cast.units["CA"]}, dropped=frozenset({("indicator", 20)}))
    assert (made.version, made.number) == (2, before.number)
    assert made.assignments.get(number=1).lead == cast.units["CA"]
    assert cast.units["CA"] not in made.assignments.get(number=1).cooperating.all()
    assert (made.indicators.count(), made.assignments.count(), made.groups.count()) == (19, 30, 10)
    assert made.assignments.get(number=1).group.plan_id == made.pk
    assert before.indicators.count() == 20
    assert set(made.indicators.get(number=1).cooperating.all()) == set(
        before.indicators.get(number=1).cooperating.all()
    )


def test_the_trail_tells_what_and_why(cast):
    former = Plan.objects.get().assignments.get(number=1).lead.short_name
    event = events(amend(cast, leads={("assignment", 1): cast.units["CA"]}))[-1]
    assert (event.action, event.reason) == ("amend_plan", REASON)
    assert event.changes == {"T1.lead": [former, cast.units["CA"].short_name], "version": [1, 2]}


def test_the_workbook_of_before_makes_a_version_again(cast):
    amend(cast, dropped=frozenset({("indicator", 20)}))
    assert plan_actions.import_plan(sample_plan(), by=cast.admin).plan.version == 3


def test_nothing_changed_and_a_version_that_is_not_the_newest_are_refused(cast):
    plan = Plan.objects.get()
    with pytest.raises(NotPossible):
        amend(cast)
    amend(cast, dropped=frozenset({("indicator", 20)}))
    with pytest.raises(NotPossible):
        amend(cast, plan=plan, dropped=frozenset({("indicator", 19)}))


@pytest.mark.parametrize("who", ["VHXH:coordinator", "CA:unit_head"])
def test_only_the_administrator_amends(cast, who):
    with pytest.raises(PermissionDenied):
        amend(cast, who, dropped=frozenset({("indicator", 20)}))


def test_what_differs_is_shown_before_it_is_confirmed_and_the_history_after(cast, client):
    plan = Plan.objects.get()
    former = plan.assignments.get(number=1).lead.short_name
    client.force_login(cast.admin)
    address = reverse("plan_amend", args=[plan.pk])
    assert address in client.get(reverse("plan")).text
    assert client.post(address, {"a1": ""}).status_code == 409
    chosen = {"a1": cast.units["CA"].pk, "i20": "drop"}
    assert f"<ins>{cast.units['CA'].short_name}</ins>" in client.post(address, chosen).text
    assert Plan.objects.count() == 1
    assert client.post(address, chosen | {"confirmed": "1", "reason": ""}).status_code == 422
    assert client.post(address, chosen | {"confirmed": "1", "reason": REASON}).status_code == 302
    made = Plan.objects.get(version=2)
    history = client.get(reverse("plan_history", args=[made.pk, "assignment", 1])).text
    assert former in history
    assert cast.units["CA"].short_name in history


def test_a_plan_that_is_not_there_is_not_found(cast, client):
    client.force_login(cast.admin)
    for page in ("plan_amend", "plan_move", "plan_helping"):
        assert client.get(reverse(page, args=[0])).status_code == 404


def test_a_goal_is_raised_shown_and_told_in_the_trail(cast, client):
    plan = Plan.objects.get()
    first = plan.indicators.get(number=1)
    client.force_login(cast.admin)
    address = reverse("plan_amend", args=[plan.pk])
    shown = client.post(address, {"g1": "99,5", "g2": ""})
    assert "99,5" in shown.text
    carried = dict(shown.context["carried"])
    assert carried == {"g1": "99,5"}
    client.post(address, carried | {"confirmed": "1", "reason": REASON})
    made = Plan.objects.latest("version")
    assert (str(made.indicators.get(number=1).goal.normalize()), made.indicators.count()) == ("99.5", 20)
    assert events(made)[-1].changes["1.goal"][1] == "99,5"
    assert plan.indicators.get(number=1).goal == first.goal


def test_a_goal_that_cannot_be_read_is_told_at_its_field(cast, client):
    client.force_login(cast.admin)
    answer = client.post(reverse("plan_amend", args=[Plan.objects.get().pk]), {"g1": "chín mươi"})
    assert answer.status_code == 422
    assert "chín mươi" in answer.text


def test_the_same_goal_changes_nothing(cast, client):
    plan = Plan.objects.get()
    client.force_login(cast.admin)
    typed = {f"g{row.number}": str(row.goal.normalize()).replace(".", ",") for row in plan.indicators.all()[:1]}
    assert client.post(reverse("plan_amend", args=[plan.pk]), typed).status_code == 409


def test_what_was_amended_is_told_in_the_words_of_the_plan():
    assert changes.field("1.goal") == "Chỉ tiêu 1: mục tiêu năm"
    assert changes.field("T1.lead") == "Nhiệm vụ 1: chủ trì"
