"""One rule, three uses, for difficulties: which rows, may this person, who may. The whole cast is asked."""

import pytest

from tests.workflows import arrange, items
from units import grants
from units.models import Person
from workflows.difficulties import actions as difficulties
from workflows.difficulties import rules as difficulty_rules
from workflows.models import Difficulty

ROWS = {
    "answer_difficulty": "to_answer",
    "close_difficulty": "to_close",
    "reopen_difficulty": "to_reopen",
    "merge_difficulty": "to_merge",
    "extend_difficulty": "to_extend",
}


def one_of_each(cast):
    """One in each state and to each addressee, a whole of two, and one of its parts opened again."""
    arrange.newcomer(cast, "bcd-head", cast.units["BCĐ"], "unit_head")
    items.raised(cast, "CA", to_unit="VHXH")
    items.raised(cast, "VP", to="province")
    items.answered(cast, "TDP")
    items.closed(cast, "MTTQ")
    items.merged(cast, "TTDVC", "TCNS", to_unit="BCĐ")
    whole = difficulties.answer_difficulty(items.merged(cast, "CA", "VP"), by=cast.approver, text="Được.")
    difficulties.reopen_difficulty(items.source(whole, "CA"), by=cast["CA:drafter"], text="Chưa đủ.")
    found = list(Difficulty.objects.with_names())
    assert {item.state for item in found} == {"open", "consolidated", "answered", "closed"}
    return found


pytestmark = pytest.mark.starts_from.with_args(one_of_each)


@pytest.fixture
def every(start):
    return start


@pytest.mark.parametrize(("action", "rows"), ROWS.items())
def test_rows_are_those_that_the_person_may_act_on(cast, every, action, rows):
    for person in Person.objects.all():
        listed = set(getattr(Difficulty.objects, rows)(person))
        ripe = {item for item in every if difficulty_rules.state_allows(action, item)}
        assert listed == {item for item in ripe if difficulty_rules.may(person, action, item)}, person


@pytest.mark.parametrize("action", difficulty_rules.STATES)
def test_who_may_act_are_the_holders_of_the_rights(cast, every, action):
    for item in every:
        may = {person for person in Person.objects.all() if difficulty_rules.may(person, action, item)}
        assert may == difficulty_rules.holders(action, item)


def test_what_is_offered_is_what_state_and_right_allow(cast, every):
    for person in Person.objects.all():
        for item in every:
            allowed = {
                action
                for action in difficulty_rules.STATES
                if difficulty_rules.state_allows(action, item) and difficulty_rules.may(person, action, item)
            }
            assert difficulty_rules.open_to(person, item) == allowed


def test_whoever_may_act_sees_it(cast, every):
    for person in Person.objects.all():
        seen = set(Difficulty.objects.visible_to(person))
        assert seen >= {item for item in every if difficulty_rules.open_to(person, item)}


def test_units_are_told_to_settle_what_they_may_close(cast, every):
    for person in Person.objects.all():
        listed = set(Difficulty.objects.to_settle(person))
        assert listed == {item for item in Difficulty.objects.to_close(person) if item.state == "answered"}


@pytest.mark.parametrize("who", ["MX:admin", "MX:auditor", "VP:clerk"])
def test_neither_admin_nor_auditor_nor_clerk_acts(cast, every, who):
    assert not [item for item in every if difficulty_rules.open_to(cast[who], item)]


def test_a_person_raises_for_the_units_they_write_or_submit_for(cast):
    for person in Person.objects.all():
        allowed = {
            unit
            for unit in [cast.ward, *cast.units.values()]
            if any(grants.may(person, right, unit.pk) for right in difficulty_rules.RAISING)
        }
        assert set(difficulty_rules.units_to_raise_for(person)) == {unit.pk for unit in allowed}
