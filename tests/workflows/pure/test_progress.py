"""How an assignment stands: late only after its day, and never late for want of a report."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.pure.progress import AssignmentStatus, Moment, goes_on, standing

NOVEMBER = date(2026, 11, 30)
STATUSES = ("", "not_started", "in_progress", "done")


@pytest.mark.parametrize(
    ("due_on", "reported_on", "late"),
    [
        (date(2026, 11, 30), date(2026, 11, 29), False),
        (date(2026, 11, 30), date(2026, 11, 30), False),
        (date(2026, 11, 30), date(2026, 12, 1), True),
        (date(2026, 11, 30), date(2026, 12, 3), True),
        (date(2026, 12, 1), date(2026, 12, 3), False),
        (date(2026, 11, 10), date(2026, 11, 11), True),
        (None, date(2026, 12, 3), False),
    ],
)
def test_it_is_late_once_its_day_has_passed_and_lies_within_the_period(due_on, reported_on, late):
    assert Moment(NOVEMBER, reported_on).is_late(due_on) == late


@pytest.mark.parametrize(
    ("reported", "last", "late", "stands"),
    [
        ("done", "", True, AssignmentStatus("done")),
        ("in_progress", "done", True, AssignmentStatus("late")),
        ("not_started", "", False, AssignmentStatus("not_started")),
        ("", "done", True, AssignmentStatus("done", kept=True)),
        ("", "in_progress", False, AssignmentStatus("in_progress", kept=True)),
        ("", "in_progress", True, AssignmentStatus("overdue_silent", kept=True)),
        ("", "", True, AssignmentStatus("not_reported")),
    ],
)
def test_what_is_not_reported_stands_as_it_was_last_accepted(reported, last, late, stands):
    assert standing(reported, last, late=late) == stands


@given(st.sampled_from(STATUSES), st.dates(), st.dates(), st.integers(0, 60))
def test_silence_neither_undoes_what_is_done_nor_makes_anything_late(status, due_on, ends, days):
    late = Moment(ends, ends + timedelta(days=days) if ends < date.max - timedelta(60) else ends).is_late(due_on)
    reported, silent = standing(status, status, late=late), standing("", status, late=late)
    assert (reported.status == "done") == (silent.status == "done")
    assert silent.status != "late"


@pytest.mark.parametrize(
    ("recurring", "month", "again"),
    [
        *[("quarterly", month, month < 10) for month in (3, 9, 10, 12)],
        *[(often, month, month < 12) for often in ("monthly", "weekly", "regular") for month in (1, 11, 12)],
        *[("annual", 1, False), ("", 1, False)],
    ],
)
def test_what_recurs_goes_on_until_it_comes_for_the_last_time_in_the_year(recurring, month, again):
    assert goes_on(recurring, date(2026, month, 28)) == again
