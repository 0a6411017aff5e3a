"""Somebody reports an absence: from its first instant a substitute holds their offices too, until it ends."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import TrailEvent
from tests.people import instant
from tests.workflows import arrange
from units import grants
from units.absences import actions as absences
from units.models import Absence, Membership, Substitution
from units.offices import actions as offices
from units.people import actions as people
from units.tree import actions as tree

FIRST, LAST = instant("2026-11-10 00:00"), instant("2026-11-14 00:00")


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


def away(cast, person=None, **told):
    """The coordinator is away from 10 to 13 November, and the head of the ward's office stands in."""
    person = person or cast.coordinator
    told = {"by": person, "substitute": cast["VP:unit_head"], "starts_at": FIRST, "ends_at": LAST} | told
    return absences.start_absence(person, **told)


def last_event(person):
    return TrailEvent.objects.filter(subject_kind="person", subject_id=person.pk).latest("seq")


def reviews(cast, person=None):
    """Whether the person reviews the ward's reports; three ways of asking agree."""
    person, ward = person or cast["VP:unit_head"], cast.ward.pk
    may = grants.may(person, "review_reports", ward)
    assert may == (ward in grants.units_where(person, "review_reports"))
    assert may == (person in grants.holders("review_reports", ward))
    return may


def test_the_substitute_holds_the_office_within_the_term(cast, on_day):
    away(cast)
    held = []
    for moment in ("2026-11-09 23:59", "2026-11-10 00:00", "2026-11-13 23:59", "2026-11-14 00:00"):
        on_day(moment)
        held.append(reviews(cast))
    assert held == [False, True, True, False]


def test_the_absent_keeps_the_office(cast, on_day):
    away(cast)
    on_day("2026-11-11 09:00")
    assert reviews(cast, cast.coordinator)


def test_every_office_moves(cast):
    arrange.join(cast.coordinator, cast.units["TDP"], "drafter")
    started = away(cast)
    moved = {(each.source.unit.code, each.membership.office) for each in started.substitutions.all()}
    assert moved == {("VHXH", "coordinator"), ("TDP", "drafter")}


def test_an_absence_of_today_begins_at_this_moment(cast):
    started = away(cast, starts_at=instant("2026-11-06 00:00"))
    assert started.starts_at == now()
    assert reviews(cast)


def test_both_names_stand_in_the_trail(cast):
    away(cast, reason=" Đi công tác ")
    told, given = last_event(cast.coordinator), last_event(cast["VP:unit_head"])
    assert (told.action, told.actor, told.reason) == ("start_absence", cast.coordinator, "Đi công tác")
    assert told.changes["substitute"] == [None, cast["VP:unit_head"].name]
    assert (given.action, given.actor) == ("start_membership", cast.coordinator)
    assert given.changes["stands_in_for"] == [None, cast.coordinator.name]


def test_an_administrator_reports_it_for_somebody(cast):
    assert away(cast, by=cast.admin).told_by == cast.admin


@pytest.mark.parametrize("who", ["VP:unit_head", "BCĐ:approver", "VP:clerk", "MX:auditor"])
def test_nobody_else_does(cast, who):
    with pytest.raises(PermissionDenied):
        away(cast, by=cast[who])


def a_stranger(cast):
    ward = tree.add_ward("NT", "Phường Nông Tiến", by=None)
    person = people.add_person(ward, by=None, username="nt", name="Người phường khác")
    arrange.join(person, ward, "auditor")
    return {"substitute": person}


def an_inactive(cast):
    return {"substitute": people.deactivate_person(cast["CA:drafter"], by=None)}


def an_absent(cast):
    away(cast, cast["CA:drafter"], starts_at=instant("2026-11-13 00:00"), ends_at=instant("2026-11-20 00:00"))
    return {"substitute": cast["CA:drafter"]}


def a_circle(cast):
    away(cast, cast["VP:unit_head"], substitute=cast.coordinator)
    return {}


def a_chain(cast):
    away(cast, cast.clerk, substitute=cast.coordinator)
    return {}


def twice(cast):
    away(cast, ends_at=instant("2026-11-11 00:00"))
    return {}


def no_office(cast):
    offices.end_membership(cast.coordinator.memberships.get(), by=None)
    return {}


REFUSED = [
    (lambda cast: {"ends_at": FIRST}, "phải sau ngày bắt đầu"),
    (lambda cast: {"starts_at": instant("2026-11-05 00:00")}, "từ hôm nay trở đi"),
    (lambda cast: {"substitute": cast.coordinator}, "tự thay mình"),
    (an_inactive, "ngừng hoạt động"),
    (an_absent, "cũng vắng mặt"),
    (a_circle, "đang thay"),
    (a_chain, "đang thay"),
    (twice, "đã được báo vắng mặt"),
    (a_stranger, "không giữ vai trò nào ở"),
    (no_office, "không giữ vai trò nào có thể giao"),
    (lambda cast: {"substitute": cast.admin}, "quản trị"),
    (lambda cast: {"by": cast.admin, "substitute": cast.admin}, "tự"),
]


