"""Vietnamese text is found and ordered alike in Python and in the database, on SQLite and on PostgreSQL."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.text.vietnamese import (
    InOrder,
    folded,
    holds,
    in_order_of_people,
    marked_letters,
    person_key,
    sort_key,
)
from units.models import Person, Unit

IN_ORDER = ["An", "Anh", "Ăn", "Ân", "Ban", "Bàn", "Bản", "Bãn", "Bán", "Bạn", "Dương", "Đặng", "Em", "Ông", "Út", "Vũ"]
ASKED = ["uỷ ban", "ủy ban", "Uỷ Ban", "uy ban", "UY BAN", "hoá", "hóa", "Hoa", "xã hội", "xa hoi", "XÃ HỘI", "ỦY"]


@pytest.fixture
def unit(cast):
    return added(cast, "X", "Ủy ban Văn hóa - Xã hội Đông Đô")


def added(cast, code, name):
    return Unit.objects.create(code=code, name=name, short_name=code, ward=cast.ward, parent=cast.ward, order=99)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("asked", [*ASKED, "đông đô", "dong do", "Đô"])
def test_a_text_is_found_however_it_is_typed(unit, asked, form):
    typed = unicodedata.normalize(form, asked)
    assert folded(typed) in folded(unit.name)
    assert Unit.objects.filter(holds("name", typed), pk=unit.pk).exists()


@pytest.mark.parametrize("asked", ["uỷ bàn ghế", "%", "_", "\\", "'"])
def test_another_text_is_not_found(unit, asked):
    assert not Unit.objects.filter(holds("name", asked), pk=unit.pk).exists()


def test_the_alphabet_is_vietnamese(cast):
    for number, name in enumerate(reversed(IN_ORDER)):
        added(cast, f"X{number}", name)
    ordered = Unit.objects.filter(code__startswith="X").order_by(InOrder("name"))
    assert list(ordered.values_list("name", flat=True)) == IN_ORDER
    assert sorted(IN_ORDER, key=sort_key) == IN_ORDER


PEOPLE = ["Bùi Văn An", "Trần An", "Nguyễn Thị Anh", "Lê Ân", "Đỗ Bình", "Ân Bính", "Hà Dương", "Vũ Đặng", "Ông"]


def test_people_stand_by_the_last_word_of_their_names(cast):
    for number, name in enumerate(reversed(PEOPLE)):
        Person.objects.create(username=f"x{number}", name=name)
    ordered = Person.objects.filter(username__startswith="x").order_by(*in_order_of_people("name"))
    assert list(ordered.values_list("name", flat=True)) == PEOPLE
    assert sorted(PEOPLE, key=person_key) == PEOPLE


@given(st.text(alphabet=[*marked_letters(), *"abcxyzABC 12/-"], max_size=40))
def test_a_folded_text_bears_no_mark_and_folds_to_itself(text):
    found = folded(text)
    assert found == folded(found) == found.lower()
    assert found.isascii()


def test_every_letter_with_a_mark_is_known():
    assert len(marked_letters()) == 134
    assert marked_letters()["Ợ"] == "o"
    assert marked_letters()["Đ"] == "d"
