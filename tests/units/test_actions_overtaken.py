"""Every lock of the actions on people, offices, units, plans and mappings, in real sessions: an act that begins while
another on the same row is not yet committed waits for it, and then finds what that has left.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from approvals.clock import now
from approvals.models import TrailEvent
from approvals.trail import chain as trail
from tests.people import instant
from tests.races import overtaken
from tests.units.workbook.mapping_workbooks import read as read_mapping
from tests.units.workbook.mapping_workbooks import sample as sample_mapping
from tests.units.workbook.workbooks import sample_plan
from units.absences import actions as absences
from units.charges import actions as charges
from units.hours import spans_of
from units.mappings import actions as mappings
from units.models import IndicatorMapping, Plan
from units.offices import actions as offices
from units.people import actions as people
from units.plans import actions as plans
from units.sign_in import actions as sign_in
from units.sign_in import own_secrets
from units.tree import actions as tree
from workflows.demo.cast import Cast

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Arrangement = Callable[[Cast], tuple[Any, Callable[[], Any], Callable[[], Any]]]
SINCE = instant("2026-01-02 00:00")


def chain_of(subject: Any) -> list[TrailEvent]:
    """The subject's events, oldest first; the chain holds, and ends where the subject says."""
    subject.refresh_from_db()
    found = list(
        TrailEvent.objects.filter(subject_kind=subject._meta.model_name, subject_id=subject.pk).order_by("seq")
    )
    assert trail.verify(found).fault == ""
    assert (len(found), found[-1].hash) == (subject.trail_seq, subject.trail_head)
    return found


def twice(act: Callable[[], Any]) -> tuple[Callable[[], Any], Callable[[], Any]]:
    return act, act


# One wins and the other is refused: what is asked of both, and the words that the loser reads.


def deactivated(cast):
    person = cast["CA:drafter"]
    return person, *twice(lambda: people.deactivate_person(person, by=None))


def reactivated(cast):
    person = people.deactivate_person(cast["CA:drafter"], by=None)
    return person, *twice(lambda: people.reactivate_person(person, by=None))


def vouched(cast):
    person = cast["CA:drafter"]
    person.last_login = now()
    person.save(update_fields=["last_login"])
    person = sign_in.choose_password(person, "một mật khẩu đủ dài")
    return person, *twice(lambda: people.vouch(person, by=cast.admin))


def given(cast):
    person = cast["CA:drafter"]
    act = partial(offices.start_membership, person, by=cast.admin, unit=cast.units["VP"], office="drafter")
    return person, *twice(lambda: act(starts_at=SINCE))


def barred(cast):
    """To administer, and to decide."""
    person = cast["CA:drafter"]
    act = partial(offices.start_membership, person, by=None, unit=cast.ward, starts_at=SINCE)
    return person, lambda: act(office="admin"), lambda: act(office="approver")


def given_while_deactivated(cast):
    person = cast["CA:drafter"]
    act = partial(offices.start_membership, person, by=cast.admin, unit=cast.units["VP"], office="drafter")
    return person, lambda: people.deactivate_person(person, by=None), lambda: act(starts_at=SINCE)


def ended(cast):
    office = cast["CA:drafter"].memberships.get()
    return office.person, *twice(lambda: offices.end_membership(office, by=cast.admin))


def entitled_while_ended(cast):
    office = cast.approver.memberships.get()
    entitle = partial(offices.set_authority, office, by=None, authority="head", title="Trưởng Ban")
    return office.person, lambda: offices.end_membership(office, by=None), entitle


def delegated(cast):
    office = offices.set_authority(cast.approver.memberships.get(), by=None, authority="head", title="Trưởng Ban")
    told = {"authority": "delegated", "title": "Trưởng phòng", "document": "12/UQ-UBND"}
    term = {"starts_at": now(), "ends_at": instant("2099-01-01 00:00")}
    person = cast["VHXH:unit_head"]
    return person, *twice(lambda: offices.delegate(office, by=None, to=person, **told, **term))


