"""How a figure reads in prose."""

from dataclasses import replace
from decimal import Decimal

import pytest

from workflows.pure.quoted import BEFORE, BETTER, LACKING, SAME, WORSE, Quoted, comparison, counts, phrases

D = Decimal
RATE = Quoted(1, "Tỷ lệ", "%", 1, D(80), D(7), D("61.44"), "amber")
IDEAS = Quoted(2, "Số sáng kiến", "sáng kiến", 0, D(10), D(1), D(5), "green")
INCIDENTS = Quoted(3, "Số sự cố", "sự cố", 0, D(0), D(1), D(2), "red", "down")
OVERDUE = Quoted(4, "Hồ sơ quá hạn", "hồ sơ", 0, D(0), D(0), D(3), "red", "down")


@pytest.mark.parametrize(
    ("figure", "outcome"),
    [
        (RATE, "đạt 61,4%"),
        (IDEAS, "đạt 05 sáng kiến"),
        (replace(IDEAS, year_value=D(12)), "đạt 12 sáng kiến"),
        (replace(IDEAS, year_value=D(0)), "chưa có kết quả"),
        (replace(RATE, year_value=D("0.04")), "chưa có kết quả"),
        (replace(IDEAS, value=None, year_value=None), "chưa có số liệu"),
        (replace(IDEAS, year_value=None), "đạt 01 sáng kiến"),  # of a period outside the year
        (INCIDENTS, "xảy ra 02 sự cố"),
        (replace(INCIDENTS, year_value=D(0)), "không xảy ra sự cố"),
        (OVERDUE, "ở mức 03 hồ sơ"),
        (replace(OVERDUE, year_value=D(0)), "không phát sinh"),
    ],
)
def test_what_came_of_it_is_a_phrase_and_zero_is_said_in_words(figure, outcome):
    assert dict(phrases(figure))["kết quả"] == outcome


@pytest.mark.parametrize(
    ("figure", "required"),
    [
        (RATE, "mục tiêu 80%"),
        (replace(IDEAS, goal=D(8)), "mục tiêu 08 sáng kiến"),
        (INCIDENTS, "mục tiêu không để xảy ra sự cố"),
        (OVERDUE, "mục tiêu không để phát sinh"),
        (replace(OVERDUE, goal=D(5)), "mục tiêu không quá 05 hồ sơ"),
        (replace(RATE, goal=D(0), direction="down"), "mục tiêu 0%"),
    ],
)
def test_what_the_plan_asks_for_is_a_phrase_and_nothing_is_no_limit(figure, required):
    assert dict(phrases(figure))["yêu cầu"] == required


@pytest.mark.parametrize(
    ("figure", "how", "words"),
    [
        (replace(RATE, before=D("5.5")), BETTER, "tăng 1,5 điểm phần trăm"),
        (replace(IDEAS, before=D(3)), WORSE, "giảm 02 sáng kiến"),
        (replace(INCIDENTS, before=D(0)), WORSE, "tăng 01 sự cố"),
        (replace(RATE, before=D("7.04")), SAME, "không thay đổi"),
        (RATE, "", "chưa có số liệu để so sánh"),
        (replace(RATE, value=None, before=D(5)), "", "chưa có số liệu để so sánh"),
        (replace(IDEAS, before_lacks="Công an"), LACKING, "thiếu số liệu so sánh của Công an"),
        (
            replace(IDEAS, before_lacks="Công an; Tổ dân phố (tháng 5 năm 2026)"),
            LACKING,
            "thiếu số liệu so sánh của Công an; Tổ dân phố tháng 5 năm 2026",
        ),
    ],
)
def test_a_figure_is_told_beside_the_period_before_as_the_document_shows_both(figure, how, words):
    assert comparison(figure, BEFORE) == how
    assert dict(phrases(figure))["so với kỳ trước"] == words


def test_all_none_and_some_on_time_read_differently():
    def on_time(*lights):
        return dict(counts([replace(IDEAS, light=light) for light in lights]))["đạt tiến độ"]

    assert on_time("green", "green") == "cả 02 chỉ tiêu"
    assert on_time("green", "red") == "01/02 chỉ tiêu"
    assert on_time("red", "red") == "chưa có chỉ tiêu nào trong 02 chỉ tiêu"
