"""A plan that does not hold is refused, with every fault and its place at once."""

from datetime import datetime

import pytest

from units.models import Assignment, AssignmentGroup, Indicator, Plan, Unit
from units.workbook import Fault, read_plan
from units.workbook.plan import layouts
from workflows.plans.imports.annex_forms import FRONT

from .workbooks import SAMPLE, cell_of, faults_of, places_of, rearranged, sample, sample_plan

FRONT_FIELDS = {label: field for field, label in FRONT.items()}
SPOILED = [
    ("Chỉ tiêu", "Cơ quan chủ trì", "Sở Xây dựng", "G", "“Sở Xây dựng” không có trên trang “Đơn vị”"),
    ("Chỉ tiêu", "Cơ quan chủ trì", "VP, CA", "G", "Chỉ một cơ quan chủ trì"),
    ("Chỉ tiêu", "Cơ quan chủ trì", None, "G", "Thiếu cơ quan chủ trì"),
    ("Chỉ tiêu", "Cơ quan phối hợp", "VP, Đội thuế và TCNS", "H", "“Đội thuế” không có trên trang “Đơn vị”"),
    ("Chỉ tiêu", "Cơ quan phối hợp", "VP, TTPVHCC", "H", "“TTPVHCC” đã là cơ quan chủ trì"),
    ("Chỉ tiêu", "Mục tiêu năm 2026", "nhiều", "D", "“nhiều” không phải là số"),
    ("Chỉ tiêu", "Mục tiêu năm 2026", None, "D", "Thiếu mục tiêu"),
    ("Chỉ tiêu", "Mục tiêu năm 2026", datetime(2026, 3, 1), "D", "không phải là số"),
    ("Chỉ tiêu", "Chiều hướng", "ngang", "E", "Ghi một trong: “tăng”, “giảm”"),
    ("Chỉ tiêu", "Cách tổng hợp", "lũy kế", "F", "“tổng”, “tử số/mẫu số”, “giá trị mới nhất”"),
    ("Chỉ tiêu", "Cách tổng hợp", None, "F", "Thiếu cách tổng hợp"),
    ("Chỉ tiêu", "Đơn vị tính", None, "C", "Thiếu đơn vị tính"),
    ("Chỉ tiêu", "Chỉ tiêu", None, "B", "Thiếu tên chỉ tiêu"),
    ("Chỉ tiêu", "STT", "một", "A", "“một” không phải số thứ tự"),
    ("Chỉ tiêu", "STT", None, "A", "Thiếu số thứ tự"),
    ("Nhiệm vụ", "Cơ quan chủ trì", None, "F", "Thiếu “rõ người, rõ trách nhiệm”"),
    ("Nhiệm vụ", "Nhiệm vụ", None, "B", "Thiếu “rõ việc”"),
    ("Nhiệm vụ", "Thời gian hoàn thành", "…", "E", "Thiếu “rõ thời gian”"),
    ("Nhiệm vụ", "Thời gian hoàn thành", "31/4/2026", "E", "“31/4/2026”: không có ngày này"),
    ("Nhiệm vụ", "Sản phẩm", "-", "D", "Thiếu “rõ sản phẩm”"),
    ("Nhiệm vụ", "Thẩm quyền", " \u00a0 ", "H", "Thiếu “rõ thẩm quyền”"),
    ("Lịch báo cáo", "Kỳ", "Báo cáo tuần", "A", "“Báo cáo tuần” không hợp lệ"),
    ("Lịch báo cáo", "Đơn vị gửi trước ngày", "05/12", "B", "Báo cáo tháng chỉ ghi ngày"),
    ("Lịch báo cáo", "Đơn vị gửi trước ngày", "15", "C", "Hạn gửi báo cáo tổng hợp sớm hơn hạn của đơn vị"),
    ("Đơn vị", "Tên đơn vị", None, "B", "Thiếu tên đơn vị"),
    ("Nơi nhận", "Nơi nhận", None, "B", "Thiếu nơi nhận"),
]


@pytest.mark.parametrize(("sheet", "heading", "value", "column", "message"), SPOILED)
def test_a_cell_at_fault_is_named_by_sheet_row_and_column(sheet, heading, value, column, message):
    workbook = sample()
    cell_of(workbook, sheet, heading, 2).value = value
    (fault,) = faults_of(workbook)
    assert (fault.sheet, fault.row, fault.column) == (sheet, 2, column)
    assert message in fault.message


@pytest.mark.parametrize(
    ("row", "value", "message"),
    [
        (3, "hôm qua", "không phải ngày hợp lệ"),
        (4, "năm nay", "không phải năm"),
        (10, "Sở Nội vụ", "không có trên trang “Đơn vị”"),
        (15, None, "Mục “Người ký” còn trống"),
        (16, 19, "Kế hoạch ghi 19 nhưng trang “Chỉ tiêu” có 20 dòng"),
        (16, "hai mươi", "không phải số lượng"),
    ],
)
def test_a_fact_of_the_plan_at_fault_is_named(row, value, message):
    workbook = sample()
    workbook["Kế hoạch"].cell(row, 2).value = value
    (fault,) = faults_of(workbook)
    assert (fault.sheet, fault.row, fault.column) == ("Kế hoạch", row, "B")
    assert message in fault.message


