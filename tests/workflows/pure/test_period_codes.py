"""What codes of periods name, and the periods around them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.pure.period_codes import (
    PERIODIC,
    coming_days,
    ended_on,
    named,
    next_period,
    of_day,
    period_before,
    year_before,
)

DAYS = st.integers(date(2001, 1, 1).toordinal(), date(2099, 12, 31).toordinal()).map(date.fromordinal)


@given(st.sampled_from(PERIODIC), DAYS)
def test_the_code_of_a_days_period_names_it_again(frequency, day):
    found = of_day(frequency, day)
    assert named(found.code) == found
    assert found.first <= day
    assert day <= found.last or frequency == "ninemonths"


@given(st.sampled_from(PERIODIC), DAYS, st.integers(-60, 60))
def test_moving_there_and_back_is_staying(frequency, day, by):
    found = of_day(frequency, day)
    assert found.moved(by).moved(-by) == found
    assert (found.moved(by).first > found.first) == (by > 0)


@given(st.sampled_from(PERIODIC), DAYS)
def test_what_comes_next_comes_later_and_begins_where_the_period_ends(frequency, day):
    code = of_day(frequency, day).code
    assert ended_on(code) < ended_on(next_period(code))
    assert period_before(next_period(code)) == code
    assert coming_days(code)[0] == ended_on(code) + timedelta(days=1)


@pytest.mark.parametrize(
    ("code", "before", "same"),
    [
        ("2026-10", "2026-09", "2025-10"),
        ("2027-01", "2026-12", "2026-01"),
        ("2026", "2025", ""),
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        ("2026-H1", "2025-H2", "2025-H1"),
        ("2026-9M", "2025-9M", ""),
        ("2027-W01", "2026-W53", "2026-W01"),
        ("2026-W53", "2026-W52", ""),
        ("yc-ra-soat", "", ""),
    ],
)
def test_a_period_is_compared_with_the_one_before_and_the_same_of_the_year_before(code, before, same):
    assert (period_before(code), year_before(code)) == (before, same)


def test_what_ended_later_comes_later_whatever_its_code():
    codes = ["2026-9M", "2026-H1", "2026-10", "2026-Q1", "2026-W45", "2026", "2026-09"]
    ordered = sorted(codes, key=ended_on)
    assert ordered == ["2026-Q1", "2026-H1", "2026-9M", "2026-09", "2026-10", "2026-W45", "2026"]


@pytest.mark.parametrize(
    "code", ["", "2026-13", "2026-Q5", "2026-H3", "2025-W53", "26-10", "2026-10\n", "yc-2026", "٢٠٢٦"]
)
def test_any_other_code_names_nothing(code):
    assert named(code) is None
