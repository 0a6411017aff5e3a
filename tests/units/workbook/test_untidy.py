"""Untidy workbooks that say what the sample says are read the same."""

from datetime import datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from units.workbook import read_plan

from .workbooks import (
    TABLES,
    cell_of,
    decomposed,
    faults_of,
    read,
    rearranged,
    rewritten,
    sample,
    sample_plan,
    saved,
    typed_differently,
)

WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # a workbook takes 0.1 s: shrinking took minutes
TYPING = {
    "as it is": str,
    "NFD": decomposed,
    "with non-breaking spaces": lambda text: text.replace(" ", "\u00a0"),
    "with zero-width spaces": lambda text: "\u200b" + text.replace(" ", " \u200b") + "\ufeff",
    "with spaces around": lambda text: f"  {text.replace(' ', '   ')} ",
}


@pytest.mark.parametrize("how", TYPING)
def test_text_is_read_the_same_however_its_letters_are_stored(how):
    workbook = sample()
    typed_differently(workbook, TYPING[how])
    assert read(workbook) == sample_plan()


@settings(max_examples=25, deadline=None, phases=WITHOUT_SHRINKING, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_columns_rows_and_letters_in_any_order_read_the_same(data):
    workbook = sample()
    for title in TABLES:
        sheet = workbook[title]
        order = data.draw(st.permutations(range(sheet.max_column)))
        gaps = data.draw(st.sets(st.integers(0, sheet.max_row), max_size=4))
        rearranged(sheet, order=order, above=data.draw(st.integers(0, 3)), gaps=sorted(gaps))
    typed_differently(workbook, TYPING[data.draw(st.sampled_from(sorted(TYPING)))])
    assert read(workbook) == sample_plan()


def test_rows_in_another_order_are_the_same_plan():
    workbook = sample()
    sheet = workbook["Chỉ tiêu"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), start=2):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value
    assert read(workbook).digest() == sample_plan().digest()


def test_a_merged_cell_holds_for_all_its_rows():
    workbook = sample()
    workbook["Nhiệm vụ"].merge_cells("C2:C5")
    workbook["Nhiệm vụ"].merge_cells("C6:C11")
    assert workbook["Nhiệm vụ"]["C4"].value is None
    assert read(workbook) == sample_plan()


def test_titles_merged_over_the_whole_table_are_no_rows():
    workbook = sample()
    sheet = workbook["Nhiệm vụ"]
    rearranged(sheet, above=2)
    sheet["A1"] = "PHỤ LỤC 2. DANH MỤC NHIỆM VỤ NĂM 2026"
    sheet.merge_cells("A1:H1")
    sheet.insert_rows(4)
    sheet["A4"] = "I. Về quản trị, điều hành hoạt động của Ban Chỉ đạo"
    sheet.merge_cells("A4:H4")
    assert read(workbook) == sample_plan()


def test_headings_of_two_lines_are_found():
    workbook = sample()
    sheet = workbook["Nhiệm vụ"]
    rearranged(sheet, above=1)
    headings = [cell.value for cell in sheet[2]]
    for column, heading in enumerate(headings, start=1):
        sheet.cell(1, column, heading)
    sheet["F1"] = "Cơ quan thực hiện"
    sheet.merge_cells("F1:G1")
    for letter in "ABCDEH":
        sheet.merge_cells(f"{letter}1:{letter}2")
    assert read(workbook) == sample_plan()


def test_one_row_of_the_table_may_stand_on_two_lines():
    workbook = sample()
    sheet = workbook["Nhiệm vụ"]
    sheet.insert_rows(6)
    sheet["G5"], sheet["G6"] = "VP", "CA"
    for letter in "ABCDEFH":
        sheet.merge_cells(f"{letter}5:{letter}6")
    plan = read(workbook)
    assert len(plan.assignments) == 30
    assert plan.assignments[3] == sample_plan().assignments[3]