@pytest.mark.parametrize(("arrangement", "words"), REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_half_done(cast, arrangement, words):
    told = arrangement(cast)
    before = [model.objects.count() for model in (Absence, Substitution, Membership, TrailEvent)]
    with pytest.raises(NotPossible) as refused:
        away(cast, **told)
    assert words in refused.value.message
    assert [model.objects.count() for model in (Absence, Substitution, Membership, TrailEvent)] == before


def test_an_office_that_the_substitute_holds_is_not_doubled(cast):
    second = arrange.newcomer(cast, "second", cast.units["VHXH"], "coordinator")
    away(cast, substitute=second)
    assert second.memberships.count() == 1


def test_one_person_stands_in_for_two(cast, on_day):
    second = arrange.newcomer(cast, "second", cast.units["VHXH"], "coordinator")
    first = away(cast)
    away(cast, second)
    on_day("2026-11-11 09:00")
    absences.end_absence(first, by=cast.coordinator)
    assert reviews(cast)


def test_an_office_that_ends_within_the_term_ends_for_both(cast):
    Membership.objects.filter(person=cast.coordinator).update(ends_at=instant("2026-11-12 00:00"))
    assert away(cast).substitutions.get().membership.ends_at == instant("2026-11-12 00:00")


def test_an_office_that_begins_within_the_term_moves_too(cast, on_day):
    away(cast)
    on_day("2026-11-11 09:00")
    term = {"starts_at": now(), "ends_at": None}
    offices.start_membership(cast.coordinator, by=cast.admin, unit=cast.units["VP"], office="clerk", **term)
    assert grants.may(cast["VP:unit_head"], "issue_reports", cast.ward.pk)
    on_day("2026-11-14 00:00")
    assert not grants.may(cast["VP:unit_head"], "issue_reports", cast.ward.pk)


def test_an_office_that_is_ended_meanwhile_ends_for_the_substitute(cast, on_day):
    away(cast)
    on_day("2026-11-11 09:00")
    offices.end_membership(cast.coordinator.memberships.get(), by=cast.admin)
    assert not reviews(cast)


def test_the_offices_of_a_unit_that_is_retired_end_for_both(cast, on_day):
    unit = tree.add_unit(cast.ward, by=cast.admin, code="MOI", name="Đơn vị mới", short_name="Mới")
    arrange.join(cast.coordinator, unit, "drafter")
    away(cast)
    on_day("2026-11-11 09:00")
    tree.retire_unit(unit, by=cast.admin)
    assert not grants.units_where(cast["VP:unit_head"], "write_reports")
    assert reviews(cast)


def test_what_is_held_by_delegation_is_not_passed_on(cast):
    head = arrange.head_of_the_board(cast).memberships.get()
    act = {"authority": "delegated", "title": "Chánh Văn phòng", "document": "12/UQ"}
    offices.delegate(head, by=cast.admin, to=cast["VP:unit_head"], **act, starts_at=now(), ends_at=LAST)
    started = away(cast, cast["VP:unit_head"], substitute=cast["CA:drafter"])
    assert [each.membership.office for each in started.substitutions.all()] == ["unit_head"]


def test_a_substitute_signs_under_no_title_of_theirs(cast):
    office = away(cast, cast.approver).substitutions.get().membership
    assert office.authority == ""
    with pytest.raises(NotPossible):
        offices.set_authority(office, by=cast.admin, authority="head", title="Trưởng Ban")


def test_a_substitute_may_be_given_a_written_delegation_beside(cast):
    head = arrange.head_of_the_board(cast)
    away(cast, head)
    act = {"authority": "delegated", "title": "Chánh Văn phòng", "document": "12/UQ", "starts_at": FIRST}
    given = offices.delegate(head.memberships.get(), by=cast.admin, to=cast["VP:unit_head"], ends_at=LAST, **act)
    assert given.membership.authority == "delegated"


def test_who_is_a_head_in_anothers_place_is_given_no_delegation(cast):
    head = arrange.head_of_the_board(cast)
    away(cast, cast["VP:unit_head"], substitute=cast["CA:drafter"])
    act = {"authority": "delegated", "title": "Chánh Văn phòng", "document": "12/UQ", "starts_at": FIRST}
    with pytest.raises(NotPossible):
        offices.delegate(head.memberships.get(), by=cast.admin, to=cast["CA:drafter"], ends_at=LAST, **act)


def test_the_only_administrator_may_be_away_but_not_go(cast, on_day):
    away(cast, cast.admin, substitute=cast["CA:drafter"])
    on_day("2026-11-11 09:00")
    assert grants.may(cast["CA:drafter"], "administer", cast.ward.pk)
    with pytest.raises(NotPossible):
        offices.end_membership(cast.admin.memberships.get(), by=None)
    assert grants.may(cast.admin, "administer", cast.ward.pk)


@pytest.mark.parametrize("broken", [{"ends_at": FIRST - timedelta(days=1)}, {"substitute": "person"}])
def test_the_database_refuses_an_absence_that_contradicts_itself(cast, broken):
    started = away(cast)
    values = {name: started.person if value == "person" else value for name, value in broken.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.filter(pk=started.pk).update(**values)
