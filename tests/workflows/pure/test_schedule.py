"""Windows, opening and due times of periods, against the plan and domain rules."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.official_days import OFFICIAL
from workflows.pure.period_codes import PERIODIC, named, of_day
from workflows.pure.schedule import (
    BadPeriodCode,
    BadSchedule,
    Schedule,
    codes_open_on,
    due_words,
    first_still_due,
    plan_period,
    share_of_year,
)

MONTHLY = Schedule("monthly")
ANNUAL = Schedule("annual")
WEEKLY = Schedule("weekly", unit_day=5, ward_day=6, month_offset=0, lead_days=4)
START = date(2026, 1, 1)


def midnight(year: int, month: int, day: int) -> datetime:
    """00:00 of the day in Vietnam, which has UTC+7 all year."""
    return datetime(year, month, day, tzinfo=UTC) - timedelta(hours=7)


def test_october_is_due_before_5_and_10_november():
    plan = plan_period(MONTHLY, "2026-10", OFFICIAL)
    assert plan.unit_due_at == datetime(2026, 11, 4, 17, tzinfo=UTC)
    assert plan.ward_due_at == datetime(2026, 11, 9, 17, tzinfo=UTC)
    assert plan.unit_due_at.tzinfo is UTC


def test_october_covers_the_calendar_month_without_estimates():
    plan = plan_period(MONTHLY, "2026-10", OFFICIAL)
    assert (plan.code, plan.starts, plan.ends) == ("2026-10", date(2026, 10, 1), date(2026, 10, 31))
    assert not plan.estimates


def test_a_period_opens_its_lead_days_before_the_units_due_time():
    assert plan_period(MONTHLY, "2026-10", OFFICIAL).opens_at == midnight(2026, 10, 21)


def test_the_year_is_due_in_its_own_december_with_estimates():
    plan = plan_period(ANNUAL, "2026", OFFICIAL)
    assert (plan.starts, plan.ends, plan.estimates) == (date(2026, 1, 1), date(2026, 12, 31), True)
    assert (plan.unit_due_at, plan.ward_due_at) == (midnight(2026, 12, 5), midnight(2026, 12, 10))


def test_december_is_due_in_january_of_the_next_year():
    plan = plan_period(MONTHLY, "2026-12", OFFICIAL)
    assert (plan.ends, plan.unit_due_at) == (date(2026, 12, 31), midnight(2027, 1, 5))


def test_inclusive_lets_the_day_itself_count():
    assert plan_period(Schedule("monthly", inclusive=True), "2026-10", OFFICIAL).unit_due_at == midnight(2026, 11, 6)


@pytest.mark.parametrize(
    ("code", "inclusive", "day_off", "due"),
    [
        ("2026-03", False, "none", (2026, 4, 5)),
        ("2026-03", False, "next", (2026, 4, 7)),
        ("2026-03", False, "previous", (2026, 4, 4)),
        ("2026-11", False, "next", (2026, 12, 5)),
        ("2026-11", True, "next", (2026, 12, 8)),
        ("2026-11", True, "previous", (2026, 12, 5)),
        ("2026-08", False, "next", (2026, 9, 5)),
        ("2026-08", True, "next", (2026, 9, 8)),
    ],
)
def test_the_last_day_moves_off_a_day_off_as_the_schedule_says(code, inclusive, day_off, due):
    schedule = Schedule("monthly", inclusive=inclusive, day_off=day_off)
    assert plan_period(schedule, code, OFFICIAL).unit_due_at == midnight(*due)


def test_a_working_saturday_moves_nothing():
    schedule = Schedule("monthly", inclusive=True, day_off="next")
    assert plan_period(schedule, "2025-12", OFFICIAL).ward_due_at == midnight(2026, 1, 11)


def test_a_due_time_in_tet_moves_behind_it():
    schedule = Schedule("monthly", unit_day=17, ward_day=25, day_off="next")
    assert plan_period(schedule, "2026-01", OFFICIAL).unit_due_at == midnight(2026, 2, 24)


def test_before_the_first_day_of_a_month_is_the_end_of_the_month_before():
    schedule = Schedule("monthly", unit_day=1, month_offset=2)
    assert plan_period(schedule, "2026-01", OFFICIAL).unit_due_at == midnight(2026, 3, 1)


def test_a_window_from_day_15_runs_to_day_14():
    schedule = Schedule("monthly", unit_day=18, ward_day=20, month_offset=0, window_start_day=15)
    plan = plan_period(schedule, "2026-03", OFFICIAL)
    assert (plan.starts, plan.ends, plan.estimates) == (date(2026, 2, 15), date(2026, 3, 14), False)


def test_a_window_from_day_15_reaches_into_the_year_before():
    plan = plan_period(Schedule("annual", window_start_day=15), "2026", OFFICIAL)
    assert (plan.starts, plan.ends, plan.estimates) == (date(2025, 12, 15), date(2026, 12, 14), True)


def test_a_month_that_is_due_before_it_ends_holds_estimates():
    assert plan_period(Schedule("monthly", month_offset=0), "2026-10", OFFICIAL).estimates


@pytest.mark.parametrize(("code", "last"), [("2026-02", 28), ("2028-02", 29), ("2026-04", 30), ("2026-07", 31)])
def test_a_month_ends_on_its_own_last_day(code, last):
    assert plan_period(MONTHLY, code, OFFICIAL).ends.day == last


@pytest.mark.parametrize(
    "code", ["", "2026", "2026-13", "2026-00", "2026-1", "26-10", "2026-10-01", "2026-10\n", "١٤٤٧-10", "0000-01", "x"]
)
def test_a_bad_month_is_refused_with_a_sentence(code):
    with translation.override("vi"), pytest.raises(BadPeriodCode, match="không phải là tháng"):
        plan_period(MONTHLY, code, OFFICIAL)


@pytest.mark.parametrize("code", ["2026-10", "26", "1999", "năm 2026"])
def test_a_bad_year_is_refused_with_a_sentence(code):
    with translation.override("vi"), pytest.raises(BadPeriodCode, match="không phải là năm"):
        plan_period(ANNUAL, code, OFFICIAL)


@pytest.mark.parametrize("setting", [{"unit_day": 0}, {"ward_day": 31}, {"ward_day": 29}, {"window_start_day": 29}])
def test_a_day_that_some_month_lacks_is_refused(setting):
    with translation.override("vi"), pytest.raises(BadSchedule, match="phải từ 1 đến 28"):
        Schedule("monthly", **setting)


@pytest.mark.parametrize(
    "setting",
    [
        {"unit_day": 10, "ward_day": 10},
        {"month_offset": -1},
        {"month_offset": 4},
        {"due_month": 13},
        {"lead_days": 0},
        {"lead_days": 91},
        {"day_off": "sometimes"},
        {"frequency": "sometimes"},
    ],
)
def test_a_schedule_that_cannot_work_is_refused(setting):
    with pytest.raises(BadSchedule):
        Schedule(**{"frequency": "monthly", **setting})


def test_a_period_opens_at_its_opening_and_not_before():
    opening = plan_period(MONTHLY, "2026-11", OFFICIAL).opens_at
    before = codes_open_on(MONTHLY, opening - timedelta(seconds=1), OFFICIAL, since=START)
    assert before == ["2026-09", "2026-10"]
    assert codes_open_on(MONTHLY, opening, OFFICIAL, since=START) == ["2026-10", "2026-11"]


def test_no_period_opens_before_the_one_of_since():
    now = datetime(2026, 11, 24, tzinfo=UTC)
    assert codes_open_on(MONTHLY, now, OFFICIAL, since=date(2026, 11, 24)) == ["2026-11"]
    assert codes_open_on(MONTHLY, now, OFFICIAL, since=date(2027, 1, 1)) == []


@pytest.mark.parametrize(
    ("schedule", "today", "first"),
    [
        (MONTHLY, (2026, 11, 29), date(2026, 11, 1)),
        (MONTHLY, (2026, 11, 4), date(2026, 10, 1)),
        (MONTHLY, (2026, 11, 5), date(2026, 11, 1)),
        (ANNUAL, (2026, 11, 29), date(2026, 1, 1)),
        (ANNUAL, (2026, 12, 5), date(2027, 1, 1)),
    ],
)
def test_a_ward_begins_with_the_first_period_that_can_still_be_reported_in_time(schedule, today, first):
    assert first_still_due(schedule, midnight(*today), OFFICIAL) == first


def test_the_year_opens_in_november():
    assert codes_open_on(ANNUAL, midnight(2026, 11, 19), OFFICIAL, since=START) == []
    assert codes_open_on(ANNUAL, midnight(2026, 11, 20), OFFICIAL, since=START) == ["2026"]


@pytest.mark.parametrize(
    ("schedule", "today", "newest"),
    [
        (Schedule("monthly", month_offset=3, lead_days=1), (2026, 6, 1), ["2026-01", "2026-02"]),
        (Schedule("monthly", month_offset=0, lead_days=90), (2026, 6, 30), ["2026-08", "2026-09"]),
    ],
)
def test_the_newest_two_are_found_at_the_widest_settings(schedule, today, newest):
    assert codes_open_on(schedule, midnight(*today), OFFICIAL, since=date(2025, 1, 1)) == newest


def test_due_words_say_before_or_no_later_than():
    with translation.override("vi"):
        assert due_words(midnight(2026, 11, 5)) == "trước ngày 05/11"
        assert due_words(midnight(2026, 11, 6), inclusive=True) == "chậm nhất ngày 05/11"
        assert due_words(midnight(2026, 11, 5) + timedelta(hours=16)) == "trước 16:00 ngày 05/11"


def test_the_share_of_the_year_goes_by_months():
    assert share_of_year("monthly", date(2026, 10, 31), 2026) == Fraction(10, 12)
    assert share_of_year("monthly", date(2026, 10, 14), 2026) == Fraction(10, 12)
    assert share_of_year("annual", date(2026, 12, 31), 2026) == 1


def test_the_share_of_a_week_or_of_what_was_asked_for_goes_by_days():
    assert share_of_year("weekly", date(2026, 7, 2), 2026) == Fraction(183, 365)
    assert share_of_year("event", date(2026, 12, 31), 2026) == 1
    assert share_of_year("weekly", date(2027, 1, 3), 2026) == 1


@pytest.mark.parametrize(
    ("schedule", "code", "window", "due"),
    [
        (Schedule("quarterly"), "2026-Q3", (date(2026, 7, 1), date(2026, 9, 30)), (2026, 10, 5)),
        (Schedule("quarterly"), "2026-Q4", (date(2026, 10, 1), date(2026, 12, 31)), (2027, 1, 5)),
        (Schedule("halfyearly", month_offset=0), "2026-H1", (date(2026, 1, 1), date(2026, 6, 30)), (2026, 6, 5)),
        (Schedule("halfyearly"), "2026-H2", (date(2026, 7, 1), date(2026, 12, 31)), (2027, 1, 5)),
        (Schedule("ninemonths"), "2026-9M", (date(2026, 1, 1), date(2026, 9, 30)), (2026, 10, 5)),
        (WEEKLY, "2026-W45", (date(2026, 11, 2), date(2026, 11, 8)), (2026, 11, 6)),
        (WEEKLY, "2026-W53", (date(2026, 12, 28), date(2027, 1, 3)), (2027, 1, 1)),
    ],
)
def test_every_length_has_its_window_and_its_due_time(schedule, code, window, due):
    plan = plan_period(schedule, code, OFFICIAL)
    assert (plan.starts, plan.ends) == window
    assert plan.unit_due_at == midnight(*due)


def test_a_week_may_run_from_friday_to_thursday():
    plan = plan_period(replace(WEEKLY, window_start_day=5), "2026-W45", OFFICIAL)
    assert (plan.starts, plan.ends) == (date(2026, 10, 30), date(2026, 11, 5))


def test_a_quarter_from_day_15_runs_to_day_14_of_its_last_month():
    plan = plan_period(Schedule("quarterly", window_start_day=15), "2026-Q1", OFFICIAL)
    assert (plan.starts, plan.ends) == (date(2025, 12, 15), date(2026, 3, 14))


@pytest.mark.parametrize("code", ["2025-W53", "2026-W00", "2026-W54", "2026-W5", "2026-45", "2026-Q1", "yc-kiem-tra"])
def test_a_bad_week_is_refused_with_a_sentence(code):
    with translation.override("vi"), pytest.raises(BadPeriodCode, match="không phải là tuần"):
        plan_period(WEEKLY, code, OFFICIAL)


@pytest.mark.parametrize("frequency", PERIODIC)
def test_each_length_refuses_the_codes_of_every_other(frequency):
    codes = {"2026-W45", "2026-10", "2026-Q3", "2026-H1", "2026-9M", "2026", "yc-kiem-tra"}
    own = {code for code in codes if (found := named(code)) and found.frequency == frequency}
    for code in codes - own:
        with pytest.raises(BadPeriodCode):
            plan_period(usual(frequency), code, OFFICIAL)
    assert len(own) == 1


def test_what_is_asked_for_has_no_schedule():
    with pytest.raises(BadSchedule):
        Schedule("event")


@pytest.mark.parametrize("setting", [{"unit_day": 0}, {"ward_day": 8}, {"window_start_day": 8}, {"lead_days": 15}])
def test_the_days_of_a_week_are_seven(setting):
    with pytest.raises(BadSchedule):
        replace(WEEKLY, **setting)


def usual(frequency):
    return WEEKLY if frequency == "weekly" else Schedule(frequency)


SCHEDULES = st.sampled_from(PERIODIC).flatmap(
    lambda frequency: st.builds(
        Schedule,
        st.just(frequency),
        unit_day=st.integers(1, 3),
        ward_day=st.integers(4, 7 if frequency == "weekly" else 28),
        month_offset=st.integers(0, 3),
        due_month=st.integers(1, 12),
        inclusive=st.booleans(),
        day_off=st.sampled_from(["none", "next", "previous"]),
        window_start_day=st.integers(1, 7 if frequency == "weekly" else 28),
        lead_days=st.integers(1, 14 if frequency == "weekly" else 90),
    )
)
DAYS = st.integers(date(2024, 1, 1).toordinal(), date(2030, 12, 31).toordinal()).map(date.fromordinal)
MOMENTS = st.integers(0, 60_000).map(lambda hours: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=hours))


@given(SCHEDULES, DAYS)
def test_the_data_of_periods_that_follow_each_other_touch_and_never_overlap(schedule, day):
    first = of_day(schedule.frequency, day)
    one, two = (plan_period(schedule, each.code, OFFICIAL) for each in (first, first.moved(1)))
    assert one.starts <= one.ends < two.starts
    gap = two.starts - one.ends
    assert gap == timedelta(days=1) or schedule.frequency == "ninemonths"


@given(SCHEDULES, DAYS)
def test_a_period_opens_then_units_are_due_then_the_ward(schedule, day):
    plan = plan_period(schedule, of_day(schedule.frequency, day).code, OFFICIAL)
    assert plan.opens_at < plan.unit_due_at <= plan.ward_due_at
    assert 0 < share_of_year(schedule.frequency, plan.ends, plan.year) <= 1


@given(SCHEDULES, MOMENTS)
def test_what_the_clock_opens_are_the_newest_whose_time_has_come(schedule, now):
    codes = codes_open_on(schedule, now, OFFICIAL, since=date(2020, 1, 1))
    assert len(codes) == 2
    plans = [plan_period(schedule, code, OFFICIAL) for code in codes]
    assert all(plan.opens_at <= now for plan in plans)
    coming = plan_period(schedule, named(codes[-1]).moved(1).code, OFFICIAL)
    assert coming.opens_at > now or coming.opens_at == plans[-1].opens_at
