"""Numbers in prose that agree with no figure."""

from decimal import Decimal

import pytest

from workflows.pure.wording.strays import Known, quotes, strays

D = Decimal
KNOWN = Known(
    numbers={D("96.5"), D("92.0792"), D(1234), D(8)},
    pairs={(D(402), D(405)), (D(80), D(89)), (D(62), D(62))},
    earlier={D(1334), D(79), D(88), D("91.25")},
)


def told(text: str) -> list[str]:
    return [stray.number for stray in strays([text], KNOWN)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Ký số 402/406 văn bản.", ["402/406"]),
        ("Giải quyết 79/88 hồ sơ đúng hạn.", ["79/88"]),
        ("Hộ có Internet cáp quang 92,49%.", ["92,49%"]),
        ("Tiếp nhận 1.334 hồ sơ.", ["1.334"]),
        ("Tỷ lệ đạt 91,25 %.", ["91,25 %"]),
    ],
)
def test_what_agreed_before_or_looks_like_a_figure_is_told(text, numbers):
    assert told(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "Ký số 402/405 văn bản; 62/62 tổ dân phố; tiếp nhận 1.234 hồ sơ; đạt 92,08% và 96,5%.",
        "Đã hoàn thành 14/30 nhiệm vụ của Kế hoạch (đạt 46,67%).",
        "Trước 30/11, trong tháng 10/2026, theo Kế hoạch số 79/KH-UBND và Nghị quyết 57-NQ/TW ngày 30/11/2026.",
        "Số hóa khoảng 40% tài liệu, 04 tổ dân phố, 500 tờ rơi.",
        "Đạt {{chỉ tiêu 5: lũy kế}}.",
    ],
)
def test_what_agrees_or_is_no_figure_is_left_alone(text):
    assert told(text) == []


def test_the_sentence_is_told_with_it():
    (stray,) = strays(["Mọi việc đúng hạn. Ký số 402/406 văn bản."], KNOWN)
    assert stray.sentence == "Ký số 402/406 văn bản."


@pytest.mark.parametrize(
    ("numbers", "stated"),
    [
        ((D("99.0148"), D(402), D(406)), True),
        ((D("92.5"), None, None), True),
        ((D(1234), None, None), True),
        ((D("99.2593"), D(402), D(405)), False),
        ((D(4), None, None), False),
        ((None, None, None), False),
    ],
)
def test_a_text_states_a_figure_by_its_parts_or_its_value(numbers, stated):
    assert quotes("Ký số 402/406 văn bản, đạt 92,5%; 1.234 hồ sơ; 4 sự cố.", *numbers) == stated
