"""Periods by their codes, and how documents name them."""

import pytest

from workflows.pure.period_words import (
    next_period,
    period_before,
    period_words,
    title_words,
    to_date_words,
    year_before,
)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("2026-01", "tháng 01 năm 2026"),
        ("2026-02", "tháng 02 năm 2026"),
        ("2026-03", "tháng 3 năm 2026"),
        ("2026-10", "tháng 10 năm 2026"),
        ("2026", "năm 2026"),
    ],
)
def test_months_are_written_as_the_decree_writes_dates(code, words):
    assert period_words(code) == words


def test_periods_follow_each_other_across_the_year():
    assert (next_period("2026-12"), period_before("2027-01"), next_period("2026")) == ("2027-01", "2026-12", "2027")


def test_a_year_before_is_the_same_month_and_a_year_has_none():
    assert (year_before("2026-10"), year_before("2026")) == ("2025-10", "")


def test_a_heading_names_the_year_only_where_it_is_another():
    assert title_words("2026-11", "2026-10") == "tháng 11"
    assert title_words("2027-01", "2026-12") == "tháng 01 năm 2027"
    assert title_words("2027", "2026") == "năm 2027"


def test_what_covers_the_year_so_far_says_so():
    assert (to_date_words("2026-01"), to_date_words("2026")) == (
        "Lũy kế đến hết tháng 01 năm 2026",
        "Lũy kế năm 2026",
    )
