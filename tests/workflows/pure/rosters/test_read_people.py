"""The people of a ward with their units and offices, as a table of them is pasted."""

import pytest

from workflows.pure.annexes import UnitName, UnitNames
from workflows.pure.rosters import read_people

UNITS = UnitNames(
    [
        UnitName("VP", "Văn phòng HĐND và UBND", "Văn phòng"),
        UnitName("PVHXH", "Phòng Văn hóa - Xã hội", "Phòng Văn hóa"),
        UnitName("TDP1", "Tổ dân phố 1", "TDP 1"),
        UnitName("TDP12", "Tổ dân phố 12", "TDP 12"),
    ],
    "Minh Xuân",
)
HEAD = "STT\tHọ và tên\tĐơn vị\tVai trò\tEmail\tĐiện thoại\n"


def read(text: str, **known):
    return read_people(text, UNITS, **known)


def test_a_row_without_doubt():
    (row,) = read(HEAD + "1\tTrần Thị Bình\tTDP 1\tNgười soạn\tbinh@example.vn\t0912 345 678")
    assert (row.username, row.unit, row.office) == ("tranthibinh", "TDP1", "drafter")
    assert (row.email, row.phone, row.doubts) == ("binh@example.vn", "0912 345 678", ())


def test_columns_without_headings_are_found_by_what_stands_in_them():
    (row,) = read("0912345678\tTrần Thị Bình\tbinh@example.vn\tTDP 1\tNgười soạn")
    assert (row.name, row.unit, row.office, row.email) == ("Trần Thị Bình", "TDP1", "drafter", "binh@example.vn")


def test_one_person_holds_several_offices_in_one_row_and_in_several():
    rows = read(HEAD + "1\tBình\tTDP 1\tNgười soạn; Thủ trưởng đơn vị\t\t0912\n2\tBình\tTDP 12\tNgười soạn\t\t0912")
    assert [(row.username, row.unit, row.office) for row in rows] == [
        ("binh", "TDP1", "drafter"),
        ("binh", "TDP1", "unit_head"),
        ("binh", "TDP12", "drafter"),
    ]


def test_two_of_one_name_are_told_apart_by_their_addresses():
    rows = read(HEAD + "1\tBình\tTDP 1\tNgười soạn\ta@x.vn\t\n2\tBình\tTDP 12\tNgười soạn\tb@x.vn\t")
    assert [row.username for row in rows] == ["binh", "binh2"]


@pytest.mark.parametrize(
    ("cells", "proposed", "doubt"),
    [
        ("Bình\tPhòng VH-XH\tNgười soạn", ("PVHXH", "drafter"), "có thể là: Phòng Văn hóa"),
        ("Bình\tPhong van hoa xa hoy\tNgười soạn", ("PVHXH", "drafter"), "có thể là: Phòng Văn hóa"),
        ("Bình\tĐội cờ đỏ\tNgười soạn", ("", "drafter"), "không phải đơn vị"),
        ("Bình\tTDP 1\tTổ trưởng", ("TDP1", "unit_head"), "vai trò được đề xuất"),
        ("Bình\tTDP 1\tNgười qua đường", ("TDP1", ""), "không phải vai trò"),
        ("Bình\tTDP 1", ("TDP1", ""), "không có vai trò"),
        ("Bình", ("", ""), "không có đơn vị"),
        ("\tTDP 1\tNgười soạn", ("TDP1", "drafter"), "không có tên"),
        ("Bình\tTDP 1\tNgười soạn\tbinh.example", ("TDP1", "drafter"), "không phải địa chỉ thư điện tử"),
    ],
)
def test_what_is_doubted_is_proposed_and_said(cells, proposed, doubt):
    (row,) = read("Họ và tên\tĐơn vị\tVai trò\tEmail\n" + cells)
    assert (row.unit, row.office) == proposed
    assert any(doubt in each for each in row.doubts)


@pytest.mark.parametrize("nobody", ["", "không", "không có", "-", "–"])
def test_no_address_is_no_doubt(nobody):
    (row,) = read(HEAD + f"1\tBình\tTDP 1\tNgười soạn\t{nobody}\t0912345678")
    assert (row.email, row.doubts) == ("", ())


def test_who_is_there_already_is_given_the_office():
    known = {"binh@example.vn": "tranbinh"}
    (row,) = read(HEAD + "1\tTrần Bình\tTDP 1\tNgười soạn\tBinh@example.vn\t", usernames=["tranbinh"], known=known)
    assert row.username == "tranbinh"
    assert "được giao thêm vai trò" in row.doubts[0]


def test_user_names_that_are_taken_get_a_number():
    (row,) = read(HEAD + "1\tTrần Bình\tTDP 1\tNgười soạn\t\t", usernames=["tranbinh", "tranbinh2"])
    assert row.username == "tranbinh3"


def test_the_column_of_offices_counts_before_that_of_titles():
    head = "Họ và tên\tChức vụ\tĐơn vị\tVai trò\n"
    rows = read(head + "Trần Thị Bình\tChuyên viên\tTDP 1\tCán bộ tổng hợp; Người soạn")
    assert [(row.office, row.doubts) for row in rows] == [("coordinator", ()), ("drafter", ())]


def test_units_of_one_name_are_told_apart_by_their_codes():
    names = UnitNames([UnitName("TL1", "Thôn Tân Lập"), UnitName("TL2", "Thôn Tân Lập"), UnitName("VP", "Văn phòng")])
    assert names.labels == {"TL1": "Thôn Tân Lập (TL1)", "TL2": "Thôn Tân Lập (TL2)", "VP": "Văn phòng"}
    for code, label in names.labels.items():
        assert names.named_in(label).codes == (code,)
    assert names.named_in("Thôn Tân Lập").doubtful
