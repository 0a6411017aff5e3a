"""The shipped sample is read whole."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from units.workbook import AssignmentRow, IndicatorRow, ScheduleRow, UnitRow

from .workbooks import read, sample, sample_plan


def test_the_plan_s_own_facts_are_read():
    plan = sample_plan()
    assert (plan.number, plan.issued_on, plan.year) == ("01/KH-BCĐ", date(2026, 4, 10), 2026)
    assert (plan.ward_name, plan.province, plan.place) == ("Minh Xuân", "Tuyên Quang", "Minh Xuân")
    assert (plan.coordinating_unit, plan.province_recipient) == ("VHXH", "Sở Khoa học và Công nghệ")
    assert (plan.signer_authority, plan.signer_title) == ("KT. TRƯỞNG BAN CHỈ ĐẠO", "PHÓ TRƯỞNG BAN CHỈ ĐẠO")
    assert plan.title.startswith("Hoạt động năm 2026 của Ban Chỉ đạo")
    assert plan.note.startswith("Nội dung chỉ tiêu và nhiệm vụ là dữ liệu mẫu")


def test_every_row_of_every_table_is_read():
    plan = sample_plan()
    assert [indicator.number for indicator in plan.indicators] == list(range(1, 21))
    assert [assignment.number for assignment in plan.assignments] == list(range(1, 31))
    assert [group.count for group in plan.groups] == [4, 6, 3, 4, 5, 2, 2, 2, 1, 1]
    assert (len(plan.units), len(plan.recipients), plan.recipients[-1]) == (9, 9, "Lưu: VT")


def test_a_unit_keeps_its_names():
    assert sample_plan().units[2] == UnitRow(
        "KTHTDT",
        "Phòng Kinh tế, Hạ tầng và Đô thị phường",
        "Phòng KT-HT-ĐT",
        "Phòng chuyên môn",
        "Tham mưu bố trí kinh phí",
    )


def test_an_indicator_has_goal_direction_and_aggregation():
    name = "Số sự cố mất an toàn thông tin mạng trên hệ thống của phường"
    assert sample_plan().indicators[19] == IndicatorRow(
        20, name, "sự cố", Decimal(0), "down", "sum", "CA", ("VHXH", "VP"), numerator_words="", denominator_words=""
    )
    assert {indicator.aggregation for indicator in sample_plan().indicators} == {"sum", "ratio", "latest"}


def test_each_indicator_of_the_sample_is_of_a_flow_or_of_a_stock():
    """What comes in within a month adds up; what stands at its end, or is surveyed or scored, never does."""
    told = {indicator.number: (indicator.aggregation, indicator.stock) for indicator in sample_plan().indicators}
    flows = dict.fromkeys((1, 2, 3, 4, 11), ("ratio", False)) | dict.fromkeys((9, 13, 14, 19, 20), ("sum", False))
    stocks = dict.fromkeys((8, 10, 12, 16), ("ratio", True)) | dict.fromkeys((5, 6, 7, 15, 17, 18), ("latest", True))
    assert told == flows | stocks


def test_an_assignment_is_due_on_a_day_or_again_and_again():
    dated, quarterly = sample_plan().assignments[1:3]
    assert dated == AssignmentRow(
        2,
        "Ban hành quy chế hoạt động của Ban Chỉ đạo",
        "I",
        "Quy chế",
        date(2026, 5, 15),
        "",
        "15/5/2026",
        "VHXH",
        ("VP",),
        "Trưởng Ban Chỉ đạo",
    )
    assert (quarterly.due_on, quarterly.recurring, quarterly.due_text) == (None, "quarterly", "Hằng quý")


def test_the_schedule_has_days_and_for_the_year_months():
    assert sample_plan().schedule == (
        ScheduleRow("monthly", 5, None, 10, None, "Phần IV.1, IV.2"),
        ScheduleRow("annual", 5, 12, 10, 12, "Phần IV.1, IV.2"),
    )


def test_reading_twice_gives_one_digest():
    assert read(sample()).digest() == sample_plan().digest()


def test_one_other_word_gives_another_digest():
    plan = sample_plan()
    other = replace(plan.assignments[0], product="Quyết định")
    assert replace(plan, assignments=(other, *plan.assignments[1:])).digest() != plan.digest()


def test_how_a_due_time_is_typed_does_not_change_the_digest():
    plan = sample_plan()
    other = replace(plan.assignments[0], due_text="ngày 30 tháng 4 năm 2026")
    assert replace(plan, assignments=(other, *plan.assignments[1:])).digest() == plan.digest()


def test_columns_that_may_be_left_out_are_usual_where_they_are():
    plan = sample_plan()
    assert {(row.bounded, row.cumulative) for row in plan.indicators} == {(True, False)}


def test_a_running_total_and_an_open_percentage_are_read_from_their_columns():
    workbook = sample()
    sheet = workbook["Chỉ tiêu"]
    heading = next(row for row in sheet.iter_rows() if row[0].value == "STT")
    place = max(cell.column for cell in heading if cell.value)
    for offset, (title, value) in enumerate((("Lũy kế", "có"), ("Không quá 100%", "không")), start=1):
        sheet.cell(heading[0].row, place + offset, title)
        sheet.cell(heading[0].row + 1, place + offset, value)
    first, *others = read(workbook).indicators
    assert (first.bounded, first.cumulative) == (False, True)
    assert {(row.bounded, row.cumulative) for row in others} == {(True, False)}
    assert read(workbook).digest() != sample_plan().digest()
