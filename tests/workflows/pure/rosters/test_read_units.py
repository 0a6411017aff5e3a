"""The units of a ward, as a table of them is pasted."""

import pytest

from workflows.pure.annexes import UnreadableAnnex
from workflows.pure.rosters import read_units


def told(text: str, **known):
    return [(row.code, row.name, row.short_name, row.kind) for row in read_units(text, **known)]


def test_names_alone_do():
    assert told("Văn phòng\nTổ dân phố 1") == [
        ("VP", "Văn phòng", "Văn phòng", ""),
        ("TDP1", "Tổ dân phố 1", "TDP 1", ""),
    ]


def test_columns_are_found_by_their_headings_in_any_order():
    table = "STT\tLoại\tTên đơn vị\tMã\tTên viết tắt\n1\tPhòng\tPhòng Văn hóa - Xã hội\tVHXH\tPhòng VH-XH"
    assert told(table) == [("VHXH", "Phòng Văn hóa - Xã hội", "Phòng VH-XH", "Phòng")]


def test_codes_do_not_meet_those_that_are_there():
    assert [code for code, *_rest in told("Công an\nCông an xã", codes=["CA"])] == ["CA2", "CAX"]


@pytest.mark.parametrize(
    ("table", "doubt"),
    [
        ("Mã\tTên đơn vị\nVP\t", "không có tên"),
        ("Tên đơn vị\nCong an", "Đã có đơn vị tên này"),
        ("Tên đơn vị\tMã\nĐội mới\tCA", "Mã CA đã dùng"),
    ],
)
def test_what_is_doubted_is_said(table, doubt):
    (row,) = read_units(table, codes=["CA"], names=["Công an"])
    assert any(doubt in each for each in row.doubts)


def test_a_table_of_thousands_of_columns_is_refused():
    with pytest.raises(UnreadableAnnex):
        read_units("\t" * 5000 + "x")