def test_numbers_of_columns_and_repeated_headings_are_no_rows():
    workbook = sample()
    sheet = workbook["Chỉ tiêu"]
    headings = [cell.value for cell in sheet[1]]
    sheet.insert_rows(12)
    for column, heading in enumerate(headings, start=1):
        sheet.cell(12, column, heading)
    sheet.insert_rows(2)
    for column in range(1, sheet.max_column + 1):
        sheet.cell(2, column, f"({column})")
    assert read(workbook) == sample_plan()


def test_headings_may_carry_remarks_line_breaks_and_capitals():
    workbook = sample()
    sheet = workbook["Chỉ tiêu"]
    sheet["A1"], sheet["C1"], sheet["D1"] = "TT", "Đơn vị tính (ĐVT)", "MỤC TIÊU\nNĂM 2026 (*)"
    sheet["G1"] = "Cơ quan\nchủ trì:"
    assert read(workbook) == sample_plan()


def test_the_goal_of_another_year_beside_it_is_not_the_goal():
    workbook = sample()
    sheet = workbook["Chỉ tiêu"]
    sheet.insert_cols(4)
    sheet["D1"] = "Mục tiêu năm 2025"
    for row in range(2, 22):
        sheet.cell(row, 4, 1)
    assert read(workbook) == sample_plan()


def test_totals_notes_and_signatures_below_a_table_are_no_rows():
    workbook = sample()
    for title in ("Đơn vị", "Nhóm nhiệm vụ", "Chỉ tiêu", "Nhiệm vụ", "Lịch báo cáo", "Nơi nhận"):
        workbook[title].append([])
        workbook[title].append(["Ghi chú: số liệu lấy từ phụ lục kèm theo."])
    workbook["Nhóm nhiệm vụ"].append(["Tổng cộng", None, 30])
    workbook["Nhiệm vụ"].append([None, "NGƯỜI LẬP BIỂU", None, None, None, "PHÓ TRƯỞNG BAN"])
    workbook["Đơn vị"].append(["Người lập", None, None, "Trưởng phòng"])
    assert read(workbook) == sample_plan()


def test_other_sheets_hidden_or_not_are_left_alone():
    workbook = sample()
    for title, state in (("Nháp", "visible"), ("Chỉ tiêu cũ", "hidden"), ("Danh mục", "veryHidden")):
        sheet = workbook.create_sheet(title, 0)
        sheet.append(["STT", "Chỉ tiêu", "#REF!"])
        sheet.sheet_state = state
    assert read(workbook) == sample_plan()


def test_a_visible_sheet_goes_before_a_hidden_one_of_the_same_title():
    workbook = sample()
    old = workbook.create_sheet(decomposed("Chỉ tiêu") + " ", 0)
    old.append(["STT", "Chỉ tiêu"])
    old.sheet_state = "hidden"
    assert read(workbook) == sample_plan()


def test_hidden_rows_columns_and_sheets_of_the_plan_count():
    workbook = sample()
    workbook["Nhiệm vụ"].row_dimensions[7].hidden = True
    workbook["Nhiệm vụ"].column_dimensions["H"].hidden = True
    workbook["Nơi nhận"].sheet_state = "hidden"
    assert read(workbook) == sample_plan()


@pytest.mark.parametrize(
    ("value", "number_format"),
    [("85%", "General"), ("85 %", "General"), (0.85, "0%"), (0.85, "0.00%"), ("85,0", "General"), (85.0, "0")],
)
def test_85_percent_is_85_however_it_is_typed(value, number_format):
    workbook = sample()
    cell = cell_of(workbook, "Chỉ tiêu", "Mục tiêu năm 2026", 2)
    cell.value, cell.number_format = value, number_format
    assert read(workbook).digest() == sample_plan().digest()


def test_a_goal_in_thousands_is_read_the_vietnamese_way():
    workbook = sample()
    cell_of(workbook, "Chỉ tiêu", "Mục tiêu năm 2026", 10).value = "6.000"
    cell_of(workbook, "Chỉ tiêu", "Mục tiêu năm 2026", 14).value = "1.234,5"
    goals = {indicator.number: indicator.goal for indicator in read(workbook).indicators}
    assert (goals[9], goals[13]) == (Decimal(6000), Decimal("1234.5"))


