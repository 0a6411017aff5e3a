"""Wards of one installation, added by who runs it."""

import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from approvals.trail.chain import verify_subject
from units import grants
from units.installation import actions
from units.models import Person
from units.people import actions as people
from units.places import Place


@pytest.fixture
def runner(cast) -> Person:
    return actions.entrust(people.add_person(cast.ward, by=None, username="caidat", name="Người cài đặt"))


def test_who_runs_the_installation_adds_a_ward_and_administers_it(runner):
    ward = actions.found_ward(Place("xã", "Tân Trào"), by=runner)
    assert (ward.name, ward.short_name, ward.code) == ("Xã Tân Trào", "Tân Trào", "TANTRAO")
    assert grants.may(runner, "administer", ward.pk)
    assert verify_subject("unit", ward.pk).events == 1
    assert verify_subject("person", runner.pk).fault == ""


def test_an_administrator_of_a_ward_adds_none(cast):
    with pytest.raises(PermissionDenied):
        actions.found_ward(Place("xã", "Tân Trào"), by=cast.admin)


def test_a_ward_is_added_once(runner):
    with pytest.raises(NotPossible, match="MINHXUAN"):
        actions.found_ward(Place("phường", "Minh Xuân"), by=runner)


def test_an_administrator_of_a_ward_changes_nobody_who_runs_the_installation(cast, runner):
    actions.entrust(cast["CA:drafter"])
    with pytest.raises(PermissionDenied):
        people.change_person(cast["CA:drafter"], by=cast.admin, email="toi@example.vn")
    with pytest.raises(PermissionDenied):
        people.issue_slips([cast["CA:drafter"]], by=cast.admin)
