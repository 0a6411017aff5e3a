"""Which units a cell names."""

import pytest

from workflows.pure.annexes import UnitName, UnitNames

from .annexes import UNITS, names


@pytest.mark.parametrize(
    "written",
    [
        "VHXH",
        "vhxh",
        "Phòng VH-XH",
        "Phòng Văn hóa - Xã hội phường",
        "Phòng Văn hoá – Xã hội phường Minh Xuân",
        "phong van hoa xa hoi",
        "P. VHXH",
        "- Phòng Văn hóa - Xã hội;",
    ],
)
def test_a_unit_is_found_by_code_short_or_full_name_with_or_without_tones(written):
    assert names().named_in(written).codes == ("VHXH",)


@pytest.mark.parametrize("between", [", ", "; ", "\n", " / ", " + ", " và ", " - ", "\n- ", " & "])
def test_units_are_told_apart_by_any_separator(between):
    written = between.join(["Công an", "Phòng Kinh tế, Hạ tầng và Đô thị", "Văn phòng HĐND và UBND phường"])
    assert names().named_in(written).codes == ("CA", "KTHTDT", "VP")


@pytest.mark.parametrize(
    ("written", "code"),
    [("Phòng Văn hóa Xã hộ", "VHXH"), ("Trung tâm Phục vụ hành chính", "TTHCC"), ("Công aan phường", "CA")],
)
def test_a_name_nearly_right_is_proposed(written, code):
    named = names().named_in(written)
    assert named.codes == ()
    assert named.doubtful[written][0] == code


def test_what_names_no_unit_is_handed_back_as_written():
    named = names().named_in("VP, các đơn vị liên quan")
    assert (named.codes, named.doubtful) == (("VP",), {"các đơn vị liên quan": ()})


@pytest.mark.parametrize("written", ["", "-", "Không", "…"])
def test_nobody_is_nobody(written):
    assert names().named_in(written) == type(names().named_in(""))()


@pytest.mark.parametrize("written", ["các tổ dân phố", "Tất cả các TDP trên địa bàn phường", "VP; 3 tổ dân phố"])
def test_all_groups_are_meant_where_many_are_named_at_once(written):
    groups = [UnitName(f"T{each}", f"Tổ dân phố {each}", f"TDP {each}") for each in (1, 2, 3)]
    named = UnitNames([*UNITS, *groups], "Minh Xuân").named_in(written)
    assert ([code for code in named.codes if code != "VP"], named.doubtful) == (["T1", "T2", "T3"], {})
    assert list(named.groups.values()) == [3]


def test_where_no_such_unit_is_there_the_words_stay_in_doubt():
    assert names().named_in("các tổ dân phố").doubtful == {"các tổ dân phố": ()}
