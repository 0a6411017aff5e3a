"""Checkpoints made at once, in real sessions: there is one of each state of the trail."""

import pytest

from approvals.models import Checkpoint
from approvals.trail import checkpoints
from tests.races import overtaken, race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_a_checkpoint_that_another_has_made_meanwhile_is_the_answer(cast):
    won, lost = overtaken(checkpoints.make, checkpoints.make)
    assert (len({made.pk for made in won}), lost) == (1, [])
    assert (Checkpoint.objects.count(), checkpoints.fault()) == (1, "")


def test_four_that_are_made_at_once_are_one(cast):
    won, lost = race(*[checkpoints.make] * 4)
    assert (len({made.root for made in won}), len(won), lost) == (1, 4, [])
    assert (Checkpoint.objects.count(), checkpoints.fault()) == (1, "")
