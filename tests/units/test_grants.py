"""Grants: may this person, on which units, who may, and the same of many: all four agree, for everybody in the cast."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from approvals.clock import now
from tests import factories
from units import grants, seats
from units.models import Membership, Office, Person, Unit, UnitGroupPermission, UnitUserPermission
from units.offices import actions
from units.seats import Seat

CODENAMES = [codename for codename, _words in Unit._meta.permissions]
ON_OWN_UNIT = {"write_reports", "submit_reports"}


@pytest.mark.parametrize("codename", CODENAMES)
def test_the_answers_agree_for_everybody_and_every_unit(cast, codename):
    units = set(Unit.objects.values_list("pk", flat=True))
    people = list(Person.objects.all())
    may = {(person.pk, unit) for person in people for unit in units if grants.may(person, codename, unit)}
    rows = {(person.pk, unit) for person in people for unit in grants.units_where(person, codename)}
    holders = {(person.pk, unit) for unit in units for person in grants.holders(codename, unit)}
    at_once = {
        (person.pk, unit) for person in people for name, unit in grants.rights_on(person, units) if name == codename
    }
    assert may == rows == holders == at_once
    assert may


def end(person, at):
    Membership.objects.filter(person=person).update(ends_at=at)


def test_a_right_ends_at_the_instant_its_office_ends(cast, on_day):
    on_day("2026-11-03 09:00")
    end(cast.clerk, now())
    assert not grants.may(cast.clerk, "issue_reports", cast.ward.pk)
    assert not grants.holders("issue_reports", cast.ward.pk).exists()
    assert not list(grants.units_where(cast.clerk, "issue_reports"))
    assert not grants.rights_on(cast.clerk, {cast.ward.pk})


def test_a_right_holds_until_just_before_its_office_ends(cast, on_day):
    on_day("2026-11-03 09:00")
    end(cast.clerk, now() + timedelta(microseconds=1))
    assert grants.may(cast.clerk, "issue_reports", cast.ward.pk)
    assert grants.holders("issue_reports", cast.ward.pk).get() == cast.clerk


def test_a_right_begins_with_its_office(cast, on_day):
    on_day("2026-11-03 09:00")
    Membership.objects.filter(person=cast.clerk).update(starts_at=now() + timedelta(seconds=1))
    assert not grants.may(cast.clerk, "issue_reports", cast.ward.pk)
    on_day("2026-11-03 09:01")
    assert grants.may(cast.clerk, "issue_reports", cast.ward.pk)


def test_somebody_inactive_has_no_right(cast):
    cast.clerk.is_active = False
    cast.clerk.save(update_fields=["is_active"])
    assert not grants.may(cast.clerk, "issue_reports", cast.ward.pk)
    assert not list(grants.units_where(cast.clerk, "issue_reports"))
    assert not grants.holders("issue_reports", cast.ward.pk).exists()
    assert not seats.sitting(Seat(cast.units["VP"].pk, Office.CLERK)).exists()


def test_a_right_needs_an_office_of_that_ward(cast):
    other = Unit.objects.create(code="NT", name="Phường Nông Tiến", short_name="Nông Tiến")
    grants.group_of(other, Office.CLERK)
    assert not grants.may(cast.clerk, "issue_reports", other.pk)
    assert not grants.holders("issue_reports", other.pk).exists()


def test_an_author_is_barred_by_the_same_statement(cast, statements):
    table = "workflows_unitreportauthor"
    with statements() as counted:
        assert grants.may(cast.coordinator, "review_reports", cast.ward.pk, unless_author=(table, 0))
    assert len(counted) == 1


def test_asking_costs_one_statement_each_time(cast, statements):
    with statements() as counted:
        grants.may(cast.clerk, "issue_reports", cast.ward.pk)
        grants.may(cast.clerk, "issue_reports", cast.ward.pk)
    assert len(counted) == 2


def test_within_one_page_rights_are_read_once(cast, statements):
    with statements() as counted, grants.read_once():
        assert grants.may(cast.clerk, "issue_reports", cast.ward.pk)
        assert not grants.may(cast.clerk, "approve_reports", cast.ward.pk)
        assert not grants.may(cast.clerk, "issue_reports", cast.units["CA"].pk)
    assert len(counted) == 1


def test_the_group_of_an_office_is_made_once_with_its_grants(cast):
    unit = cast.units["BCĐ"]
    first = grants.group_of(unit, Office.CLERK)
    granted = UnitGroupPermission.objects.filter(group=first).count()
    assert grants.group_of(unit, Office.CLERK) == first
    assert UnitGroupPermission.objects.filter(group=first).count() == granted == 4
    assert Group.objects.filter(name=f"{unit.pk}:clerk").count() == 1


def test_rights_are_granted_to_groups_alone(cast):
    assert UnitGroupPermission.objects.exists()
    assert not UnitUserPermission.objects.exists()


def test_who_holds_an_office_holds_it_in_that_unit_alone(cast):
    assert list(seats.sitting(Seat(cast.units["VP"].pk, Office.CLERK))) == [cast.clerk]
    assert not seats.sitting(Seat(cast.units["CA"].pk, Office.CLERK)).exists()


def test_the_right_goes_with_the_office_and_not_with_the_person(cast):
    actions.end_membership(Membership.objects.get(person=cast.clerk), by=None)
    actions.start_membership(cast["CA:drafter"], by=None, unit=cast.units["VP"], office=Office.CLERK, starts_at=now())
    assert grants.holders("issue_reports", cast.ward.pk).get() == cast["CA:drafter"]


@pytest.mark.parametrize("office", Office.values)
def test_an_office_has_its_rights_on_its_unit_and_on_the_ward_and_no_others(cast, office):
    unit = Unit.objects.create(ward=cast.ward, parent=cast.ward, code="MOI", name="Đơn vị mới", short_name="Mới")
    group = grants.group_of(unit, office)
    rows = UnitGroupPermission.objects.filter(group=group).values_list("permission__codename", "content_object_id")
    on_unit = {(codename, unit.pk) for codename in grants.ON_UNIT.get(office, ())}
    assert set(rows) == on_unit | {(codename, cast.ward.pk) for codename in grants.ON_WARD[office]}


def test_an_author_is_barred_within_a_page_too(cast):
    report = factories.submitted(cast)
    head, author_of = cast["CA:unit_head"], ("workflows_unitreportauthor", report.pk)
    assert not grants.may(head, "submit_reports", report.unit_id, unless_author=author_of)
    with grants.read_once():
        assert grants.may(head, "submit_reports", report.unit_id)
        assert not grants.may(head, "submit_reports", report.unit_id, unless_author=author_of)


def test_what_a_person_holds_is_their_offices_with_unit_and_ward_in_one_statement(cast, statements):
    with statements() as counted:
        (office,) = grants.held_by(cast.clerk).offices
        assert (office.office, office.unit.code, office.unit.ward.code) == (Office.CLERK, "VP", cast.ward.code)
    assert len(counted) == 1
