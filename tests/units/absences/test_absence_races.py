"""In real sessions: no two absences that exclude one another are reported at the same time."""

import pytest

from tests.people import instant
from tests.races import race
from units.absences import actions as absences
from units.models import Absence
from units.people import actions as people

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TERM = {"starts_at": instant("2098-11-10 00:00"), "ends_at": instant("2098-11-14 00:00")}


def test_two_people_do_not_stand_in_for_one_another(cast):
    pair = (cast.coordinator, cast["VP:unit_head"])
    won, lost = race(
        lambda: absences.start_absence(pair[0], by=None, substitute=pair[1], **TERM),
        lambda: absences.start_absence(pair[1], by=None, substitute=pair[0], **TERM),
    )
    assert (len(won), len(lost)) == (1, 1)
    assert Absence.objects.count() == 1


def test_nobody_stands_in_whose_account_is_closed_at_the_same_time(cast):
    stand_in = cast["VP:unit_head"]
    race(
        lambda: absences.start_absence(cast.coordinator, by=None, substitute=stand_in, **TERM),
        lambda: people.deactivate_person(stand_in, by=None),
    )
    assert not Absence.objects.unended().exists()
