"""Ways of summing up and decimals, as a plan's workbook writes them."""

import pytest

from units.models import Aggregation
from units.workbook.plan.layouts import AGGREGATIONS

from .workbooks import cell_of, faults_of, read, sample, sample_plan

SHEET = "Chỉ tiêu"


def with_decimals(written, heading="Số thập phân"):
    """The sample with a column of decimals, filled in the first row alone."""
    workbook = sample()
    sheet = workbook[SHEET]
    column = sheet.max_column + 1
    sheet.cell(1, column, heading)
    sheet.cell(2, column, written)
    return workbook


@pytest.mark.parametrize(("written", "meaning"), AGGREGATIONS.items())
def test_each_way_of_summing_up_is_read_and_known_to_the_plan(written, meaning):
    workbook = sample()
    cell_of(workbook, SHEET, "Cách tổng hợp", 2).value = written.capitalize()
    assert read(workbook).indicators[0].aggregation == meaning
    assert meaning in Aggregation.values


@pytest.mark.parametrize(
    ("written", "way", "stock"),
    [
        ("tổng (thời điểm)", "sum", True),
        ("Tổng, thời kỳ", "sum", False),
        ("tử số/mẫu số thời điểm", "ratio", True),
        ("tử số / mẫu số - thời điểm", "ratio", True),
        ("Giá trị lớn nhất (Thời điểm)", "maximum", True),
        ("số đơn vị đạt (thời điểm)", "count", True),
        ("bình quân theo mẫu số (thời kỳ)", "mean", False),
        ("bình quân theo mẫu số", "mean", False),
        ("giá trị mới nhất", "latest", True),
        ("giá trị mới nhất (thời điểm)", "latest", True),
        ("Tỷ lệ", "ratio", False),
        ("tỉ lệ %", "ratio", False),
        ("Tỷ lệ ( % )", "ratio", False),
        ("tỷ lệ (thời điểm)", "ratio", True),
        ("Phần trăm.", "ratio", False),
        ("Cộng dồn", "sum", False),
        ("trung bình", "mean", False),
        ("Cao nhất", "maximum", False),
        ("Số đơn vị", "count", False),
        ("số cuối kỳ", "latest", True),
    ],
)
def test_a_way_says_in_peoples_own_words_whether_it_is_over_a_period_or_at_a_point_of_time(written, way, stock):
    workbook = sample()
    cell_of(workbook, SHEET, "Cách tổng hợp", 2).value = written
    first = read(workbook).indicators[0]
    assert (first.aggregation, first.stock) == (way, stock)


def test_other_words_are_refused_with_those_that_are_shown():
    workbook = sample()
    cell_of(workbook, SHEET, "Cách tổng hợp", 2).value = "lũy kế"
    (fault,) = faults_of(workbook)
    assert all(f"“{word}”" in fault.message for word in AGGREGATIONS)
    assert "cộng dồn" not in fault.message


@pytest.mark.parametrize("written", ["giá trị mới nhất (thời kỳ)", "tổng (cuối kỳ)", "thời điểm"])
def test_what_is_no_way_is_at_fault_in_its_cell(written):
    workbook = sample()
    cell_of(workbook, SHEET, "Cách tổng hợp", 2).value = written
    (fault,) = faults_of(workbook)
    assert (fault.sheet, fault.row, fault.column) == (SHEET, 2, "F")


def test_to_say_that_it_is_over_a_period_keeps_the_digest_and_at_a_point_of_time_does_not():
    plain, flow, stock = sample(), sample(), sample()
    for workbook, written in ((plain, "tổng"), (flow, "tổng (thời kỳ)"), (stock, "tổng (thời điểm)")):
        cell_of(workbook, SHEET, "Cách tổng hợp", 2).value = written
    assert read(plain).digest() == read(flow).digest() != read(stock).digest()


def test_every_way_that_the_plan_knows_can_be_written():
    assert set(AGGREGATIONS.values()) == set(Aggregation.values)


@pytest.mark.parametrize(("written", "decimals"), [(0, 0), ("1", 1), (4, 4), (None, 2), ("-", 2)])
def test_decimals_are_read_and_blank_is_the_usual(written, decimals):
    assert read(with_decimals(written)).indicators[0].decimals == decimals
    assert read(with_decimals(written, "Số chữ số thập phân")).indicators[0].decimals == decimals


def test_decimals_that_are_none_are_at_fault_in_their_cell():
    (fault,) = faults_of(with_decimals("hai"))
    assert (fault.sheet, fault.row, fault.column) == (SHEET, 2, "K")


def test_a_plan_without_the_column_is_whole_and_keeps_its_digest():
    assert faults_of(sample()) == ()
    assert read(with_decimals(2)).digest() == sample_plan().digest()
    assert read(with_decimals(1)).digest() != sample_plan().digest()
