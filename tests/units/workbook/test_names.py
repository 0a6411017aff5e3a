"""Which units a text names."""

from units.workbook import UnitRow
from units.workbook.plan.names import PlanUnitNames

NAMES = PlanUnitNames(
    [
        UnitRow("KT", "Phòng Kinh tế", "Phòng Kinh tế", "", ""),
        UnitRow("KTHTDT", "Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng KT-HT-ĐT", "", ""),
        UnitRow("VP", "Văn phòng", "VP", "", ""),
    ],
    {"QS"},
    complete=True,
)


def test_the_longest_name_wins():
    assert NAMES.named_in("Phòng Kinh tế, Hạ tầng và Đô thị, VP") == (["KTHTDT", "VP"], [])
    assert NAMES.named_in("Phòng Kinh tế, VP") == (["KT", "VP"], [])


def test_codes_that_the_ward_has_are_names_too():
    assert NAMES.named_in("qs và vp") == (["QS", "VP"], [])


def test_what_names_no_unit_is_told_apart_piece_by_piece():
    assert NAMES.named_in("VP; Đội thuế\n- Hạt kiểm lâm") == (["VP"], ["Đội thuế", "Hạt kiểm lâm"])


def test_no_word_names_nobody():
    assert NAMES.named_in(" , ; không") == ([], [])