def test_a_fact_that_is_missing_or_stands_twice_is_named():
    workbook = sample()
    workbook["Kế hoạch"]["A15"] = "Số, ký hiệu"
    second, missing = sorted(faults_of(workbook), key=lambda fault: fault.row or 99)
    assert (second.row, second.column) == (15, "A")
    assert missing == Fault("Kế hoạch", None, None, "Thiếu mục “Người ký”. Bổ sung một dòng cho mục này.")


def test_a_number_that_stands_twice_is_named_with_the_first():
    workbook = sample()
    cell_of(workbook, "Chỉ tiêu", "STT", 9).value = 3
    cell_of(workbook, "Nhiệm vụ", "STT", 31).value = "01"
    assert places_of(workbook) == [("Chỉ tiêu", 9, "A"), ("Nhiệm vụ", 31, "A")]
    assert "“3” trùng với dòng 4" in faults_of(workbook)[0].message


def test_codes_and_names_of_units_and_groups_stand_once():
    workbook = sample()
    cell_of(workbook, "Đơn vị", "Tên ngắn", 4).value = "CÔNG AN"
    workbook["Đơn vị"].append(["vp", "Văn phòng khác", "VPK", "Văn phòng", ""])
    assert places_of(workbook) == [("Đơn vị", 4, "C"), ("Đơn vị", 11, "A")]


def test_a_missing_indicator_does_not_agree_with_the_plan_s_count():
    workbook = sample()
    workbook["Chỉ tiêu"].delete_rows(21)
    assert places_of(workbook) == [("Kế hoạch", 16, "B")]


def test_a_missing_assignment_agrees_with_neither_plan_nor_group():
    workbook = sample()
    workbook["Nhiệm vụ"].delete_rows(3)
    assert places_of(workbook) == [("Kế hoạch", 17, "B"), ("Nhóm nhiệm vụ", 2, "C")]


def test_groups_that_announce_more_than_the_plan_are_named():
    workbook = sample()
    cell_of(workbook, "Nhóm nhiệm vụ", "Số nhiệm vụ", 2).value = 5
    messages = [fault.message for fault in faults_of(workbook)]
    assert "Kế hoạch ghi 30 nhiệm vụ nhưng các nhóm cộng lại là 31. Sửa cho khớp." in messages
    assert "Nhóm I ghi 5 nhiệm vụ nhưng trang “Nhiệm vụ” có 4. Sửa cho khớp." in messages


def test_an_assignment_of_no_group_is_named_and_missed_in_its_own():
    workbook = sample()
    cell_of(workbook, "Nhiệm vụ", "Mã nhóm", 2).value = "XI"
    assert places_of(workbook) == [("Nhóm nhiệm vụ", 2, "C"), ("Nhiệm vụ", 2, "C")]


@pytest.mark.parametrize(
    "title", ["Kế hoạch", "Đơn vị", "Nhóm nhiệm vụ", "Chỉ tiêu", "Nhiệm vụ", "Lịch báo cáo", "Nơi nhận"]
)
def test_a_missing_sheet_is_the_one_fault(title):
    workbook = sample()
    del workbook[title]
    assert [(fault.sheet, fault.message) for fault in faults_of(workbook)] == [
        (title, f"Tệp Excel thiếu trang “{title}”. Bổ sung trang này.")
    ]


@pytest.mark.parametrize("heading", ["Cơ quan chủ trì", "Thời gian hoàn thành", "STT"])
def test_a_missing_column_is_named_once_by_its_heading_row(heading):
    workbook = sample()
    cell_of(workbook, "Nhiệm vụ", heading, 1).value = "Cột khác"
    rearranged(workbook["Nhiệm vụ"], above=2)
    assert faults_of(workbook) == (
        Fault("Nhiệm vụ", 3, None, f"Thiếu cột “{heading}”. Bổ sung cột này vào dòng tiêu đề."),
    )


def test_a_column_that_stands_twice_is_named():
    workbook = sample()
    workbook["Chỉ tiêu"]["I1"] = "Cơ quan chủ trì"
    assert places_of(workbook) == [("Chỉ tiêu", 1, "I")]


def test_a_sheet_without_headings_or_rows_is_named():
    workbook = sample()
    workbook["Nhiệm vụ"].delete_rows(1)
    workbook["Nơi nhận"].delete_rows(2, 20)
    headless, empty = faults_of(workbook)
    assert "Không tìm thấy dòng tiêu đề" in headless.message
    assert empty.message == "Trang “Nơi nhận” chưa có dòng nào. Bổ sung nội dung."


