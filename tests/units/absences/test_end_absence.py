"""Whoever was away is back, or will not go: the substitute's offices end at that instant."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import OutboxMessage, TrailEvent
from tests.people import instant
from units import grants
from units.absences import actions as absences
from units.models import Membership
from units.offices import actions as offices
from units.people import actions as people

TERM = {"starts_at": instant("2026-11-06 00:00"), "ends_at": instant("2026-11-14 00:00")}


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


@pytest.fixture
def absence(cast, on_day):
    started = absences.start_absence(cast.coordinator, by=None, substitute=cast["VP:unit_head"], **TERM)
    on_day("2026-11-09 09:00")
    return started


def reviews(cast):
    return grants.may(cast["VP:unit_head"], "review_reports", cast.ward.pk)


def last_event(person):
    return TrailEvent.objects.filter(subject_kind="person", subject_id=person.pk).latest("seq")


@pytest.mark.parametrize("who", ["VHXH:coordinator", "MX:admin"])
def test_the_offices_return_at_that_instant(cast, absence, who):
    assert reviews(cast)
    ended = absences.end_absence(absence, by=cast[who])
    assert ended.ends_at == instant("2026-11-09 09:00")
    assert not reviews(cast)


def test_both_names_stand_in_the_trail(cast, absence):
    absences.end_absence(absence, by=cast.coordinator)
    told = last_event(cast.coordinator)
    assert (told.action, told.actor) == ("end_absence", cast.coordinator)
    assert told.changes["substitute"] == [cast["VP:unit_head"].name, None]
    assert last_event(cast["VP:unit_head"]).action == "end_membership"


@pytest.mark.parametrize("who", ["VP:drafter", "BCĐ:approver", "VP:clerk"])
def test_nobody_else_ends_it(cast, absence, who):
    with pytest.raises(PermissionDenied):
        absences.end_absence(absence, by=cast[who])
    assert reviews(cast)


def test_nobody_stands_in_who_does_not_want_to(cast, absence):
    """Whoever stands in for an author decides nothing of what they wrote: an author could keep a checker from it."""
    absences.end_absence(absence, by=cast["VP:unit_head"])
    assert not reviews(cast)
    assert last_event(cast.coordinator).actor == cast["VP:unit_head"]
    told = OutboxMessage.objects.get(key=f"absence-{absence.pk}-declined")
    assert told.payload["to"] == cast.coordinator.email
    assert cast["VP:unit_head"].name in told.payload["subject"]


def test_whoever_stands_in_declines_on_their_page(cast, absence, client):
    client.force_login(cast["VP:unit_head"], backend="units.backends.GrantBackend")
    assert "Tôi không nhận thay" in client.get(reverse("absence")).content.decode()
    assert client.post(reverse("absence_end", args=[absence.pk])).status_code == 302
    assert not reviews(cast)


def test_it_ends_once(cast, absence):
    absences.end_absence(absence, by=cast.coordinator)
    with pytest.raises(NotPossible):
        absences.end_absence(absence, by=cast.coordinator)


def test_one_that_was_to_come_is_taken_back(cast, absence, on_day):
    later = {"starts_at": instant("2026-12-01 00:00"), "ends_at": instant("2026-12-03 00:00")}
    coming = absences.start_absence(cast.coordinator, by=None, substitute=cast["CA:drafter"], **later)
    absences.end_absence(coming, by=cast.coordinator)
    on_day("2026-12-02 09:00")
    assert not grants.may(cast["CA:drafter"], "review_reports", cast.ward.pk)


def test_who_is_back_is_away_again_on_the_same_day(cast, absence, on_day):
    absences.end_absence(absence, by=cast.coordinator)
    on_day("2026-11-09 15:00")
    again = {"starts_at": instant("2026-11-09 00:00"), "ends_at": instant("2026-11-10 00:00")}
    absences.start_absence(cast.coordinator, by=None, substitute=cast["VP:unit_head"], **again)
    assert reviews(cast)


def test_the_substitutes_own_offices_stay(cast, absence):
    absences.end_absence(absence, by=cast.coordinator)
    assert [office.office for office in grants.offices_of(cast["VP:unit_head"])] == ["unit_head"]


@pytest.mark.parametrize("who", ["VHXH:coordinator", "VP:unit_head"])
def test_an_absence_ends_with_the_account_of_either(cast, absence, who):
    people.deactivate_person(cast[who], by=cast.admin)
    absence.refresh_from_db()
    assert absence.ends_at == instant("2026-11-09 09:00")
    assert not reviews(cast)
    assert TrailEvent.objects.filter(action="end_absence").count() == 1


def test_an_office_is_given_to_somebody_whose_substitute_has_left(cast, absence):
    people.deactivate_person(cast["VP:unit_head"], by=cast.admin)
    term = {"starts_at": instant("2026-11-09 00:00")}
    offices.start_membership(cast.coordinator, by=cast.admin, unit=cast.units["VP"], office="clerk", **term)
    assert Membership.objects.filter(substitution__isnull=False, office="clerk").count() == 0
