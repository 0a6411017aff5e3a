import pytest
from django.core.exceptions import PermissionDenied

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import TrailEvent
from tests.people import instant
from units import grants
from units.models import Membership, Office, Person
from units.offices import actions as offices
from units.people import actions as people
from units.tree import actions as tree

START = instant("2026-01-02 00:00")


def newcomer(cast, username: str = "moi") -> Person:
    return people.add_person(cast.ward, by=cast.admin, username=username, name="Người mới")


def start(person, cast, unit="CA", office=Office.DRAFTER, *, by=None, **times) -> Membership:
    times = {"starts_at": START} | times
    return offices.start_membership(person, by=by, unit=cast.units[unit], office=office, **times)


def last_event(person: Person) -> TrailEvent:
    return TrailEvent.objects.filter(subject_kind="person", subject_id=person.pk).latest("seq")


def test_new_person_cannot_sign_in_before_choosing_a_password(cast):
    person = newcomer(cast)
    assert not person.has_usable_password()
    assert (last_event(person).action, last_event(person).scope) == ("add_person", cast.ward.pk)


def test_user_name_is_taken_once_whatever_its_case(cast):
    newcomer(cast, "moi")
    with pytest.raises(NotPossible):
        newcomer(cast, "MOI")


def test_user_name_is_kept_in_nfc(cast):
    assert newcomer(cast, "mo\u031b\u0301i").username == "mới"


def test_office_gives_its_rights_from_its_start_until_its_end(cast, on_day):
    person = newcomer(cast)
    start(person, cast, by=cast.admin, starts_at=instant("2026-03-01 00:00"), ends_at=instant("2026-04-01 00:00"))
    held = []
    for moment in ("2026-02-28 23:59", "2026-03-01 00:00", "2026-03-31 23:59", "2026-04-01 00:00"):
        on_day(moment)
        held.append(grants.may(person, "write_reports", cast.units["CA"].pk))
    assert held == [False, True, True, False]


def test_rights_end_the_moment_the_office_ends(cast):
    person = cast["CA:drafter"]
    assert grants.may(person, "write_reports", cast.units["CA"].pk)
    offices.end_membership(person.memberships.get(), by=cast.admin)
    assert not grants.may(person, "write_reports", cast.units["CA"].pk)
    assert last_event(person).action == "end_membership"


def test_an_office_ends_once(cast):
    held = offices.end_membership(cast["CA:drafter"].memberships.get(), by=cast.admin)
    with pytest.raises(NotPossible):
        offices.end_membership(held, by=cast.admin)


def test_the_same_office_is_not_held_twice_at_a_time(cast):
    with pytest.raises(NotPossible, match="đã giữ"):
        start(cast["CA:drafter"], cast, by=cast.admin)


def test_the_same_office_is_held_again_after_it_ended(cast, on_day):
    on_day("2026-05-04 08:00")
    person = cast["CA:drafter"]
    offices.end_membership(person.memberships.get(), by=cast.admin)
    start(person, cast, by=cast.admin, starts_at=instant("2026-05-05 00:00"))
    assert person.memberships.count() == 2


def test_one_person_writes_and_submits_for_a_small_unit(cast):
    start(cast["TDP:drafter"], cast, "TDP", Office.UNIT_HEAD, by=cast.admin)
    assert grants.may(cast["TDP:drafter"], "submit_reports", cast.units["TDP"].pk)


@pytest.mark.parametrize("office", ["coordinator", "approver", "clerk"])
def test_admin_gives_themselves_no_office_that_decides(cast, office):
    with pytest.raises(NotPossible, match="Không ai tự giao"):
        start(cast.admin, cast, "VHXH", office, by=cast.admin)


@pytest.mark.parametrize("office", ["coordinator", "approver", "clerk"])
def test_nobody_else_makes_an_admin_decide_either(cast, office):
    with pytest.raises(NotPossible, match="không đồng thời"):
        start(cast.admin, cast, "VHXH", office)


def test_who_decides_does_not_become_admin(cast):
    with pytest.raises(NotPossible, match="không đồng thời"):
        start(cast.approver, cast, "VHXH", Office.ADMIN, by=cast.admin)