def test_two_visible_sheets_of_one_title_are_refused():
    workbook = sample()
    workbook.copy_worksheet(workbook["Nơi nhận"]).title = "Nơi  nhận"
    assert [fault.message for fault in faults_of(workbook)] == ["Có hai trang cùng tên “Nơi nhận”. Chỉ giữ một trang."]


def test_a_formula_without_result_and_an_error_are_no_values():
    workbook = sample()
    cell_of(workbook, "Chỉ tiêu", "Mục tiêu năm 2026", 2).value = "=80+5"
    cell_of(workbook, "Chỉ tiêu", "Chỉ tiêu", 3).value = "#REF!"
    uncalculated, error = faults_of(workbook)
    assert (uncalculated.row, uncalculated.column) == (2, "D")
    assert "Công thức chưa có kết quả" in uncalculated.message
    assert "#REF!" in error.message


def test_values_beyond_any_plan_are_refused():
    workbook = sample()
    workbook["Nơi nhận"].cell(70000, 1).value = "x"
    assert [(fault.sheet, fault.row) for fault in faults_of(workbook)] == [("Nơi nhận", None)]


def test_all_faults_are_told_at_once_in_the_order_of_the_workbook():
    workbook = sample()
    for sheet, heading, row in (
        ("Nhiệm vụ", "Thẩm quyền", 20),
        ("Nhiệm vụ", "Sản phẩm", 20),
        ("Nhiệm vụ", "Sản phẩm", 5),
        ("Chỉ tiêu", "Mục tiêu năm 2026", 8),
        ("Nơi nhận", "Nơi nhận", 3),
    ):
        cell_of(workbook, sheet, heading, row).value = None
    assert places_of(workbook) == [
        ("Chỉ tiêu", 8, "D"),
        ("Nhiệm vụ", 5, "D"),
        ("Nhiệm vụ", 20, "D"),
        ("Nhiệm vụ", 20, "H"),
        ("Nơi nhận", 3, "B"),
    ]


def test_the_shipped_sample_has_no_fault():
    with SAMPLE.open("rb") as file:
        assert read_plan(file) == sample_plan()


@pytest.mark.parametrize(
    ("sheet", "heading", "most"),
    [
        ("Đơn vị", "Tên đơn vị", 200),
        ("Đơn vị", "Tên ngắn", 60),
        ("Chỉ tiêu", "Chỉ tiêu", 500),
        ("Chỉ tiêu", "Đơn vị tính", 60),
        ("Nhiệm vụ", "Sản phẩm", 300),
        ("Nhiệm vụ", "Thẩm quyền", 200),
        ("Nơi nhận", "Nơi nhận", 300),
    ],
)
def test_words_that_are_longer_than_they_are_kept_are_at_fault(sheet, heading, most):
    workbook = sample()
    cell_of(workbook, sheet, heading, 2).value = "x" * (most + 1)
    assert f"tối đa {most}" in faults_of(workbook)[0].message
    cell_of(workbook, sheet, heading, 2).value = "x" * most
    assert not any("tối đa" in fault.message for fault in faults_of(workbook))


@pytest.mark.parametrize("row", [2, 5, 6, 11, 15])
def test_facts_of_the_plan_that_are_too_long_are_at_fault(row):
    workbook = sample()
    workbook["Kế hoạch"].cell(row, 2).value = "x" * 600
    assert any("Mục này có 600 ký tự" in fault.message for fault in faults_of(workbook))


def test_lengths_of_the_workbook_are_those_of_the_tables():
    """By the column of the sheet, where it is kept."""
    kept = {
        layouts.UNITS: (
            Unit,
            {"code": "code", "name": "name", "short_name": "short_name", "kind": "kind", "role": "duty"},
        ),
        layouts.GROUPS: (AssignmentGroup, {"code": "code", "name": "name"}),
        layouts.indicators(2026): (Indicator, {"name": "name", "measure": "measure"}),
        layouts.ASSIGNMENTS: (
            Assignment,
            {"name": "name", "product": "product", "due": "due_text", "authority": "authority"},
        ),
    }
    for layout, (model, columns) in kept.items():
        longest = {column.name: column.longest for column in layout.columns}
        for column, field in columns.items():
            assert longest[column] == model._meta.get_field(field).max_length, (layout.sheet, column)
    facts = {label: FRONT_FIELDS[label] for label in layouts.FACTS if label in FRONT_FIELDS}
    assert {label: layouts.FACTS[label] for label in facts} == {
        label: Plan._meta.get_field(field).max_length for label, field in facts.items()
    }


def test_a_running_number_is_one_that_can_be_kept():
    workbook = sample()
    cell_of(workbook, "Chỉ tiêu", "STT", 2).value = 40000
    assert "không phải số thứ tự" in faults_of(workbook)[0].message
