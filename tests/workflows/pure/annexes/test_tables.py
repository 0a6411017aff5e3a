"""Tables of any layout, from Word, Excel and the clipboard."""

import time

import pytest
from docx.oxml.ns import qn

from .annexes import GOALS, TASKS, add_table, document, goal, of_document, of_workbook, only, pasted, task, workbook


def test_columns_are_found_by_their_headings_in_any_order():
    row = only(
        pasted(
            ["Thời hạn hoàn thành", "Đơn vị phối hợp", "Cơ quan chủ trì", "Nhiệm vụ", "TT"],
            ["30/6", "CA", "VP", "Việc", "7"],
        )
    )
    assert (row.number, row.text, row.lead, row.cooperating, row.due_written) == (7, "Việc", "VP", ("CA",), "30/6")


def test_the_mapping_is_shown_with_columns_that_are_not_ours():
    annex = pasted([*TASKS, "Ghi chú"], [*task(), "x"])
    assert annex.mappings[0].columns[-2:] == ((5, "Thời gian", "due"), (6, "Ghi chú", ""))


def test_a_chosen_mapping_holds_instead_of_the_found_one():
    row = only(
        pasted([*TASKS, "Ghi chú"], [*task(), "CA"], chosen={"Bảng đã dán": {1: "number", 2: "text", 6: "lead"}})
    )
    assert (row.lead, row.due_written) == ("CA", "")


def test_of_the_goals_of_several_years_the_plans_year_is_taken():
    headings = ["STT", "Chỉ tiêu", "ĐVT", "Mục tiêu năm 2025", "Mục tiêu năm 2026", "Chủ trì"]
    assert only(pasted(headings, ["1", "Tỷ lệ", "%", "70", "80", "VP"])).goal == 80


def test_a_quoted_cell_keeps_its_lines_and_quotes():
    row = only(pasted(TASKS, ["1", '"Việc ""lớn""\nvà dài"', "VP", '"Công an\nPhòng VH-XH"', "Quý II"]))
    assert (row.text, row.cooperating) == ('Việc "lớn" và dài', ("CA", "VHXH"))


def test_a_quote_that_never_closes_swallows_nothing():
    assert len(pasted(TASKS, task('"Việc dở'), task(number="2")).rows) == 2


def test_titles_with_roman_numbers_are_groups():
    rows = pasted(TASKS, ["I", "Về hạ tầng"], task(), ["II.", "Về dữ liệu"], task(number="2")).rows
    assert [row.group for row in rows] == ["I. Về hạ tầng", "II. Về dữ liệu"]


def test_a_number_above_numbers_that_count_on_from_it_is_a_group():
    annex = pasted(TASKS, ["1", "Về hạ tầng"], task(number="1.1"), task(number="1.2"))
    assert [(row.number, row.group) for row in annex.rows] == [(1, "1. Về hạ tầng"), (2, "1. Về hạ tầng")]
    assert sum("đánh số lại" in note for note in annex.notes) == 1


def test_numbers_that_begin_anew_in_each_group_are_counted_through():
    annex = pasted(TASKS, ["I", "Một"], task(), ["II", "Hai"], task(), task(number="2"))
    assert [row.number for row in annex.rows] == [1, 2, 3]


def test_a_line_without_a_number_goes_on_from_the_row_above():
    row = only(pasted(TASKS, task("Tổ chức hội nghị"), ["", "tập huấn cho cán bộ", "", "Công an", ""]))
    assert (row.text, row.cooperating) == ("Tổ chức hội nghị tập huấn cho cán bộ", ("CA",))


def test_totals_column_numbers_and_signatures_are_no_rows():
    annex = pasted(TASKS, ["(1)", "(2)", "(3)", "(4)", "(5)"], task(), ["", "Tổng cộng", "1"], ["Nơi nhận:"])
    assert len(annex.rows) == 1
    assert len(annex.left_out) == 2


def test_headings_repeated_on_the_next_page_are_no_row():
    assert len(pasted(TASKS, task(), TASKS, task(number="2")).rows) == 2


