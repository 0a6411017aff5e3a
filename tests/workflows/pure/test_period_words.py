"""How documents and pages name periods."""

import pytest

from workflows.pure.period_words import (
    before_words,
    coming_title,
    coming_words,
    joined,
    period_words,
    short_words,
    to_date_words,
    with_codes,
)


@pytest.mark.parametrize(
    ("code", "words", "short"),
    [
        ("2026-01", "tháng 01 năm 2026", "tháng 1/2026"),
        ("2026-02", "tháng 02 năm 2026", "tháng 2/2026"),
        ("2026-03", "tháng 3 năm 2026", "tháng 3/2026"),
        ("2026-10", "tháng 10 năm 2026", "tháng 10/2026"),
        ("2026", "năm 2026", "năm 2026"),
        ("2026-Q3", "quý III năm 2026", "quý III/2026"),
        ("2026-H1", "6 tháng đầu năm 2026", "6 tháng đầu năm 2026"),
        ("2026-H2", "6 tháng cuối năm 2026", "6 tháng cuối năm 2026"),
        ("2026-9M", "9 tháng năm 2026", "9 tháng năm 2026"),
        ("2026-W45", "tuần 45 năm 2026", "tuần 45/2026"),
        ("2026-W05", "tuần 05 năm 2026", "tuần 05/2026"),
        ("yc-ra-soat", "kỳ báo cáo", "kỳ báo cáo"),
    ],
)
def test_periods_are_written_as_the_decree_writes_dates_and_said_as_people_say_them(code, words, short):
    assert (period_words(code), short_words(code)) == (words, short)


@pytest.mark.parametrize(
    ("code", "coming", "title", "before"),
    [
        ("2026-10", "tháng 11 năm 2026", "tháng 11", "tháng 9 năm 2026"),
        ("2026-12", "tháng 01 năm 2027", "tháng 01 năm 2027", "tháng 11 năm 2026"),
        ("2026", "năm 2027", "năm 2027", "năm 2025"),
        ("2026-Q3", "quý IV năm 2026", "quý IV", "quý II năm 2026"),
        ("2026-H1", "6 tháng cuối năm 2026", "6 tháng cuối năm", "6 tháng cuối năm 2025"),
        ("2026-9M", "3 tháng cuối năm 2026", "3 tháng cuối năm", "9 tháng năm 2025"),
        ("2026-W52", "tuần 53 năm 2026", "tuần 53", "tuần 51 năm 2026"),
        ("2026-W53", "tuần 01 năm 2027", "tuần 01 năm 2027", "tuần 52 năm 2026"),
        ("yc-ra-soat", "thời gian tới", "thời gian tới", "kỳ trước"),
    ],
)
def test_a_report_looks_ahead_and_back_and_a_heading_names_the_year_only_where_it_is_another(
    code, coming, title, before
):
    assert (coming_words(code), coming_title(code), before_words(code)) == (coming, title, before)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("2026-01", "Lũy kế đến hết tháng 01 năm 2026"),
        ("2026", "Năm 2026"),
        ("2026-Q3", "Lũy kế đến hết quý III năm 2026"),
        ("2026-H1", "Lũy kế 6 tháng đầu năm 2026"),
        ("2026-H2", "Lũy kế năm 2026"),
        ("2026-9M", "Lũy kế 9 tháng năm 2026"),
        ("yc-ra-soat", "Lũy kế từ đầu năm"),
    ],
)
def test_what_covers_the_year_so_far_says_so(code, words):
    assert to_date_words(code) == words


@pytest.mark.parametrize(
    ("name", "words", "whole"),
    [
        ("Báo cáo tháng", "tháng 4/2026", "Báo cáo tháng 4/2026"),
        ("Báo cáo năm", "năm 2026", "Báo cáo năm 2026"),
        ("Báo cáo quý", "quý III/2026", "Báo cáo quý III/2026"),
        ("Báo cáo 6 tháng", "6 tháng đầu năm 2026", "Báo cáo 6 tháng đầu năm 2026"),
        ("Báo cáo cải cách hành chính", "quý III/2026", "Báo cáo cải cách hành chính quý III/2026"),
    ],
)
def test_the_name_of_a_kind_and_its_period_say_once_what_both_say(name, words, whole):
    assert joined(name, words) == whole


@pytest.mark.parametrize(
    ("text", "coded"),
    [
        ("quý III/2026", "2026-Q3"),
        ("quy 3/2026 công an", "2026-Q3 công an"),
        ("quý IV năm 2026", "2026-Q4"),
        ("Quý II", "-Q2"),
        ("10/2026", "2026-10"),
        ("tháng 1/2027", "tháng 2027-01"),
        ("tuần 5/2026", "2026-W05"),
        ("6 tháng đầu năm 2026", "2026-H1"),
        ("6 thang cuoi nam", "-H2"),
        ("9 tháng năm 2026", "2026-9M"),
        ("09/BC-BCĐ quý báu", "09/BC-BCĐ quý báu"),
    ],
)
def test_periods_are_looked_for_as_they_are_written(text, coded):
    assert with_codes(text) == coded
