"""What kind of place a ward is."""

import unicodedata

import pytest

from units.places import in_place, place_of


@pytest.mark.parametrize(
    ("name", "full", "title"),
    [
        ("Minh Xuân", "phường Minh Xuân", "Phường Minh Xuân"),
        ("Phường Minh Xuân", "phường Minh Xuân", "Phường Minh Xuân"),
        ("xã Tân Trào", "xã Tân Trào", "Xã Tân Trào"),
        ("XÃ  TÂN TRÀO", "xã TÂN TRÀO", "Xã TÂN TRÀO"),
        ("Đặc khu Phú Quốc", "đặc khu Phú Quốc", "Đặc khu Phú Quốc"),
        ("Phường xã Tân Trào", "xã Tân Trào", "Xã Tân Trào"),
        ("Phường đặc khu Phú Quốc", "đặc khu Phú Quốc", "Đặc khu Phú Quốc"),
        ("Phường Xã Đàn", "phường Xã Đàn", "Phường Xã Đàn"),
        (unicodedata.normalize("NFD", "Xã Tân Trào"), "xã Tân Trào", "Xã Tân Trào"),
    ],
)
def test_a_place_is_named_by_one_kind(name, full, title):
    assert (place_of(name).full, place_of(name).title) == (full, title)


@pytest.mark.parametrize(
    ("text", "ward", "named"),
    [
        ("Ban Chỉ đạo về chuyển đổi số phường", "Minh Xuân", "Ban Chỉ đạo về chuyển đổi số phường Minh Xuân"),
        ("Ban Chỉ đạo về chuyển đổi số xã", "Xã Tân Trào", "Ban Chỉ đạo về chuyển đổi số xã Tân Trào"),
        ("Ban Chỉ đạo về chuyển đổi số phường", "Xã Tân Trào", "Ban Chỉ đạo về chuyển đổi số xã Tân Trào"),
        ("Ban Chỉ đạo về chuyển đổi số", "Xã Tân Trào", "Ban Chỉ đạo về chuyển đổi số"),
        ("Ban Chỉ đạo phát triển hợp tác xã", "Xã Tân Trào", "Ban Chỉ đạo phát triển hợp tác xã"),
    ],
)
def test_a_name_that_ends_with_the_kind_alone_gets_the_place(text, ward, named):
    assert in_place(text, place_of(ward)) == named
