"""Working hours on the calendar's days: what an allowance ends at, and what a pause is worth."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from approvals.clock import ZONE
from tests.workflows.official_days import OFFICIAL
from units.hours import USUAL, spans_of
from workflows.pure.hours import FACTORS, Hours, shortened

OFFICE = Hours(spans_of(""), OFFICIAL)
HOUR, MINUTE, TICK = timedelta(hours=1), timedelta(minutes=1), timedelta(microseconds=1)

moments = some.integers(0, 365 * 24 * 60).map(lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + minute * MINUTE)
works = some.integers(1, 60 * 60).map(lambda minutes: minutes * MINUTE)
quarters = some.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
spans = some.lists(quarters, min_size=4, max_size=4, unique=True).map(sorted)
offices = spans.map(lambda times: Hours(((times[0], times[1]), (times[2], times[3])), OFFICIAL))


def at(day: int, clock: str) -> datetime:
    return datetime.combine(datetime(2026, 11, day), time.fromisoformat(clock), ZONE)


@pytest.mark.parametrize(
    ("begins", "hours", "ends"),
    [
        (at(6, "09:00"), 1, at(6, "10:00")),
        (at(6, "11:00"), 1, at(6, "14:00")),  # over noon
        (at(6, "16:00"), 1, at(6, "17:00")),  # at the very end of the day
        (at(6, "16:30"), 1, at(9, "08:00")),  # over a weekend
        (at(7, "10:00"), 1, at(9, "08:30")),  # begun on a Saturday
        (at(23, "16:00"), 2, at(25, "08:30")),  # over 24/11, a holiday
        (at(6, "09:00"), 24, at(11, "10:30")),
    ],
)
def test_an_allowance_ends_within_working_hours(begins, hours, ends):
    assert OFFICE.end_of(begins, hours * HOUR) == ends


def test_the_usual_day_is_seven_hours_and_a_half():
    assert USUAL == "07:30–11:30, 13:30–17:00"
    assert OFFICE.between(at(6, "00:00"), at(7, "00:00")) == 7.5 * HOUR


def test_nothing_is_worked_at_night_and_backwards():
    assert OFFICE.between(at(6, "17:00"), at(9, "07:30")) == timedelta()
    assert OFFICE.between(at(9, "09:00"), at(6, "09:00")) == timedelta()
    assert OFFICE.next_day(at(6, "09:00")) == at(9, "07:30")


@given(offices, moments, works)
def test_what_is_worked_until_the_end_of_an_allowance_is_the_allowance(office, begins, work):
    assert office.between(begins, office.end_of(begins, work)) == work


@given(offices, moments, works)
def test_a_moment_before_the_end_the_allowance_is_not_over(office, begins, work):
    assert office.between(begins, office.end_of(begins, work) - TICK) < work


@given(offices, moments, works, works)
def test_two_pieces_of_work_end_when_both_together_do(office, begins, one, other):
    assert office.end_of(office.end_of(begins, one), other) == office.end_of(begins, one + other)


@given(moments, works, works, works)
def test_a_pause_takes_nothing_of_the_time_that_was_left(begins, allowance, until_paused, paused):
    due = OFFICE.end_of(begins, allowance)
    pausing = OFFICE.end_of(begins, until_paused)
    resuming = OFFICE.end_of(pausing, paused)
    moved = OFFICE.end_of(due, OFFICE.between(pausing, resuming))
    assert OFFICE.between(resuming, moved) == OFFICE.between(pausing, due)


@pytest.mark.parametrize(("urgency", "hours"), [(0, 16), (1, 8), (2, 4), (3, 2)])
def test_urgency_leaves_a_part_of_an_allowance(urgency, hours):
    assert shortened(16, urgency) == hours * HOUR


@given(some.integers(1, 240), some.sampled_from(list(FACTORS)))
def test_an_hour_is_always_left(allowance, urgency):
    assert HOUR <= shortened(allowance, urgency) <= allowance * HOUR