@pytest.mark.parametrize(
    "value", ["30/04/2026", "30-4-2026", "ngày 30 tháng 4 năm 2026", datetime(2026, 4, 30), datetime(2026, 4, 30, 17)]
)
def test_a_due_day_is_the_same_however_it_is_typed(value):
    workbook = sample()
    cell_of(workbook, "Nhiệm vụ", "Thời gian hoàn thành", 2).value = value
    assert read(workbook).digest() == sample_plan().digest()


def test_the_due_time_keeps_the_plan_s_own_words():
    workbook = sample()
    cell_of(workbook, "Nhiệm vụ", "Thời gian hoàn thành", 2).value = "ngày 30 tháng 4\u00a0năm 2026"
    assert read(workbook).assignments[0].due_text == "ngày 30 tháng 4 năm 2026"


@pytest.mark.parametrize(
    "value",
    [
        "VHXH; KTHTDT; TTPVHCC; TTDVC",
        "VHXH\nKTHTDT\nTTPVHCC\nTTDVC",
        "- VHXH\n- KTHTDT\n- TTPVHCC, TTDVC.",
        "vhxh, Phòng KT-HT-ĐT, TT PVHCC và TT DVC",
        "Phòng Văn hoá – Xã hội phường, Phòng Kinh tế, Hạ tầng và Đô thị phường, TT PVHCC, và TT DVC",
        "VHXH, KTHTDT, VHXH, TTPVHCC, TTDVC,",
    ],
)
def test_several_units_in_one_cell_are_told_apart(value):
    workbook = sample()
    cell_of(workbook, "Chỉ tiêu", "Cơ quan phối hợp", 12).value = value
    assert read(workbook) == sample_plan()


def test_names_that_hold_commas_and_conjunctions_stay_whole():
    workbook = sample()
    office, front = "Văn phòng HĐND và UBND phường", "Ủy ban Mặt trận Tổ quốc và các tổ chức chính trị - xã hội phường"
    cell_of(workbook, "Chỉ tiêu", "Cơ quan phối hợp", 13).value = f"{office} và {front}"
    assert read(workbook).indicators[11].cooperating == ("VP", "MTTQ")


@pytest.mark.parametrize("value", ["", "-", "Không", "không có"])
def test_nobody_need_cooperate(value):
    workbook = sample()
    cell_of(workbook, "Nhiệm vụ", "Cơ quan phối hợp", 2).value = value
    assert read(workbook).assignments[0].cooperating == ()


def test_a_lead_may_be_named_by_short_or_full_name():
    workbook = sample()
    cell_of(workbook, "Nhiệm vụ", "Cơ quan chủ trì", 2).value = "PHÒNG VĂN HÓA - XÃ HỘI PHƯỜNG"
    cell_of(workbook, "Nhiệm vụ", "Cơ quan chủ trì", 4).value = "Văn phòng"
    assert read(workbook) == sample_plan()


def test_a_unit_that_the_ward_has_already_may_be_named():
    workbook = sample()
    cell_of(workbook, "Nhiệm vụ", "Cơ quan phối hợp", 2).value = "QS"
    assert len(faults_of(workbook)) == 1
    assert read_plan(saved(workbook), known_units={"QS"}).assignments[0].cooperating == ("QS",)


def test_a_formula_counts_by_its_saved_result():
    def with_formula(part, content):
        old = b'<c r="D2" t="n"><v>85</v></c>'
        return content.replace(old, b'<c r="D2"><f>80+5</f><v>85</v></c>') if part.endswith("sheet4.xml") else content

    content = rewritten(with_formula)
    assert openpyxl.load_workbook(BytesIO(content))["Chỉ tiêu"]["D2"].value == "=80+5"
    assert read_plan(BytesIO(content)) == sample_plan()


def test_styled_cells_far_below_and_right_are_no_matter():
    workbook = sample()
    for row in (500, 60000):
        workbook["Chỉ tiêu"].cell(row, 300).font = Font(bold=True)
    assert openpyxl.load_workbook(saved(workbook))["Chỉ tiêu"].max_row == 60000
    assert read(workbook) == sample_plan()