def retired(cast):
    unit = tree.add_unit(cast.ward, by=None, code="MOI", name="Đơn vị mới", short_name="Mới")
    return unit, *twice(lambda: tree.retire_unit(unit, by=cast.admin))


def added(cast):
    told = {"code": "MOI", "name": "Đơn vị mới", "short_name": "Mới"}
    return cast.ward, *twice(lambda: tree.add_unit(cast.ward, by=None, **told))


def charged(cast):
    act = partial(charges.start_charge, cast.ward, by=cast.admin, leader=cast.approver, field="Hạ tầng số")
    return cast.approver, *twice(lambda: act(starts_at=SINCE))


def discharged(cast):
    charge = charged(cast)[1]()
    return charge.leader, *twice(lambda: charges.end_charge(charge, by=cast.admin))


def back_again(cast):
    person = cast["CA:drafter"]
    term = {"starts_at": now(), "ends_at": now() + timedelta(days=9)}
    away = absences.start_absence(person, by=cast.admin, substitute=cast["CA:unit_head"], **term)
    return person, *twice(lambda: absences.end_absence(away, by=cast.admin))


REFUSED = [
    (deactivated, "deactivate_person", "đã ngừng hoạt động"),
    (reactivated, "reactivate_person", "đang hoạt động"),
    (vouched, "vouch", "Không cần xác nhận"),
    (given, "start_membership", "đã giữ vai trò này"),
    (barred, "start_membership", "quản trị"),
    (given_while_deactivated, "deactivate_person", "đã ngừng hoạt động"),
    (ended, "end_membership", "đã kết thúc"),
    (entitled_while_ended, "end_membership", "đã kết thúc"),
    (delegated, "delegate", "đã giữ vai trò này"),
    (retired, "retire_unit", "Bạn đã thực hiện việc này"),
    (added, "add_ward", "MOI"),
    (charged, "start_charge", "đang phụ trách"),
    (discharged, "end_charge", "đã kết thúc"),
    (back_again, "end_absence", "đã kết thúc"),
]


@pytest.mark.parametrize(("arranged", "action", "words"), REFUSED, ids=[row[0].__name__ for row in REFUSED])
def test_of_two_that_exclude_each_other_the_second_reads_why(cast, arranged, action, words):
    subject, first, second = arranged(cast)
    before = TrailEvent.objects.filter(action=action).count()
    won, lost = overtaken(first, second)
    assert (len(won), len(lost)) == (1, 1)
    assert words in lost[0].message
    done = [event.action for event in chain_of(subject)]
    assert action in done
    assert TrailEvent.objects.filter(action=action).count() - before <= 1


# Both may be done: the second stands on what the first has left, and its event says so.


def changed(cast):
    person = cast["CA:drafter"]
    act = partial(people.change_person, person, by=cast.admin)
    return person, lambda: act(phone="0911"), lambda: act(phone="0922")


def unit_changed(cast):
    unit = cast.units["CA"]
    return (
        unit,
        lambda: tree.change_unit(unit, by=None, duty="Một"),
        lambda: tree.change_unit(unit, by=None, duty="Hai"),
    )


def hours_changed(cast):
    act = partial(tree.change_hours, cast.ward, by=None)
    spans = [spans_of("07:00–11:00, 13:00–17:00"), spans_of("08:00–12:00, 13:00–17:00")]
    return cast.ward, *(partial(act, spans=each) for each in spans)


def entitled(cast):
    office = cast.approver.memberships.get()
    act = partial(offices.set_authority, office, by=None, authority="head")
    return office.person, lambda: act(title="Trưởng Ban"), lambda: act(title="Trưởng Ban Chỉ đạo")


BOTH = [(changed, "phone"), (unit_changed, "duty"), (hours_changed, "hours"), (entitled, "title")]


