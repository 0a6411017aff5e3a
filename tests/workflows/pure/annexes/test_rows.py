"""What is read of one row, what is doubted, and what is said once."""

from datetime import date

import pytest

from workflows.pure.annexes import UnitNames, pasted_tables, read_annex

from .annexes import GOALS, TASKS, goal, only, pasted, task


def test_a_goal_stands_beside_its_words():
    row = only(pasted(GOALS, goal("Từ 85% trở lên")))
    assert (row.goal, row.comparison, row.goal_written, row.doubts) == (85, "≥", "Từ 85% trở lên", ())


def test_a_share_of_one_is_asked_about_with_both_readings():
    row = only(pasted(GOALS, goal("0,98")))
    assert row.goal is None
    assert row.doubts[0].proposals == ("0.98", "98")


def test_rows_in_doubt_come_first():
    annex = pasted(TASKS, task(), task(number="2", due="khi có điều kiện"), task(number="3"))
    assert [row.number for row in annex.rows] == [2, 1, 3]


def test_before_a_day_is_asked_about_once():
    rows = [task(number=str(number), due="Trước 30/6/2026") for number in (1, 2, 3)]
    annex = pasted(TASKS, *rows)
    assert len(annex.questions) == 1
    assert {(row.due_on, row.due_written, row.doubts) for row in annex.rows} == {
        (date(2026, 6, 30), "Trước 30/6/2026", ())
    }


@pytest.mark.parametrize(("counts", "day"), [(True, 30), (False, 29)])
def test_the_answer_to_it_moves_all_these_days(counts, day):
    annex = pasted(TASKS, task(due="Trước 30/6/2026"), before_counts=counts)
    assert (only(annex).due_on, annex.questions) == (date(2026, 6, day), ())


def test_a_leading_unit_among_the_cooperating_is_dropped_and_told_once():
    annex = pasted(TASKS, task(others="Công an, VP"), task(number="2", others="VP"))
    assert [row.cooperating for row in annex.rows] == [("CA",), ()]
    assert [note for note in annex.notes if "2 dòng" in note] == list(annex.notes)


def test_several_leading_units_are_doubted_and_none_is_lost():
    row = only(pasted(TASKS, task(lead="VP; Công an")))
    assert (row.lead, row.cooperating) == ("VP", ("CA",))
    assert "nhiều đơn vị chủ trì" in row.doubts[0].sentence


def test_leading_and_cooperating_units_may_stand_in_one_cell():
    row = only(pasted(TASKS, task(lead="Chủ trì: Công an. Phối hợp: VP, Phòng VH-XH")))
    assert (row.lead, row.cooperating, row.doubts) == ("CA", ("VP", "VHXH"), ())


def test_a_misspelt_unit_is_proposed_and_not_taken():
    row = only(pasted(TASKS, task(lead="Phòng Kinh tê, Hạ tầg và Đô thị")))
    assert row.lead == ""
    assert row.doubts[0].proposals == ("KTHTDT",)


def test_a_due_time_of_another_year_is_doubted():
    row = only(pasted(TASKS, task(due="30/6/2025")))
    assert "không thuộc năm 2026" in row.doubts[0].sentence


def test_an_annex_of_another_year_is_told():
    annex = pasted(TASKS, task(due="Quý II năm 2025"), task(number="2", due="Năm 2025"))
    assert any("năm 2025, còn kế hoạch là của năm 2026" in note for note in annex.notes)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (task(lead=""), "lead"),
        (task(due=""), "due"),
        (task("x" * 501), "text"),
        (task(number="x"), "number"),
    ],
)
def test_what_is_missing_or_too_long_is_doubted(row, field):
    first = pasted(TASKS, row, task(number="3")).rows[0]
    assert [doubt.field for doubt in first.doubts] == [field]


def test_one_number_twice_is_doubted_in_both_rows():
    rows = pasted(TASKS, task(), task(number="2"), task(number="2")).rows
    assert [bool(row.doubts) for row in rows] == [True, True, False]


def test_each_row_stands_beside_its_source():
    row = only(pasted(TASKS, task("Họp")))
    assert (row.place, row.source) == ("Bảng đã dán, dòng 2", ("1", "Họp", "VP", "Quý II"))


def test_without_a_wards_units_names_stay_as_they_are_written():
    text = "\n".join(
        "\t".join(row)
        for row in (TASKS, task(lead="Phòng Kinh tế, Hạ tầng và Đô thị", others="Văn phòng HĐND và UBND, Công an"))
    )
    row = only(read_annex(pasted_tables(text), UnitNames(), year=2026))
    assert (row.lead, row.cooperating) == ("Phòng Kinh tế, Hạ tầng và Đô thị", ("Văn phòng HĐND và UBND", "Công an"))
