"""The signer's block for every form and authority (NĐ 30/2020, PL I II.7)."""

import pytest

from units.models import Authority
from units.offices.authority import Capacity
from workflows.documents.content import Form
from workflows.documents.pages.signature_block import lines_above, post_below

HEAD, DEPUTY, ACTING, BY_ORDER, DELEGATED = Authority
BOARD, VICE = "Trưởng Ban Chỉ đạo", "Phó Trưởng Ban Chỉ đạo"
OFFICE = "Trưởng phòng Văn hóa - Xã hội"
BLOCKS = [
    (Form.COMMITTEE, HEAD, BOARD, "", "Chủ tịch UBND phường", ["TRƯỞNG BAN CHỈ ĐẠO"], "CHỦ TỊCH UBND PHƯỜNG"),
    (
        *(Form.COMMITTEE, DEPUTY, VICE, BOARD, "Phó Chủ tịch UBND phường"),
        *(["KT. TRƯỞNG BAN CHỈ ĐẠO", "PHÓ TRƯỞNG BAN CHỈ ĐẠO"], "PHÓ CHỦ TỊCH UBND PHƯỜNG"),
    ),
    (Form.COMMITTEE, ACTING, BOARD, "", "", ["Q. TRƯỞNG BAN CHỈ ĐẠO"], ""),
    (
        *(Form.COMMITTEE, BY_ORDER, "Ủy viên Ban Chỉ đạo", BOARD, OFFICE),
        *(["TL. TRƯỞNG BAN CHỈ ĐẠO", "ỦY VIÊN BAN CHỈ ĐẠO"], "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI"),
    ),
    (
        *(Form.COMMITTEE, DELEGATED, OFFICE, BOARD, OFFICE.upper()),
        *(["TUQ. TRƯỞNG BAN CHỈ ĐẠO", "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI"], ""),
    ),
    (Form.PEOPLE, HEAD, BOARD, "", "Chủ tịch UBND phường", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], ""),
    (
        *(Form.PEOPLE, DEPUTY, VICE, BOARD, "Phó Chủ tịch UBND phường"),
        *(["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], ""),
    ),
    (Form.PEOPLE, ACTING, "Chủ tịch", "", "", ["TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"], ""),
    (
        *(Form.PEOPLE, BY_ORDER, "Ủy viên Ban Chỉ đạo", BOARD, OFFICE),
        *(["TL. CHỦ TỊCH", "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI"], ""),
    ),
    (Form.PEOPLE, DELEGATED, OFFICE, "Chủ tịch", "", ["TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI"], ""),
]


@pytest.mark.parametrize(("form", "authority", "title", "acts_for", "post", "above", "below"), BLOCKS)
def test_the_block_follows_from_form_and_authority(form, authority, title, acts_for, post, above, below):
    signer = Capacity(authority, title, acts_for, post, "Vũ Xuân Quỳnh")
    assert list(lines_above(form, signer)) == above
    assert post_below(form, signer) == below


def test_every_form_and_authority_is_told():
    assert {row[:2] for row in BLOCKS} == {(form, authority) for form in Form for authority in Authority}
