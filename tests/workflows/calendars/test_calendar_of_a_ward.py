"""A ward's own days stand in the place of the nation's; its administrators set them, and the trail tells both."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from tests import factories
from tests.workflows.traces import events, undone
from units.models import Unit
from units.tree import actions as units
from workflows.boards.desk import desk_of
from workflows.calendars import actions as calendars
from workflows.calendars.days import DayOfWard
from workflows.cases.times import calendar_days
from workflows.models import CalendarDay
from workflows.periods import actions as periods

FRIDAY, SATURDAY = date(2026, 11, 27), date(2026, 11, 28)
OFF = DayOfWard(FRIDAY, working=False, name="Ngày thành lập phường")
WORKED = DayOfWard(SATURDAY, working=True, name="Làm bù cho ngày 27/11/2026")


def told(cast):
    return events(Unit.objects.get(pk=cast.ward.pk))


def test_days_of_a_ward_count_there_alone(cast):
    other = units.add_ward("AL", "Phường An Lạc", by=None)
    assert calendars.set_days(cast.ward, [OFF, WORKED], by=cast.admin) == 2
    every = calendar_days.every()
    for own in (calendar_days.of(cast.ward.pk), every.of(cast.ward.pk)):
        assert (own.is_working(FRIDAY), own.is_working(SATURDAY)) == (False, True)
    for theirs in (calendar_days.of(other.pk), every.of(other.pk)):
        assert (theirs.is_working(FRIDAY), theirs.is_working(SATURDAY)) == (True, False)


def test_a_ward_may_work_on_a_day_off_of_the_nation_and_give_it_back(cast):
    holiday = date(2026, 11, 24)
    calendars.set_days(cast.ward, [DayOfWard(holiday, working=True, name="Trực tổng điều tra")], by=cast.admin)
    assert calendar_days.of(cast.ward.pk).is_working(holiday)
    calendars.give_back_day(cast.ward, holiday, by=cast.admin)
    assert not calendar_days.of(cast.ward.pk).is_working(holiday)
    assert CalendarDay.objects.filter(day=holiday).count() == 1


def test_the_trail_tells_what_was_said_before_and_what_is_now(cast):
    calendars.set_days(cast.ward, [OFF], by=cast.admin)
    calendars.set_days(cast.ward, [DayOfWard(FRIDAY, working=False, name="Ngày hội phường"), WORKED], by=cast.admin)
    calendars.give_back_day(cast.ward, FRIDAY, by=cast.admin)
    first, second, third = told(cast)[-3:]
    assert first.changes == {"calendar_days": ["", "27/11/2026 nghỉ: Ngày thành lập phường"]}
    old, new = second.changes["calendar_days"]
    assert old == "27/11/2026 nghỉ: Ngày thành lập phường"
    assert new.splitlines() == [
        "27/11/2026 nghỉ: Ngày hội phường",
        "28/11/2026 làm việc: Làm bù cho ngày 27/11/2026",
    ]
    assert (third.action, third.changes) == (
        "give_back_calendar_day",
        {"calendar_days": ["27/11/2026 nghỉ: Ngày hội phường", ""]},
    )


def test_what_changes_nothing_leaves_no_event(cast):
    calendars.set_days(cast.ward, [OFF], by=cast.admin)
    before = len(told(cast))
    assert calendars.set_days(cast.ward, [OFF], by=cast.admin) == 0
    calendars.give_back_day(cast.ward, SATURDAY, by=cast.admin)
    assert len(told(cast)) == before


def test_a_period_that_opens_is_due_by_the_calendar_of_its_ward(cast, on_day):
    """05/11 is off in the ward, which reports on the next working day: one that the ward has moved, too."""
    cast.monthly.day_off = "next"
    cast.monthly.inclusive = True
    cast.monthly.save()
    days = [DayOfWard(date(2026, 11, day), working=False, name="Nghỉ do bão") for day in (5, 6)]
    calendars.set_days(cast.ward, days, by=cast.admin)
    on_day("2026-11-01 09:00")
    period = periods.open_period(cast.monthly, "2026-10")
    assert f"{period.unit_due_at:%d/%m %H:%M}" == "09/11 17:00"  # the end of Monday 09/11 in Vietnam


def test_what_is_due_already_stays_due(cast, on_day):
    on_day("2026-11-02 09:00")
    period = factories.open_month(cast)
    before = period.unit_due_at
    calendars.set_days(cast.ward, [DayOfWard(date(2026, 11, 4), working=False, name="Nghỉ do bão")], by=cast.admin)
    period.refresh_from_db()
    assert period.unit_due_at == before
    assert [task.due.words for task in desk_of(cast["CA:drafter"]).tasks] == ["còn 1 ngày làm việc"]


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ([DayOfWard(FRIDAY, working=False, name=" ")], "lý do của ngày 27/11/2026"),
        ([OFF, DayOfWard(FRIDAY, working=True, name="Làm bù")], "27/11/2026 được ghi hai lần"),
        ([DayOfWard(date(1999, 1, 1), working=False, name="Nghỉ")], "xem lại năm"),
        ([DayOfWard(date(2026, 1, 1), working=False, name="Nghỉ")] * 401, "nhiều nhất 400"),
    ],
)
def test_what_cannot_stand_is_refused_whole(cast, days, why):
    with pytest.raises(NotPossible, match=why):
        calendars.set_days(cast.ward, days, by=cast.admin)
    assert not CalendarDay.objects.filter(ward=cast.ward).exists()


def test_nobody_else_changes_it(cast):
    with pytest.raises(PermissionDenied):
        calendars.set_days(cast.ward, [OFF], by=cast.coordinator)
    with pytest.raises(PermissionDenied):
        calendars.give_back_day(cast.ward, FRIDAY, by=cast.coordinator)


def test_a_change_that_was_rolled_back_leaves_nothing(cast):
    with undone():
        calendars.set_days(cast.ward, [OFF], by=cast.admin)
    assert not CalendarDay.objects.filter(ward=cast.ward).exists()


def test_tet_of_2027_is_off_and_not_decided_yet(db):
    days = {row.day: row for row in CalendarDay.objects.filter(ward=None, day__year=2027)}
    assert days[date(2027, 1, 1)].decided
    assert not any(days[date(2027, 2, day)].decided for day in range(6, 13))
    assert not any(row.working for row in days.values())
