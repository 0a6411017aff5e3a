"""Numbers as they are written and typed, the Vietnamese way."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from workflows.pure.aggregation import NotANumber, format_number, parse_number, telling_places

D = Decimal


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("1234.5", 1, "1.234,5"),
        ("1234567.5", 2, "1.234.567,5"),
        ("97.285", 2, "97,29"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("100", 0, "100"),
        ("100", 2, "100"),
        ("-0.001", 2, "0"),
        ("0", 2, "0"),
        ("1E+3", 2, "1.000"),
        ("-1234.5", 2, "-1.234,5"),
    ],
)
def test_a_number_is_written_the_vietnamese_way(value, places, text):
    assert format_number(D(value), places) == text


@pytest.mark.parametrize(
    ("values", "places"),
    [
        (("1.21", "1.22"), 2),
        (("1.211", "1.214"), 4),
        (("1.21", "1.21"), 2),
        (("1.21", "1.210"), 2),
        (("1.211", "1.214", "5"), 4),
        ((), 2),
    ],
)
def test_numbers_that_differ_are_written_so_that_they_differ(values, places):
    assert telling_places([D(value) for value in values], 2, 4) == places


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", "1234.5"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u00a0234\u202f567", "1234567"),
        ("\ufeff12\u200b", "12"),
        ("\t12\n", "12"),
        ("\u200b 12\u00a0\ufeff%\u200b", "12"),
        (" 85% ", "85"),
        ("97,28 %", "97.28"),
        ("1234", "1234"),
        ("0", "0"),
        ("0,5", "0.5"),
        ("-3", "-3"),
        ("\u22123", "-3"),
    ],
)
def test_a_number_is_read_as_it_is_typed(text, value):
    assert parse_number(text) == D(value)


@pytest.mark.parametrize(
    "text",
    [
        "12.5",
        "0.5",
        "0.125",
        "1,234.5",
        "1.23.456",
        "1.234 567",
        "1 2",
        "1 234",
        "12\n345",
        "120\t135",
        "12\r\n345",
        "12.",
        ",5",
        "1,2,3",
        "85%%",
        "%5",
        "năm",
        "1e5",
        "NaN",
        "Infinity",
        "5²",
        "٣",
        "1_000",
        "9" * 41,
        "--1",
    ],
)
def test_what_is_no_number_is_refused_with_a_sentence(text):
    with translation.override("vi"), pytest.raises(NotANumber, match="không phải là số"):
        parse_number(text)


@pytest.mark.parametrize("text", ["12\u200b345", "12\ufeff345", "1\u00ad2", "12\u2060,5", "12\u200b%\u200b5"])
def test_a_number_with_a_sign_that_nobody_sees_within_is_refused_and_shows_where(text):
    with translation.override("vi"), pytest.raises(NotANumber, match=r"1[0-9]?▯.*không nhìn thấy"):
        parse_number(text)


@pytest.mark.parametrize("text", ["", "  ", "%", "\u200b"])
def test_a_blank_asks_for_a_number(text):
    with translation.override("vi"), pytest.raises(NotANumber, match="Hãy nhập một số"):
        parse_number(text)


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=4))
def test_what_is_written_is_read_back(value):
    assert parse_number(format_number(value, 4)) == value


def test_a_figure_longer_than_the_usual_precision_is_rounded_all_the_same():
    assert format_number(D("1" * 40 + ".005"), 2).endswith("1,01")


def test_a_number_is_written_with_two_decimals_at_most_where_nothing_is_said():
    assert format_number(D("1.2345")) == "1,23"


def test_a_number_of_forty_signs_is_read_and_a_longer_one_is_not():
    assert parse_number("1" * 40) == D("1" * 40)
    with pytest.raises(NotANumber):
        parse_number("1" * 41)
