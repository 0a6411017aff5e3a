"""What is taken as a password."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from units.models import Person


@pytest.fixture
def person():
    return Person(username="vxquynh", name="Vũ Xuân Quỳnh", email="quynhvx@minhxuan.example.vn")


@pytest.mark.parametrize(
    "password",
    [
        "a" * 14,
        "a" * 300,
        "abcabcabcabcab",
        "12345678901234",
        "qwertyuiopasdf",
        "matkhaumatkhau",
        "minhxuan123456",
        "vuxuanquynh1990",
        "quynhvxquynhvx",
    ],
)
def test_what_is_long_and_easily_guessed_is_refused(person, password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, person)
    assert "password_guessable" in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize(
    "password",
    ["phuongminhxuan2026", "Phuong-Minh-Xuan-2026", "phongvhxh20262026", "congan@minhxuan26", "trinhduyet112026"],
)
def test_the_names_of_ward_units_and_product_are_guessed_first(cast, password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, cast["CA:drafter"])
    assert "password_guessable" in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize(
    "password", ["một câu dài dễ nhớ", "hoa sen nở trong đầm", "Tram-xe-buyt_so-7_tim", "7Kq$vT9w!rZ2#nBx"]
)
def test_a_sentence_or_a_row_of_signs_by_chance_is_taken(person, password):
    validate_password(password, person)


def test_a_password_without_a_person_is_looked_at_too():
    with pytest.raises(ValidationError):
        validate_password("abcabcabcabcab")