def test_indicators_and_assignments_may_stand_in_one_sheet():
    annex = pasted(GOALS, goal("90"), TASKS, task())
    assert [(row.kind, row.number) for row in annex.rows] == [("indicator", 1), ("assignment", 1)]


def test_half_a_row_is_doubted():
    annex = pasted(TASKS, task(), ["2", "Việc", "VP"])
    assert annex.rows[0].number == 2
    assert "bị cụt" in annex.rows[0].doubts[0].sentence


def test_headings_of_two_rows_and_merged_cells_of_word_are_read():
    made = document()
    made.add_paragraph("Phụ lục nhiệm vụ năm 2026")
    table = add_table(
        made,
        [
            ["TT", "Nhiệm vụ", "Cơ quan thực hiện", "", "Thời gian"],
            ["", "", "Chủ trì", "Phối hợp", ""],
            ["I", "Về hạ tầng", "", "", ""],
            ["1", "Việc một", "Công an", "VP", "Quý II"],
            ["2", "Việc hai", "", "VP", "Quý III"],
        ],
    )
    for column in (0, 1, 4):
        table.cell(0, column).merge(table.cell(1, column))
    table.cell(0, 2).merge(table.cell(0, 3))
    table.cell(2, 1).merge(table.cell(2, 4))
    table.cell(3, 2).merge(table.cell(4, 2))
    annex = of_document(made)
    assert [(row.lead, row.cooperating, row.group) for row in annex.rows] == [("CA", ("VP",), "I. Về hạ tầng")] * 2
    assert annex.year == 2026


@pytest.mark.parametrize("count", ["²", "9" * 5000])
def test_a_cell_of_word_that_spans_no_number_is_one_cell(count):
    made = document()
    table = add_table(made, [GOALS, goal("98")])
    table.cell(1, 0)._tc.get_or_add_tcPr()._add_gridSpan().set(qn("w:val"), count)
    assert only(of_document(made)).goal == 98


def test_a_table_torn_in_two_goes_on_in_the_next():
    made = document()
    add_table(made, [TASKS, task()])
    made.add_paragraph("")
    add_table(made, [task(number="2")])
    annex = of_document(made, year=2026)
    assert [row.number for row in annex.rows] == [1, 2]
    assert any("phần tiếp theo" in note for note in annex.notes)


def test_a_table_within_a_cell_is_read_as_its_text_and_told():
    made = document()
    table = add_table(made, [TASKS, task(others="")])
    table.cell(1, 3).add_table(1, 1).cell(0, 0).text = "Công an"
    annex = of_document(made, year=2026)
    assert only(annex).cooperating == ("CA",)
    assert any("một bảng khác" in note for note in annex.notes)


def test_an_excel_sheet_of_any_layout_is_read():
    made = workbook([[], ["", "CHỈ TIÊU NĂM 2026"], [], ["", *GOALS], ["", 1, "Tỷ lệ", "%", 0.9, "Công an"]])
    made.active["E5"].number_format = "0%"
    row = only(of_workbook(made))
    assert (row.goal, row.goal_written, row.lead) == (90, "90%", "CA")


def test_hidden_rows_and_columns_are_read_and_told():
    made = workbook([TASKS, task(), task(number="2")])
    made.active.row_dimensions[3].hidden = True
    made.active.column_dimensions["D"].hidden = True
    made.active["D2"] = "CA"
    annex = of_workbook(made, year=2026)
    assert len(annex.rows) == 2
    assert ["dòng 3" in note for note in annex.notes] == [True, False]
    assert "cột D" in annex.notes[1]


def test_three_hundred_rows_are_read_within_two_seconds():
    lines = [
        task(f"Việc {number}", number=str(number), lead=f"Công an phường {number % 50}") for number in range(1, 301)
    ]
    begun = time.process_time()
    assert len(pasted(TASKS, *lines).rows) == 300
    assert time.process_time() - begun < 2
