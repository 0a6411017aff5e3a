from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import TrailEvent
from approvals.trail.chain import verify_subject
from units import grants
from units.models import Membership
from units.offices import actions as offices
from units.people import actions as people
from units.tree import actions as tree
from units.tree.actions import code_of


def spare(cast):
    return tree.add_unit(cast.ward, by=cast.admin, code="TYT", name="Trạm Y tế phường", short_name="Trạm Y tế")


def events(subject) -> list[TrailEvent]:
    kind = subject._meta.model_name
    return list(TrailEvent.objects.filter(subject_kind=kind, subject_id=subject.pk).order_by("seq"))


def test_a_new_unit_stands_last_below_its_ward(cast):
    unit = spare(cast)
    assert (unit.parent, unit.ward) == (cast.ward, cast.ward)
    assert unit.order > max(other.order for other in cast.units.values())


def test_adding_a_unit_writes_the_trail_of_the_ward(cast):
    unit = spare(cast)
    (event,) = events(unit)
    assert (event.action, event.scope, event.actor) == ("add_unit", cast.ward.pk, cast.admin)
    assert event.changes["name"] == ["", "Trạm Y tế phường"]
    assert unit.trail_head == event.hash


def test_a_code_names_one_unit_of_a_ward(cast):
    with pytest.raises(NotPossible):
        tree.add_unit(cast.ward, by=cast.admin, code="CA", name="Công an", short_name="Công an")


def test_change_tells_only_what_differs(cast):
    unit = tree.change_unit(spare(cast), by=cast.admin, name="Trạm Y tế", short_name="Trạm Y tế")
    assert events(unit)[-1].changes == {"name": ["Trạm Y tế phường", "Trạm Y tế"]}


def test_nothing_changed_writes_no_event(cast):
    unit = tree.change_unit(spare(cast), by=cast.admin, name="Trạm Y tế phường")
    assert len(events(unit)) == 1


def test_retiring_ends_the_offices_in_the_unit(cast):
    unit = spare(cast)
    offices.start_membership(
        cast["CA:drafter"], by=cast.admin, unit=unit, office="drafter", starts_at=cast.ward.plans.get().imported_at
    )
    unit = tree.retire_unit(unit, by=cast.admin)
    assert unit.retired_at is not None
    assert Membership.objects.get(unit=unit).ends_at <= unit.retired_at
    assert events(unit)[-1].action == "retire_unit"


def test_offices_that_end_with_their_unit_are_told_each_in_the_trail_of_its_holder(cast):
    unit = spare(cast)
    person = people.add_person(cast.ward, by=None, username="moi", name="Người mới")
    offices.start_membership(person, by=None, unit=unit, office="drafter", starts_at=now())
    offices.start_membership(person, by=None, unit=unit, office="unit_head", starts_at=now() + timedelta(days=3))
    tree.retire_unit(unit, by=cast.admin)
    told = [(event.action, event.changes["office"]) for event in events(person)[-2:]]
    assert told == [("end_membership", ["drafter", None]), ("end_membership", ["unit_head", None])]
    assert not Membership.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now()), unit=unit).exists()
    assert verify_subject("person", person.pk).fault == ""


def test_a_unit_with_the_wards_last_administrator_is_not_retired(cast):
    unit = spare(cast)
    other = people.add_person(cast.ward, by=None, username="qt", name="Quản trị khác")
    offices.start_membership(other, by=None, unit=unit, office="admin", starts_at=now())
    offices.end_membership(cast.admin.memberships.get(), by=other)
    with pytest.raises(NotPossible):
        tree.retire_unit(unit, by=other)
    unit.refresh_from_db()
    assert (unit.retired_at, grants.may(other, "administer", cast.ward.pk)) == (None, True)


def test_what_was_delegated_in_a_unit_ends_once_with_it(cast, on_day):
    on_day("2026-11-06 09:00")
    unit = spare(cast)
    signer = people.add_person(cast.ward, by=None, username="ky", name="Người ký")
    office = offices.start_membership(signer, by=None, unit=unit, office="approver", starts_at=now())
    offices.set_authority(office, by=None, authority="head", title="Trưởng Ban")
    term = {"starts_at": now(), "ends_at": now() + timedelta(days=9)}
    act = {"authority": "delegated", "title": "Chánh Văn phòng", "document": "12/UQ-UBND"}
    offices.delegate(office, by=None, to=cast["VP:unit_head"], **act, **term)
    tree.retire_unit(unit, by=cast.admin)
    ended = [event.action for event in events(cast["VP:unit_head"])].count("end_membership")
    assert (ended, verify_subject("person", cast["VP:unit_head"].pk).fault) == (1, "")


def test_a_unit_is_retired_once(cast):
    unit = tree.retire_unit(spare(cast), by=cast.admin)
    with pytest.raises(NotPossible):
        tree.retire_unit(unit, by=cast.admin)


@pytest.mark.parametrize("code", ["CA", "VHXH"])
def test_a_unit_that_the_plan_names_is_not_retired(cast, code):
    with pytest.raises(NotPossible, match="01/KH-BCĐ"):
        tree.retire_unit(cast.units[code], by=cast.admin)


def test_a_ward_is_not_retired(cast):
    with pytest.raises(NotPossible):
        tree.retire_unit(cast.ward, by=cast.admin)


@pytest.mark.parametrize("who", ["CA:drafter", "VHXH:coordinator", "BCĐ:approver", "MX:auditor"])
def test_only_the_admin_changes_units(cast, who):
    for attempt in (
        lambda: tree.add_unit(cast.ward, by=cast[who], code="X", name="X", short_name="X"),
        lambda: tree.change_unit(cast.units["CA"], by=cast[who], name="X"),
        lambda: tree.retire_unit(cast.units["CA"], by=cast[who]),
        lambda: tree.add_ward("X", "X", by=cast[who]),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_a_ward_gets_a_code_from_its_name():
    assert code_of("Minh Xuân") == "MINHXUAN"
    assert code_of("Đồng Đăng") == "DONGDANG"
