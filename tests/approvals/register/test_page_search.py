"""Words are found in the pages of a PDF whatever their tones and case, and stand in their boxes."""

import unicodedata

import pytest

from approvals.register import page_search
from tests.paper import page


@pytest.mark.parametrize("wanted", ["Minh Xuân", "minh xuan", "MINH  XUAN", unicodedata.normalize("NFD", "Minh Xuân")])
def test_tones_case_and_normal_form_do_not_count(wanted):
    (place,) = page_search.places(page(), wanted)
    assert (place.page, place.words) == (1, "Minh Xuân")
    assert place.before.endswith("/BC-BCĐ")


def test_a_place_has_its_box_on_the_page():
    width, height = page_search.size_of(page(), 1)
    (place,) = page_search.places(page(), "minh xuan")
    (box,) = place.boxes
    assert 0 < box.x < box.x + box.width < width
    assert 0 < box.y < box.y + box.height < height


@pytest.mark.parametrize("wanted", ["", "  ", "không có ở đây"])
def test_what_is_not_there_is_found_nowhere(wanted):
    assert page_search.places(page(), wanted) == []
