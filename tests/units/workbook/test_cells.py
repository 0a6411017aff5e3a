"""One untidy cell at a time."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.workbook.sheets import cells
from units.workbook.sheets.cells import Cell, CellFault, folded, plain, tidy


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("85%", "85"),
        ("85 %", "85"),
        ("85\u00a0%", "85"),
        ("97,28%", "97.28"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234,5", "1234.5"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("0.850%", "0.85"),
        ("0", "0"),
        ("-3", "-3"),
        (85, "85"),
        (6000.0, "6000"),
        (1.1 + 2.2, "3.3"),
        (2.675, "2.675"),
    ],
)
def test_a_goal_is_read_exactly(written, number):
    assert str(cells.goal(Cell(2, 4, written), percent=True)) == number


@pytest.mark.parametrize(
    ("value", "number_format", "number"),
    [(0.85, "0%", "85"), (0.285, "0.0%", "28.5"), (1, "0.00%", "100"), (1.85, "0.00", "1.85"), (85, '0"%"', "85")],
)
def test_a_number_shown_as_percent_is_what_it_shows(value, number_format, number):
    assert str(cells.goal(Cell(2, 4, value, number_format), percent=True)) == number


@pytest.mark.parametrize(
    ("written", "readings"),
    [("87.500", ("87.5", "87500")), ("-1.234", ("-1.234", "-1234")), (0.955, ("0.955", "95.5")), (1, ("1", "100"))],
)
def test_a_percentage_that_can_be_meant_in_two_ways_is_asked_about(written, readings):
    for read in (cells.goal, cells.figure):
        with pytest.raises(cells.TwoReadings) as asked:
            read(Cell(2, 4, written), percent=True)
        assert asked.value.readings == tuple(map(Decimal, readings))


def test_three_digits_after_a_point_are_asked_about_in_a_figure_and_are_thousands_in_a_goal():
    with pytest.raises(cells.TwoReadings, match=r"87,5 hoặc là 87\.500"):
        cells.figure(Cell(2, 4, "87.500"), percent=False)
    assert cells.goal(Cell(2, 4, "6.000"), percent=False) == 6000
    assert cells.figure(Cell(2, 4, 87.5), percent=False) == Decimal("87.5")


@pytest.mark.parametrize("written", ["12\n345", "120\t135", "12 345"])
def test_two_numbers_in_a_cell_are_no_number(written):
    with pytest.raises(CellFault, match="không phải là số"):
        cells.figure(Cell(2, 4, written), percent=False)


@pytest.mark.parametrize("written", ["12\u200b345", "12\u00ad345%"])
def test_a_sign_that_nobody_sees_within_a_number_is_shown(written):
    with pytest.raises(CellFault, match=r"“12▯345”.*không nhìn thấy"):
        cells.figure(Cell(2, 4, written), percent=True)
    assert cells.figure(Cell(2, 4, "\u200b12.345,5\ufeff"), percent=True) == Decimal("12345.5")


@pytest.mark.parametrize(("value", "number_format"), [("85%", ""), (0.85, "0%")])
def test_a_percentage_of_another_measure_is_refused(value, number_format):
    with pytest.raises(CellFault, match="phần trăm"):
        cells.goal(Cell(2, 4, value, number_format), percent=False)


@pytest.mark.parametrize(
    "written", ["nhiều", "NaN", "1.234,5,6", "12 34", "8 5", "½", "--1", "٣", datetime(2026, 4, 30), True, float("inf")]
)
def test_a_goal_that_is_no_number_is_refused(written):
    with pytest.raises(CellFault, match="không phải là số"):
        cells.goal(Cell(2, 4, written), percent=True)


@pytest.mark.parametrize("written", ["1000000000000", 10**400, "0,00001"])
def test_a_goal_with_more_digits_than_can_be_kept_is_refused(written):
    with pytest.raises(CellFault, match="quá nhiều chữ số"):
        cells.goal(Cell(2, 4, written), percent=False)


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_a_goal_typed_the_vietnamese_way_is_read_back(number):
    vietnamese = f"{number:,.4f}".translate(str.maketrans(",.", ".,"))
    assert cells.goal(Cell(2, 4, vietnamese), percent=False) == number


@given(st.decimals(min_value=0, max_value=10**6, places=4))
def test_a_goal_kept_as_a_float_loses_and_gains_nothing(number):
    assert cells.goal(Cell(2, 4, float(number)), percent=False) == number


@pytest.mark.parametrize(
    "written",
    [
        "30/4/2026",
        "30/04/2026",
        "30-4-2026",
        "30.4.2026",
        "ngày 30 tháng 4 năm 2026",
        "Ngày 30 tháng 04 năm 2026",
        "\u00a030/4/2026\u200b",
        "2026-04-30",
        datetime(2026, 4, 30),
        datetime(2026, 4, 30, 17, 0),
        date(2026, 4, 30),
    ],
)
def test_a_day_is_read_however_it_is_typed(written):
    assert cells.day(Cell(2, 5, written)) == date(2026, 4, 30)


@pytest.mark.parametrize(
    "written", ["31/4/2026", "4/30/2026", "30/4", "30/4/26", "30/4-2026", "tháng 4", 46142, datetime(1900, 1, 5)]
)
def test_what_is_no_day_is_refused(written):
    with pytest.raises(CellFault, match="không phải ngày hợp lệ"):
        cells.day(Cell(2, 5, written))


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("05", (5, None)),
        (5, (5, None)),
        ("ngày 05", (5, None)),
        ("trước ngày 05 hằng tháng", (5, None)),
        ("05/12", (5, 12)),
        ("ngày 5 tháng 12", (5, 12)),
        (datetime(2026, 12, 5), (5, 12)),
    ],
)
def test_a_day_of_the_schedule_has_a_month_or_none(written, found):
    assert cells.day_and_month(Cell(2, 2, written)) == found


@pytest.mark.parametrize("written", ["31", "29", "0", "31/11", "29/2", "05/13", "đầu tháng"])
def test_a_day_that_some_month_or_year_lacks_is_refused(written):
    with pytest.raises(CellFault, match="không phải ngày gửi"):
        cells.day_and_month(Cell(2, 2, written))


def test_text_comes_out_composed_and_without_what_nobody_sees():
    assert (
        tidy("  Pho\u0300ng\u00a0Va\u0306n\u200b  ho\u0301a\t-\ufeffXa\u0303 ho\u0323\u0302i ")
        == "Phòng Văn hóa -Xã hội"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phòng Văn hóa - Xã hội", "phòng  văn hoá – xã hội"),
        ("tử số/mẫu số", "TỬ SỐ / MẪU SỐ"),
        ("Thủy lợi", "Thuỷ lợi"),
        ("Đề án", "Ðề án"),
        ("Cơ quan\nchủ trì", "Cơ quan chủ trì:"),
    ],
)
def test_what_reads_alike_compares_alike(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("má", "mà"), ("hoa", "hóa"), ("đa", "da"), ("VP", "VPU"), ("ô", "o")])
def test_what_reads_otherwise_compares_otherwise(one, other):
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, ""), (766, "766"), (5.0, "5"), (datetime(2026, 4, 30), "30/4/2026"), ("a\r\n\nb", "a\nb")],
)
def test_a_cell_of_any_kind_can_be_text(value, shown):
    assert plain(Cell(1, 1, value)) == shown
