"""In real sessions: a ward keeps an administrator, whoever ends which office at the same time."""

import pytest

from approvals.clock import now
from tests.races import race
from units import grants
from units.offices import actions as offices_actions
from units.people import actions as people

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_administrators_whose_offices_end_at_once_do_not_both_go(cast):
    other = people.add_person(cast.ward, by=None, username="qt-2", name="Quản trị thứ hai")
    offices_actions.start_membership(other, by=None, unit=cast.ward, office="admin", starts_at=now())
    offices = [person.memberships.get() for person in (cast.admin, other)]
    won, lost = race(*(lambda office=office: offices_actions.end_membership(office, by=None) for office in offices))
    assert (len(won), len(lost)) == (1, 1)
    assert grants.holders("administer", cast.ward.pk).count() == 1
