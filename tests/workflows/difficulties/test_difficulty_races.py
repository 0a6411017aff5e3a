"""Races over difficulties in real sessions: one wins, the others read who did."""

import pytest

from approvals.models import TrailEvent
from tests.races import race
from tests.workflows import items
from tests.workflows.cases.test_races import crowd
from tests.workflows.traces import events
from workflows.difficulties import actions as difficulties
from workflows.models import Difficulty

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_several_leaders_answer_at_once(cast):
    whole = items.merged(cast, "CA", "VP")
    leaders = crowd(cast, 3, "BCĐ", "approver")
    acts = (lambda by=by: difficulties.answer_difficulty(whole, by=by, text="Được.") for by in leaders)
    won, lost = race(*acts)
    assert (len(won), len(lost)) == (1, 2)
    assert all(won[0].answered_by.name in refused.message for refused in lost)
    assert TrailEvent.objects.filter(action="answer_difficulty").count() == 3  # the whole and both its parts


def test_a_unit_closes_its_part_while_a_leader_answers_the_whole(cast):
    whole = items.merged(cast, "CA", "VP")
    part = items.source(whole, "CA")
    race(
        lambda: difficulties.answer_difficulty(whole, by=cast.approver, text="Được."),
        lambda: difficulties.close_difficulty(part, by=cast["CA:drafter"], text="Đã xong."),
    )
    assert items.source(whole, "CA").state == "closed"
    assert items.source(whole, "VP").state == "answered"
    for row in Difficulty.objects.all():
        events(row)


def test_both_parts_leave_at_once_and_the_whole_is_closed_once(cast):
    whole = difficulties.answer_difficulty(items.merged(cast, "CA", "VP"), by=cast.approver, text="Được.")
    acts = (
        lambda code=code: difficulties.close_difficulty(items.source(whole, code), by=cast[f"{code}:drafter"])
        for code in ("CA", "VP")
    )
    won, _lost = race(*acts)
    assert len(won) == 2
    assert [event.action for event in events(Difficulty.objects.get(pk=whole.pk))][-1] == "close_difficulty"
    assert TrailEvent.objects.filter(subject_id=whole.pk, action="close_difficulty").count() == 1