def test_the_last_admin_stays(cast):
    with pytest.raises(NotPossible, match="người quản trị"):
        offices.end_membership(cast.admin.memberships.get(), by=cast.admin)


def test_an_inactive_person_holds_no_office(cast):
    person = people.deactivate_person(cast["CA:drafter"], by=cast.admin)
    with pytest.raises(NotPossible):
        start(person, cast, by=cast.admin)


def test_a_retired_unit_gives_no_office(cast):
    unit = tree.add_unit(cast.ward, by=None, code="X", name="Đơn vị tạm", short_name="Tạm")
    retired = tree.retire_unit(unit, by=cast.admin)
    with pytest.raises(NotPossible):
        offices.start_membership(newcomer(cast), by=cast.admin, unit=retired, office="drafter", starts_at=START)


def test_making_inactive_ends_every_office(cast):
    person = people.deactivate_person(cast["CA:drafter"], by=cast.admin)
    assert not person.is_active
    assert not Membership.objects.filter(person=person, ends_at=None).exists()


def test_whoever_is_active_again_holds_no_office_until_one_is_given(cast):
    person = people.reactivate_person(people.deactivate_person(cast["CA:drafter"], by=cast.admin), by=cast.admin)
    assert person.is_active
    assert not Membership.objects.filter(person=person, ends_at=None).exists()
    event = last_event(person)
    assert (event.action, event.changes) == ("reactivate_person", {"is_active": [False, True]})
    assert start(person, cast, by=cast.admin, starts_at=now()).person == person


def test_nobody_active_is_made_active(cast):
    with pytest.raises(NotPossible, match="đang hoạt động"):
        people.reactivate_person(cast["CA:drafter"], by=cast.admin)


def test_change_of_a_person_tells_old_and_new(cast):
    person = cast["CA:drafter"]
    people.change_person(person, by=cast.admin, name=person.name, email="moi@phuong.invalid", phone="")
    assert last_event(person).changes == {"email": [person.email, "moi@phuong.invalid"]}


def test_nothing_changed_writes_no_event(cast):
    person = cast["CA:drafter"]
    people.change_person(person, by=cast.admin, name=person.name, email=person.email, phone=person.phone)
    assert last_event(person).action == "start_membership"


@pytest.mark.parametrize("who", ["CA:drafter", "CA:unit_head", "VHXH:coordinator", "BCĐ:approver", "MX:auditor"])
def test_only_the_admin_changes_people_and_offices(cast, who):
    person = cast["VP:drafter"]
    for attempt in (
        lambda: people.add_person(cast.ward, by=cast[who], username="x", name="X"),
        lambda: people.change_person(person, by=cast[who], name="X", email="", phone=""),
        lambda: people.deactivate_person(person, by=cast[who]),
        lambda: people.reactivate_person(person, by=cast[who]),
        lambda: start(person, cast, by=cast[who]),
        lambda: offices.end_membership(person.memberships.get(), by=cast[who]),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_admin_of_one_ward_changes_nobody_who_also_serves_another(cast):
    ward = tree.add_ward("NONGTIEN", "Phường Nông Tiến", by=None)
    unit = tree.add_unit(ward, by=None, code="CA", name="Công an", short_name="Công an")
    person = cast["CA:drafter"]
    offices.start_membership(person, by=None, unit=unit, office="drafter", starts_at=START)
    with pytest.raises(PermissionDenied):
        people.change_person(person, by=cast.admin, name="X", email="x@x.invalid", phone="")


def test_the_event_of_a_new_office_tells_unit_office_and_term(cast):
    person, since, until = newcomer(cast), instant("2026-03-01 00:00"), instant("2026-04-01 00:00")
    start(person, cast, by=cast.admin, starts_at=since, ends_at=until)
    assert (last_event(person).action, last_event(person).actor) == ("start_membership", cast.admin)
    assert last_event(person).changes == {
        "unit": [None, cast.units["CA"].name],
        "office": [None, "drafter"],
        "from": [None, since.isoformat()],
        "until": [None, until.isoformat()],
    }


def test_the_event_of_an_office_without_an_end_tells_none(cast):
    person = newcomer(cast)
    start(person, cast, by=cast.admin)
    assert set(last_event(person).changes) == {"unit", "office", "from"}
