"""Working days of 2026 and the way to a due time."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from tests.workflows.official_days import OFFICIAL, OFFICIAL_2026
from workflows.pure.calendar import Slack, last_day, slack, words

BEFORE_5_NOVEMBER = datetime(2026, 11, 4, 17, tzinfo=UTC)


def test_each_official_row_departs_from_monday_to_friday_and_stands_once():
    days = [day for day, _, _ in OFFICIAL_2026]
    assert days == sorted(set(days))
    assert all(working == (day.weekday() >= 5) for day, working, _ in OFFICIAL_2026)


@pytest.mark.parametrize(
    "day", [(1, 2), (2, 14), (2, 20), (2, 22), (4, 26), (4, 27), (5, 1), (8, 29), (8, 31), (9, 2), (11, 24), (12, 5)]
)
def test_a_day_off_is_not_worked(day):
    assert not OFFICIAL.is_working(date(2026, *day))


@pytest.mark.parametrize("day", [(1, 5), (1, 10), (2, 13), (2, 23), (8, 22), (9, 3), (11, 23), (11, 25)])
def test_other_days_and_working_saturdays_are_worked(day):
    assert OFFICIAL.is_working(date(2026, *day))


def test_the_due_days_on_days_off_in_2026_are_those_of_the_reference():
    days = [date(2026, month, day) for month in range(2, 13) for day in (5, 10)]
    found = [f"{day:%d/%m}" for day in days if not OFFICIAL.is_working(day)]
    assert found == ["05/04", "10/05", "05/07", "05/09", "10/10", "05/12"]


def test_the_next_working_day_after_tet_is_the_23rd():
    assert OFFICIAL.next_working(date(2026, 2, 14)) == date(2026, 2, 23)


def test_the_working_day_before_tet_is_the_13th():
    assert OFFICIAL.previous_working(date(2026, 2, 22)) == date(2026, 2, 13)


def test_a_working_day_moves_nowhere():
    day = date(2026, 11, 4)
    assert OFFICIAL.next_working(day) == day
    assert OFFICIAL.previous_working(day) == day


def test_the_first_day_is_not_counted_and_the_last_is():
    assert OFFICIAL.working_days_between(date(2026, 11, 2), date(2026, 11, 4)) == 2


def test_tet_holds_no_working_day():
    assert OFFICIAL.working_days_between(date(2026, 2, 13), date(2026, 2, 22)) == 0


def test_no_day_lies_between_a_day_and_an_earlier_one():
    assert OFFICIAL.working_days_between(date(2026, 11, 4), date(2026, 11, 2)) == 0


def test_the_last_day_of_an_exclusive_due_time_is_the_day_before():
    assert last_day(BEFORE_5_NOVEMBER) == date(2026, 11, 4)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 2, 2, tzinfo=UTC), Slack(False, 2, None)),
        (datetime(2026, 11, 3, 16, 59, tzinfo=UTC), Slack(False, 1, None)),
        (datetime(2026, 11, 3, 17, 0, tzinfo=UTC), Slack(False, 0, 24)),
        (datetime(2026, 11, 4, 13, 30, tzinfo=UTC), Slack(False, 0, 3)),
        (datetime(2026, 11, 4, 16, 59, 59, tzinfo=UTC), Slack(False, 0, 0)),
        (datetime(2026, 11, 4, 17, 0, tzinfo=UTC), Slack(True, 0, 0)),
        (datetime(2026, 11, 5, 16, 59, tzinfo=UTC), Slack(True, 0, 23)),
        (datetime(2026, 11, 5, 17, 0, tzinfo=UTC), Slack(True, 1, None)),
        (datetime(2026, 11, 9, 2, tzinfo=UTC), Slack(True, 2, None)),
    ],
)
def test_slack_counts_working_days_and_the_last_hours(now, expected):
    assert slack(now, BEFORE_5_NOVEMBER, OFFICIAL) == expected


def test_the_holiday_of_24_november_is_no_working_day_left():
    now, due_at = datetime(2026, 11, 23, 2, tzinfo=UTC), datetime(2026, 11, 25, 17, tzinfo=UTC)
    assert slack(now, due_at, OFFICIAL).working_days == 1


@pytest.mark.parametrize(
    ("given", "vietnamese", "english"),
    [
        (Slack(False, 2, None), "còn 2 ngày làm việc", "2 working days left"),
        (Slack(False, 0, 3), "còn 3 giờ", "3 hours left"),
        (Slack(False, 0, 0), "còn dưới 1 giờ", "less than an hour left"),
        (Slack(False, 0, 49), "còn 2 ngày", "2 days left"),
        (Slack(True, 1, None), "quá hạn 1 ngày làm việc", "1 working day late"),
        (Slack(True, 0, 2), "quá hạn 2 giờ", "2 hours late"),
        (Slack(True, 0, 1), "quá hạn 1 giờ", "1 hour late"),
        (Slack(True, 0, 0), "quá hạn dưới 1 giờ", "less than an hour late"),
        (Slack(True, 0, 24), "quá hạn 1 ngày", "1 day late"),
    ],
)
def test_slack_reads_well_in_both_languages(given, vietnamese, english):
    with translation.override("vi"):
        assert words(given) == vietnamese
    with translation.override("en"):
        assert words(given) == english
