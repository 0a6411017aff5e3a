"""What a goal asks for, in the words of plans."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.workbook.sheets.cells import Cell, CellFault, TwoReadings
from units.workbook.words.goals import Goal, read_goal


@pytest.mark.parametrize(
    ("written", "comparison", "number"),
    [
        ("≥ 90%", "≥", 90),
        (">=90", "≥", 90),
        ("Trên 85%", "≥", 85),
        ("Từ 85% trở lên", "≥", 85),
        ("85% trở lên", "≥", 85),
        ("Tối thiểu 80", "≥", 80),
        ("Phấn đấu đạt trên 95%", "≥", 95),
        ("Không dưới 70%", "≥", 70),
        ("Không quá 5", "≤", 5),
        ("Dưới 3%", "≤", 3),
        ("3,5 trở xuống", "≤", Decimal("3.5")),
        ("100%", "=", 100),
        ("Đạt 100%", "=", 100),
        ("90 phần trăm", "=", 90),
    ],
)
def test_a_goal_is_read_with_its_comparison(written, comparison, number):
    assert read_goal(Cell(1, 1, written), "%") == Goal(Decimal(number), comparison, "%")


@pytest.mark.parametrize("written", ["Hoàn thành", "Đạt", "hoàn thành đúng hạn"])
def test_what_is_to_be_done_has_no_number(written):
    assert read_goal(Cell(1, 1, written), "") == Goal(None, "done")


@pytest.mark.parametrize(("written", "measure"), [("500 hồ sơ", "hồ sơ"), ("02 mô hình", "mô hình"), ("85%", "%")])
def test_what_is_written_beside_the_number_is_its_measure(written, measure):
    assert read_goal(Cell(1, 1, written), "").measure == measure


@pytest.mark.parametrize("written", ["0,98", 0.98, "1", "≥ 0,9"])
def test_a_share_of_one_where_percentages_are_asked_for_is_asked_about(written):
    with pytest.raises(TwoReadings) as raised:
        read_goal(Cell(1, 1, written), "%")
    assert raised.value.readings[1] == 100 * raised.value.readings[0]


def test_a_share_that_excel_shows_as_a_percentage_is_one():
    assert read_goal(Cell(1, 1, 0.98, "0%"), "%") == Goal(Decimal(98), "=", "%")


@pytest.mark.parametrize("written", ["80-90%", "tăng 5% so với năm 2025", "nhiều", "85 %%"])
def test_what_is_no_goal_is_refused_with_what_to_write(written):
    with pytest.raises(CellFault, match="không phải mục tiêu"):
        read_goal(Cell(1, 1, written), "%")


@given(st.text(max_size=30), st.sampled_from(["", "%", "hồ sơ"]))
def test_any_text_is_read_or_refused_with_a_sentence(written, measure):
    with suppress(CellFault):
        assert read_goal(Cell(1, 1, written), measure)
