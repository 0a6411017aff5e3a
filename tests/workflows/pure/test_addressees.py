"""To whom a proposal is directed."""

import pytest

from workflows.pure.wording.addressees import addressee_of, by_addressee


@pytest.mark.parametrize(
    ("proposal", "to"),
    [
        ("Đề nghị Sở Khoa học và Công nghệ sớm mở tài khoản", "Sở Khoa học và Công nghệ"),
        ("Kiến nghị Sở Công Thương sớm hướng dẫn", "Sở Công Thương"),
        ("Đề nghị Sở KH&CN hỗ trợ", "Sở KH&CN"),
        ("đề nghị Văn phòng Ủy ban nhân dân tỉnh liên thông dữ liệu", "Văn phòng Ủy ban nhân dân tỉnh"),
        ("Đề nghị UBND xã bố trí kinh phí", "UBND xã"),
        ("Đề nghị Công an tỉnh bổ sung thiết bị", "Công an tỉnh"),
        ("Đề nghị cấp trên hướng dẫn", "cấp trên"),
        ("Đề nghị Phòng Văn hóa - Xã hội phường cung cấp tài liệu", "Phòng Văn hóa - Xã hội phường"),
        ("Đề nghị Phòng VH-XHK", ""),
        ("Đề nghị bộ phận một cửa bố trí người", ""),
        ("Đề nghị bố trí kinh phí", ""),
        ("Sở Nội vụ đã tập huấn", ""),
    ],
)
def test_it_is_read_from_the_words(proposal, to):
    assert addressee_of(proposal, ["Phòng VH-XH", "Phòng Văn hóa - Xã hội phường"]) == to


def test_each_addressee_stands_once_and_those_without_come_last():
    proposals = [("Bố trí kinh phí", "A"), ("Đề nghị công an tỉnh x", "A"), ("Đề nghị Công an tỉnh y", "B")]
    assert by_addressee(proposals) == [
        ("công an tỉnh", ["Đề nghị công an tỉnh x (A)", "Đề nghị Công an tỉnh y (B)"]),
        ("", ["Bố trí kinh phí (A)"]),
    ]


@pytest.mark.parametrize(
    ("proposal", "below"),
    [
        ("Đề nghị Công an tỉnh sớm bổ sung thiết bị", "Đề nghị sớm bổ sung thiết bị"),
        ("Kiến nghị với Sở Nội vụ xem xét", "Kiến nghị xem xét"),
        ("Đề nghị, đề xuất UBND tỉnh bố trí kinh phí", "Đề nghị, đề xuất bố trí kinh phí"),
        ("Đề nghị UBND tỉnh Tuyên Quang hỗ trợ", "Đề nghị UBND tỉnh Tuyên Quang hỗ trợ"),
        ("Đề nghị Công an tỉnh và Sở Nội vụ phối hợp", "Đề nghị Công an tỉnh và Sở Nội vụ phối hợp"),
        ("Đề nghị các sở, ngành liên quan cho ý kiến", "Đề nghị các sở, ngành liên quan cho ý kiến"),
        ("Bố trí kinh phí", "Bố trí kinh phí"),
    ],
)
def test_below_its_addressee_a_proposal_does_not_name_it_again(proposal, below):
    (found,) = by_addressee([(proposal, "A")])
    assert found[1] == [f"{below} (A)"]
