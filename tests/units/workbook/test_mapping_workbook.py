from datetime import date
from io import BytesIO

import pytest
from django.utils.translation import override

from units.workbook import UnreadableWorkbook, read_mapping

from .mapping_workbooks import FORM, LINE_COLUMNS, faults_of, places_of, read, sample, workbook
from .workbooks import decomposed, typed_differently

SHARE = ("2", "766", "Hồ sơ đúng hạn", "tỷ lệ", 2, "lũy kế", "%→tỷ lệ", 4)


@pytest.fixture(autouse=True)
def vietnamese():
    with override("vi"):
        yield


def test_sample_is_read_whole_and_says_that_it_is_a_sample():
    content = read(sample())
    assert [form.code for form in content.forms] == ["766", "PARINDEX", "NQ57"]
    assert all("MẪU" in form.note for form in content.forms)
    assert len(content.lines) == 21


def test_one_indicator_feeds_several_forms_each_in_its_own_way():
    fed = [line for line in read(sample()).lines if line.indicator == 2]
    assert [(line.form, line.measure, line.conversion, line.decimals) for line in fed] == [
        ("766", "tỷ lệ", "%→tỷ lệ", 4),
        ("PARINDEX", "%", "", 1),
    ]


def test_a_line_without_an_indicator_is_left_to_be_filled_in_by_hand():
    line = read(workbook(("1", "766", "Công khai", "điểm", None, None, None, 2))).lines[0]
    assert (line.indicator, line.source_measure, line.conversion) == (None, "", "")


def test_what_may_be_left_out_takes_the_usual():
    line = read(workbook(("9", "766", "Hồ sơ", "hồ sơ", 9, None, None, None))).lines[0]
    assert (line.which, line.decimals) == ("year", 2)


def test_untidy_cells_say_the_same():
    untidy = sample()
    typed_differently(untidy, lambda text: decomposed(f"  {text} "))
    assert read(untidy).digest() == read(sample()).digest()


def test_a_form_code_merged_over_its_lines_stands_for_each():
    made = workbook(SHARE, ("3", None, "Hồ sơ", "hồ sơ", 9, None, None, 0))
    made["Dòng"].merge_cells("B2:B3")
    assert [(line.code, line.form) for line in read(made).lines] == [("2", "766"), ("3", "766")]


def test_another_measure_of_the_indicator_is_other_content():
    before = read(workbook(SHARE)).digest()
    assert read(workbook(SHARE), {"01/KH-BCĐ": {2: "phần trăm (%)"}}).digest() != before


@pytest.mark.parametrize(
    ("line", "column", "says"),
    [
        (("2", "766", "Tên", "%", 21, None, None, 2), "E", "không có chỉ tiêu 21"),
        (("2", "766", "Tên", "%", "hai", None, None, 2), "E", "hai"),
        (("2", "767", "Tên", "%", 2, None, None, 2), "B", "767"),
        (("2", None, "Tên", "%", 2, None, None, 2), "B", "Thiếu biểu"),
        (("2 a", "766", "Tên", "%", 2, None, None, 2), "A", "không phải mã"),
        ((date(2026, 1, 1), "766", "Tên", "%", 2, None, None, 2), "A", "ngày tháng"),
        (("2", "766", None, "%", 2, None, None, 2), "C", "Thiếu nội dung"),
        (("2", "766", "Tên", None, 2, None, None, 2), "D", "Thiếu đơn vị tính"),
        (("2", "766", "Tên", "m" * 61, 9, None, "×1", 2), "D", "tối đa 60"),
        (("2", "766", "Tên", "tỷ lệ", 2, None, None, 4), "G", "Chỉ tiêu tính bằng “%”"),
        (("2", "766", "Tên", "tỷ lệ", 9, None, "%→tỷ lệ", 4), "G", "không bắt đầu từ"),
        (("2", "766", "Tên", "%", 2, None, "%→tỷ lệ", 4), "G", "không cho ra"),
        (("2", "766", "Tên", "nghìn", 9, None, "chia 1000", 2), "G", "không phải cách quy đổi"),
        (("2", "766", "Tên", "nghìn", None, None, "÷1000", 2), "G", "không có gì để quy đổi"),
        (("2", "766", "Tên", "%", 2, "cả năm", None, 2), "F", "lũy kế"),
        (("2", "766", "Tên", "%", 2, None, None, 7), "H", "7"),
    ],
)
def test_each_fault_is_told_by_its_place(line, column, says):
    (fault,) = faults_of(workbook(("1", "766", "Dòng đúng", "%", 2, None, None, 2), line))
    assert (fault.sheet, fault.row, fault.column) == ("Dòng", 3, column)
    assert says in fault.message


def test_all_faults_are_told_at_once_in_the_order_of_sheets_and_rows():
    forms = (("766", None, "Căn cứ", "Tỉnh", "99/KH"), FORM, ("NQ57", "Tên", "Căn cứ", "Tỉnh", "01/KH-BCĐ"))
    made = workbook(("2", "766", "Tên", "%", 2, None, "sai", 2), SHARE, forms=forms)
    assert places_of(made) == [
        ("Biểu", 2, "B"),
        ("Biểu", 2, "E"),
        ("Biểu", 3, "A"),
        ("Biểu", 4, "A"),
        ("Dòng", 2, "G"),
        ("Dòng", 3, "A"),
    ]


def test_the_same_code_may_stand_in_two_forms_but_not_twice_in_one():
    forms = (FORM, ("NQ57", "Tên", "Căn cứ", "Tỉnh", "01/KH-BCĐ"))
    other = ("2", "NQ57", "Hồ sơ", "hồ sơ", 9, None, None, 0)
    assert places_of(workbook(SHARE, other, forms=forms)) == []
    assert places_of(workbook(SHARE, other, SHARE, forms=forms)) == [("Dòng", 4, "A")]


def test_a_missing_sheet_and_a_missing_column_are_named():
    made = workbook(SHARE)
    del made["Biểu"]
    made["Dòng"].delete_cols(LINE_COLUMNS.index("Quy đổi") + 1)
    assert places_of(made) == [("Biểu", None, None), ("Dòng", 1, None)]


def test_empty_tables_are_at_fault():
    assert [fault[0] for fault in places_of(workbook(forms=()))] == ["Biểu", "Dòng"]


def test_what_is_no_workbook_is_refused_as_a_whole():
    with pytest.raises(UnreadableWorkbook):
        read_mapping(BytesIO(b"%PDF-1.7"), plans={})
