"""To whom the drafted prose directs what units propose."""

from workflows.pure.wording.facts import UnitWords

from .test_narrative import ECONOMY, POLICE, read


def test_proposals_are_listed_by_whom_they_are_directed_to():
    units = (
        UnitWords(POLICE, proposals="Đề nghị Công an tỉnh cấp thêm thiết bị\nBố trí kinh phí"),
        UnitWords(ECONOMY, proposals="Đề nghị Công an tỉnh tập huấn.\n- Bố trí kinh phí;"),
    )
    assert read(units=units).proposals.split("\n") == [
        "Đối với Công an tỉnh:",
        f"- Đề nghị cấp thêm thiết bị ({POLICE});",
        f"- Đề nghị tập huấn ({ECONOMY}).",
        f"Kiến nghị chung: Bố trí kinh phí ({POLICE}; {ECONOMY}).",
    ]


def test_proposals_within_the_ward_come_after_those_to_others():
    typed = "Đề nghị UBND phường bố trí kinh phí\nĐề nghị Phòng KT hỗ trợ\nĐề nghị Sở Nội vụ tập huấn"
    lines = read(units=(UnitWords(POLICE, proposals=typed),), members=("Phòng KT",)).proposals.split("\n")
    assert [line.split(":")[0] for line in lines] == [
        *("Đối với Sở Nội vụ", "Đối với UBND phường", "Đối với Phòng KT"),
    ]


WARD_ASKS = (
    "Đối với Sở Nội vụ: Đề nghị tập huấn (Phòng VH-XH phường)\n"
    "Đề nghị tỉnh xem xét, hỗ trợ tháo gỡ vướng mắc: Thiếu máy quét (Công an phường)\n"
    "Đối với Văn phòng UBND tỉnh: Đề nghị sớm trả lời (Văn phòng)\n"
    "Đối với Bộ Công an: Đề nghị cấp thêm thiết bị (Công an phường)"
)


def test_what_wards_ask_of_their_province_is_told_as_theirs_and_not_as_its_own_request():
    units = (
        UnitWords("Phường A", proposals=WARD_ASKS),
        UnitWords("Phường B", proposals="Đối với Sở Nội vụ: Đề nghị tập huấn (Phòng VH-XH phường)"),
        UnitWords("Sở Tài chính", proposals="Đề nghị Sở Nội vụ phối hợp"),
    )
    wards, members = ("Phường A", "Phường B"), ("Văn phòng UBND tỉnh", "Phường A", "Phường B")
    told = read(units=units, wards=wards, members=members, superior="Bộ", recipient="Bộ Công an").proposals
    assert told.split("\n") == [
        "Đối với Bộ Công an: Đề nghị cấp thêm thiết bị (Công an phường, Phường A).",
        "Đối với Sở Nội vụ: Đề nghị phối hợp (Sở Tài chính).",
        "Kiến nghị của cấp xã thuộc thẩm quyền giải quyết của cấp tỉnh:",
        "- Đối với Sở Nội vụ: Đề nghị tập huấn (Phòng VH-XH phường, Phường A; Phường B);",
        "- Đối với tỉnh: Đề nghị xem xét, hỗ trợ tháo gỡ vướng mắc: Thiếu máy quét (Công an phường, Phường A);",
        "- Đối với Văn phòng UBND tỉnh: Đề nghị sớm trả lời (Văn phòng, Phường A).",
    ]
