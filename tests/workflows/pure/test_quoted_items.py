"""What another organ's document says, quoted as items."""

import pytest

from workflows.pure.wording.addressees import by_addressee
from workflows.pure.wording.typed import items, quoted_items, quoted_proposals


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Công an: Thiếu máy.", ["Công an: Thiếu máy"]),
        ("Khó khăn sau:\nCông an:\n- Thiếu máy;\n- Thiếu người.\nTổ 5: Mất sóng.", [
            "Công an: Thiếu máy; Thiếu người", "Tổ 5: Mất sóng",
        ]),
        ("Chỉ tiêu có nguy cơ chậm tiến độ:", []),
        ("Trong tháng 10 năm 2026, các đơn vị không nêu khó khăn, vướng mắc.", []),
        ("Trong tháng 10 năm 2026, các đơn vị không có đề xuất, kiến nghị.", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_leading_sentence_keeps_its_points_or_goes(text, quoted):
    assert items(quoted_items(text)) == quoted


def test_proposals_of_a_ward_stand_under_whom_they_are_for_and_its_own_affairs_stay_with_it():
    text = (
        "Đối với Sở Nội vụ:\n- Đề nghị tập huấn (Phòng VH-XH phường);\n- Đề nghị bổ sung biên chế (khoảng 02 người).\n"
        "Đối với Ủy ban nhân dân phường: Đề nghị hỗ trợ đi lại (Tổ công nghệ số).\n"
        "Đề nghị tỉnh xem xét, hỗ trợ tháo gỡ các vướng mắc:\n- Thiếu máy quét (Công an phường).\n"
        "Kiến nghị chung: Đề nghị thống nhất biểu mẫu (Văn phòng).\n"
        "Trong tháng 10, các đơn vị không có đề xuất, kiến nghị."
    )
    lines = [(line, "Phường A") for line in items(quoted_proposals(text))]
    assert by_addressee([*lines, ("Đề nghị Sở Nội vụ cấp máy (02 máy)", "Xã B")], ("tỉnh",)) == [
        (
            "Sở Nội vụ",
            [
                "Đề nghị tập huấn (Phòng VH-XH phường, Phường A)",
                "Đề nghị bổ sung biên chế (khoảng 02 người, Phường A)",
                "Đề nghị Sở Nội vụ cấp máy (02 máy) (Xã B)",
            ],
        ),
        ("tỉnh", ["Đề nghị xem xét, hỗ trợ tháo gỡ các vướng mắc: Thiếu máy quét (Công an phường, Phường A)"]),
        ("", ["Đề nghị thống nhất biểu mẫu (Văn phòng, Phường A)"]),
    ]
