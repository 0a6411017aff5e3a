from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from units.workbook.mapping.conversions import Conversion, NotAConversion, parse, rounded


@pytest.mark.parametrize(
    ("text", "words", "factor"),
    [
        ("×1000", "×1000", Fraction(1000)),
        ("x 1.000", "×1.000", Fraction(1000)),
        ("*0,5", "×0,5", Fraction(1, 2)),
        ("÷100", "÷100", Fraction(1, 100)),
        ("/ 100", "÷100", Fraction(1, 100)),
        (":3", "÷3", Fraction(1, 3)),
        ("× 2 ÷ 3", "×2 ÷3", Fraction(2, 3)),
        ("% -> tỷ lệ", "%→tỷ lệ", Fraction(1, 100)),
        ("Tỷ lệ → %", "tỷ lệ→%", Fraction(100)),
        ("", "", Fraction(1)),
    ],
)
def test_conversions_are_read_and_kept_in_one_way_of_writing(text, words, factor):
    found = parse(text)
    assert (found.words, found.factor) == (words, factor)
    assert parse(found.words) == found


@pytest.mark.parametrize(
    "text",
    [
        "1000",
        "×",
        "×0",
        "÷0",
        "×-2",
        "×0.5",
        "×1.00",
        "×1e3",
        "nhân 1000",
        "×1 ×2 ×3 ×4",
        "×2 điểm",
        "%→‰",
        "=1+1",
        "+5",
    ],
)
def test_whatever_else_is_refused_with_a_sentence(text):
    with override("vi"), pytest.raises(NotAConversion, match="không phải cách quy đổi"):
        parse(text)


def test_rounding_comes_last_and_takes_halves_away_from_zero():
    assert parse("÷1000").of(Decimal("1234.5"), 3) == Decimal("1.235")
    assert parse("%→tỷ lệ").of(Decimal("97.285"), 4) == Decimal("0.9729")
    assert parse("÷3 ×3").of(Decimal("0.5"), 0) == Decimal(1)
    assert parse("").of(Decimal("-2.5"), 0) == Decimal(-3)
    assert str(parse("").of(Decimal("-0.4"), 0)) == "0"


def test_zero_stays_zero():
    assert parse("×1000").of(Decimal(0), 2) == 0


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**15), max_value=10**15))
def test_a_way_there_and_back_is_exact_for_any_figure(value):
    assert rounded(Fraction(value) * parse("÷7").factor * parse("×7").factor, 6) == value


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**15), max_value=10**15),
    st.integers(0, 4),
)
def test_rounding_is_never_off_by_more_than_half_of_the_last_place(value, places):
    found = Conversion(factor=Fraction(1, 3)).of(value, places)
    assert abs(Fraction(found) - Fraction(value) / 3) <= Fraction(1, 2 * 10**places)