@pytest.mark.parametrize(("arranged", "field"), BOTH, ids=[row[0].__name__ for row in BOTH])
def test_the_second_change_is_told_from_what_the_first_has_left(cast, arranged, field):
    subject, first, second = arranged(cast)
    won, lost = overtaken(first, second)
    assert (len(won), lost) == (2, [])
    one, other = chain_of(subject)[-2:]
    assert one.changes[field][1] == other.changes[field][0]


def chosen(cast):
    person = cast["CA:drafter"]
    return person, *twice(lambda: sign_in.choose_password(person, "một mật khẩu đủ dài"))


def secret_changed(cast):
    person = cast["CA:drafter"]
    return person, *twice(lambda: own_secrets.note(user=person, action="change_password"))


@pytest.mark.parametrize("arranged", [chosen, secret_changed], ids=lambda each: each.__name__)
def test_two_events_of_one_person_are_both_in_the_chain(cast, arranged):
    subject, first, second = arranged(cast)
    count = len(chain_of(subject))
    won, lost = overtaken(first, second)
    assert (len(won), lost) == (2, [])
    assert len(chain_of(subject)) == count + 2


# Idempotent: whoever comes second finds it done, and is not refused.


def test_a_plan_that_is_imported_twice_at_once_has_one_new_version(cast):
    first, *others = sample_plan().indicators
    content = replace(sample_plan(), indicators=(replace(first, name="Tên khác"), *others))
    won, lost = overtaken(*twice(lambda: plans.import_plan(content, by=None)))
    assert ([result.created for result in won], lost) == ([True, False], [])
    assert sorted(Plan.objects.values_list("version", flat=True)) == [1, 2]


def test_kinds_that_are_corrected_twice_at_once_are_told_once(cast):
    plan = Plan.objects.get()
    kinds = {row.number: not row.stock for row in plan.indicators.exclude(aggregation="latest")[:2]}
    won, lost = overtaken(*twice(lambda: plans.correct_kinds(plan, by=None, kinds=kinds, reason="Số thời điểm")))
    assert (len(won), lost) == (2, [])
    assert [event.action for event in chain_of(plan)].count("correct_kind") == 1


def test_a_mapping_that_is_imported_twice_at_once_has_one_new_version(cast):
    content = read_mapping(sample_mapping())
    content = replace(content, lines=(replace(content.lines[0], name="Tên khác"), *content.lines[1:]))
    before = IndicatorMapping.objects.count()
    won, lost = overtaken(*twice(lambda: mappings.import_mapping(content, by=None, ward=cast.ward)))
    assert ([result.created for result in won], lost) == ([True, False], [])
    assert IndicatorMapping.objects.count() == before + 1


# What ends with something else ends once, whoever ends which.


def ended_with_its_source(cast):
    _person, delegate, _again = delegated(cast)
    given = delegate()
    end = partial(offices.end_membership, by=None)
    return given.membership, lambda: end(given.membership), lambda: end(given.source)


def ended_with_its_unit(cast):
    unit = tree.add_unit(cast.ward, by=None, code="MOI", name="Đơn vị mới", short_name="Mới")
    office = offices.start_membership(
        cast["CA:drafter"], by=None, unit=unit, office="drafter", starts_at=now() - timedelta(hours=1)
    )
    return office, lambda: offices.end_membership(office, by=None), lambda: tree.retire_unit(unit, by=None)


@pytest.mark.parametrize("arranged", [ended_with_its_source, ended_with_its_unit], ids=lambda each: each.__name__)
@pytest.mark.parametrize("turned", [False, True], ids=["by itself first", "with the other first"])
def test_an_office_ends_once(cast, arranged, turned):
    office, by_itself, with_another = arranged(cast)
    won, _lost = overtaken(*((with_another, by_itself) if turned else (by_itself, with_another)))
    ends = [event.changes["unit"][0] for event in chain_of(office.person) if event.action == "end_membership"]
    assert (ends.count(office.unit.name), len(won)) == (1, 1 if turned else 2)
