"""When something is due, in the words of plans."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.workbook.sheets.cells import CellFault
from units.workbook.words.due import Due, read_due

from .workbooks import faults_of, read, sample


@pytest.mark.parametrize(
    ("written", "recurring"),
    [
        ("Thường xuyên", "regular"),
        ("thường xuyên, liên tục", "regular"),
        ("Thường xuyên trong năm 2026", "regular"),
        ("Hàng ngày", "regular"),
        ("Hàng tuần", "weekly"),
        ("Hằng\u00a0tháng ", "monthly"),
        ("Thường xuyên, hằng tháng", "monthly"),
        ("HẰNG QUÝ", "quarterly"),
        ("Định kỳ hằng quý", "quarterly"),
        ("01 lần/quý", "quarterly"),
        ("Hằng năm", "annual"),
        ("Hàng năm", "annual"),
    ],
)
def test_what_recurs_is_read_with_either_spelling(written, recurring):
    assert read_due(written, 2026) == Due(recurring=recurring)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Quý II/2026", date(2026, 6, 30)),
        ("Quý IV năm 2026", date(2026, 12, 31)),
        ("quý 1", date(2026, 3, 31)),
        ("Tháng 6/2026", date(2026, 6, 30)),
        ("T6/2026", date(2026, 6, 30)),
        ("06/2026", date(2026, 6, 30)),
        ("Trong tháng 9", date(2026, 9, 30)),
        ("Tháng 2/2028", date(2028, 2, 29)),
        ("6 tháng đầu năm", date(2026, 6, 30)),
        ("9 tháng đầu năm 2026", date(2026, 9, 30)),
        ("6 tháng cuối năm", date(2026, 12, 31)),
        ("Năm 2026", date(2026, 12, 31)),
        ("2026", date(2026, 12, 31)),
        ("Cuối năm", date(2026, 12, 31)),
        ("30/6", date(2026, 6, 30)),
        ("30/6/26", date(2026, 6, 30)),
        ("Chậm nhất ngày 15/7/2026", date(2026, 7, 15)),
        ("Từ 01/5 đến 30/6/2026", date(2026, 6, 30)),
        ("Quý II - Quý III/2026", date(2026, 9, 30)),
    ],
)
def test_a_time_is_due_on_its_last_day(written, day):
    assert read_due(written, 2026) == Due(day)


@pytest.mark.parametrize("written", ["Trước 30/6/2026", "trước ngày 30 tháng 6 năm 2026", "Hoàn thành trước 30/6"])
def test_before_a_day_names_the_day_and_says_so(written):
    assert read_due(written, 2026) == Due(date(2026, 6, 30), before=True)


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_every_day_is_read_however_its_year_is_told(day):
    assert read_due(f"{day:%d/%m}", day.year).on == read_due(f"{day.day}.{day.month}.{day.year}", None).on == day


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_a_sentence(written):
    with suppress(CellFault):
        assert read_due(written, 2026)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("31/02/2026", "không có ngày này"),
        ("Tháng 13", "không có ngày này"),
        ("Trước tháng 9", "ngày đầu hoặc ngày cuối"),
        ("Tháng 5, tháng 9", "nhiều thời hạn"),
        ("Sớm nhất có thể", "không phải thời hạn"),
        ("30/6 - " * 5000, "không phải thời hạn"),
    ],
)
def test_what_is_no_due_time_is_refused_with_what_to_write(written, words):
    with pytest.raises(CellFault, match=words):
        read_due(written, 2026)


def test_without_a_year_anywhere_the_year_is_asked_for():
    with pytest.raises(CellFault, match="chưa ghi năm"):
        read_due("30/6", None)


def test_a_workbook_may_say_so_too_and_keeps_its_words():
    workbook = sample()
    workbook["Nhiệm vụ"]["E2"] = "Quý II/2026"
    workbook["Nhiệm vụ"]["E3"] = "Thường xuyên"
    first, second = read(workbook).assignments[:2]
    assert (first.due_on, first.due_text) == (date(2026, 6, 30), "Quý II/2026")
    assert (second.due_on, second.recurring, second.due_text) == (None, "regular", "Thường xuyên")


def test_a_workbook_with_no_due_time_is_refused_by_place():
    workbook = sample()
    workbook["Nhiệm vụ"]["E2"] = "Khi có điều kiện"
    assert [(fault.row, fault.column) for fault in faults_of(workbook)] == [(2, "E")]


def test_each_quarter_ends_with_its_third_month():
    ends = [read_due(f"Quý {quarter}/2026", None).on for quarter in ("I", "II", "III", "IV")]
    assert [(day + timedelta(days=1)).month for day in ends if day] == [4, 7, 10, 1]
