"""Who is in charge of what: entered and ended by an administrator, one leader a thing, told in the leader's trail."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from approvals.errors import NotPossible
from approvals.models import OutboxMessage, TrailEvent
from approvals.trail import sentences
from tests.people import instant
from units.charges import actions as charges
from units.charges.fields import fields_of
from units.models import Charge, Person

FIELD = "Hạ tầng số"
SINCE = instant("2026-11-01 00:00")


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


def start(cast, by=None, leader=None, **terms) -> Charge:
    terms = {"field": FIELD, "starts_at": SINCE} | terms
    return charges.start_charge(cast.ward, by=by or cast.admin, leader=leader or cast.approver, **terms)


def told(person: Person) -> TrailEvent:
    return TrailEvent.objects.filter(subject_kind="person", subject_id=person.pk).latest("seq")


def test_the_administrator_puts_a_leader_in_charge_of_a_field(cast):
    charge = start(cast)
    assert list(Charge.objects.at(instant("2026-11-06 09:00"))) == [charge]
    event = told(cast.approver)
    assert (event.action, event.actor, event.scope) == ("start_charge", cast.admin, cast.ward.pk)
    assert event.changes == {"charge_field": [None, FIELD], "from": [None, SINCE.isoformat()]}
    assert str(cast.approver) in sentences.sentence(event)


def test_a_charge_over_a_unit_names_it(cast):
    charge = start(cast, field="", unit=cast.units["CA"])
    assert charge.what == cast.units["CA"].short_name
    assert told(cast.approver).changes["unit"] == [None, cast.units["CA"].name]


def test_a_charge_runs_from_its_first_instant_until_just_before_its_last(cast):
    start(cast, ends_at=instant("2026-12-01 00:00"))
    at = Charge.objects.at
    found = [at(instant(each)).exists() for each in ("2026-10-31 23:59", "2026-11-01 00:00", "2026-11-30 23:59")]
    assert [*found, at(instant("2026-12-01 00:00")).exists()] == [False, True, True, False]


def test_ending_it_ends_it_now_and_is_told(cast):
    charge = charges.end_charge(start(cast), by=cast.admin)
    assert charge.ends_at == instant("2026-11-06 09:00")
    event = told(cast.approver)
    assert (event.action, event.changes["charge_field"]) == ("end_charge", [FIELD, None])
    with pytest.raises(NotPossible, match="đã kết thúc"):
        charges.end_charge(charge, by=cast.admin)


def test_what_is_to_come_is_taken_back(cast):
    charge = charges.end_charge(start(cast, starts_at=instant("2026-12-01 00:00")), by=cast.admin)
    assert charge.starts_at == charge.ends_at == instant("2026-11-06 09:00")


def test_it_is_looked_at_once_whether_something_waits_for_nobody(cast):
    charges.end_charge(start(cast), by=cast.admin)
    topics = OutboxMessage.objects.filter(key__startswith="charge-").order_by("pk").values_list("topic", "scope")
    assert list(topics) == [("office_started", cast.ward.pk), ("office_ended", cast.ward.pk)]


@pytest.mark.parametrize("who", ["VHXH:coordinator", "BCĐ:approver", "VP:clerk", "MX:auditor", "CA:unit_head"])
def test_nobody_else_says_who_is_in_charge(cast, who):
    with pytest.raises(PermissionDenied):
        start(cast, by=cast[who])
    charge = start(cast)
    with pytest.raises(PermissionDenied):
        charges.end_charge(charge, by=cast[who])
    assert Charge.objects.get().ends_at is None


REFUSED = {
    "both": (lambda cast: {"unit": cast.units["CA"]}, "một trong hai"),
    "neither": (lambda cast: {"field": " "}, "một trong hai"),
    "no approver": (lambda cast: {"leader": cast["CA:unit_head"]}, "không giữ vai trò ký duyệt"),
    "the wrong way round": (lambda cast: {"ends_at": instant("2026-10-01 00:00")}, "kết thúc sau khi bắt đầu"),
    "the ward itself": (lambda cast: {"field": "", "unit": cast.ward}, "không phải đơn vị"),
}


@pytest.mark.parametrize("terms", REFUSED)
def test_a_charge_that_cannot_be_is_refused_in_words(cast, terms):
    made, words = REFUSED[terms]
    with pytest.raises(NotPossible, match=words):
        start(cast, **made(cast))
    assert not Charge.objects.exists()


def test_one_leader_is_in_charge_of_a_thing_at_a_time(cast):
    start(cast, ends_at=instant("2026-11-20 00:00"))
    with pytest.raises(NotPossible, match="đang phụ trách Hạ tầng số"):
        start(cast, starts_at=instant("2026-11-19 00:00"))
    start(cast, starts_at=instant("2026-11-20 00:00"))
    start(cast, field="", unit=cast.units["CA"])
    start(cast, field="", unit=cast.units["VP"])


def test_another_takes_over_on_the_same_day(cast):
    charges.end_charge(start(cast), by=cast.admin)
    taken = start(cast, starts_at=instant("2026-11-06 00:00"))
    assert taken.starts_at == instant("2026-11-06 09:00")


def test_the_database_holds_that_a_charge_is_of_one_thing(cast):
    for of in ({}, {"field": FIELD, "unit": cast.units["CA"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Charge.objects.create(ward=cast.ward, leader=cast.approver, starts_at=SINCE, **of)


def test_the_fields_are_the_groups_of_the_plan_and_those_charged_before(cast):
    groups = list(cast.ward.plans.latest("imported_at").groups.values_list("name", flat=True))
    start(cast, field="Lĩnh vực cũ")
    assert fields_of(cast.ward) == [*groups, "Lĩnh vực cũ"]
