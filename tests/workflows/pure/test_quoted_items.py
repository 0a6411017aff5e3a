"""What another organ's document says, quoted as items."""

import pytest

from workflows.pure.wording.typed import items, quoted_items


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
