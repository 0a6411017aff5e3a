"""Figures of the ward out of units' readings."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.pure.aggregation import (
    Figure,
    Reading,
    adjusted,
    combine,
    quantise,
    standing_on,
    year_to_date,
)

D = Decimal
AMOUNTS = st.decimals(min_value=0, max_value=10**12, places=4)
WAYS = st.sampled_from(["sum", "ratio", "latest", "maximum", "count", "mean"])
BLANK_OR_AMOUNT = st.none() | AMOUNTS


@st.composite
def readings(draw):
    """Up to twelve units, the first of them the lead, any of them blank; two may share an order."""
    units = draw(st.lists(st.integers(1, 999), unique=True, min_size=1, max_size=12))
    amounts = st.tuples(BLANK_OR_AMOUNT, BLANK_OR_AMOUNT, BLANK_OR_AMOUNT, st.integers(0, 3))
    rows = [draw(amounts) for _ in units]
    return [Reading(unit, place == 0, *row) for place, (unit, row) in enumerate(zip(units, rows, strict=True))]


@given(st.data(), readings(), WAYS)
def test_any_order_of_readings_gives_the_same_figure(data, given_readings, aggregation):
    shuffled = data.draw(st.permutations(given_readings))
    assert combine(aggregation, shuffled) == combine(aggregation, given_readings)


@given(readings(), WAYS)
def test_every_unit_is_either_reported_or_missing(given_readings, aggregation):
    figure = combine(aggregation, given_readings)
    assert sorted(figure.reported + figure.missing) == sorted(reading.unit_id for reading in given_readings)


@given(readings())
def test_a_sum_is_exact(given_readings):
    known = [Fraction(reading.value) for reading in given_readings if reading.value is not None]
    figure = combine("sum", given_readings)
    assert (figure.value is None) == (not known)
    assert Fraction(figure.value or 0) == sum(known)


@given(readings())
def test_a_ratio_is_the_ratio_of_exact_sums(given_readings):
    pairs = [(r.numerator, r.denominator) for r in given_readings if None not in (r.numerator, r.denominator)]
    figure = combine("ratio", given_readings)
    assert Fraction(figure.numerator or 0) == sum(Fraction(pair[0]) for pair in pairs)
    assert Fraction(figure.denominator or 0) == sum(Fraction(pair[1]) for pair in pairs)
    if figure.value is not None:
        exact = Fraction(figure.numerator) * 100 / Fraction(figure.denominator)
        assert abs(Fraction(figure.value) - exact) <= abs(exact) * Fraction(1, 10**27)


@given(st.lists(readings(), max_size=4))
def test_the_year_to_date_of_sums_is_the_sum_of_all_readings(months):
    year = year_to_date("sum", [combine("sum", month) for month in months], stock=False)
    known = [reading.value for month in months for reading in month if reading.value is not None]
    assert Fraction(year.value or 0) == sum(Fraction(value) for value in known)
    assert (year.value is None) == (not known)


@given(readings())
def test_a_mean_weighs_each_value_by_its_denominator_exactly(given_readings):
    pairs = [
        (Fraction(r.value), Fraction(r.denominator)) for r in given_readings if None not in (r.value, r.denominator)
    ]
    figure = combine("mean", given_readings)
    assert Fraction(figure.numerator or 0) == sum(value * weight for value, weight in pairs)
    assert Fraction(figure.denominator or 0) == sum(weight for _value, weight in pairs)
    if figure.value is not None:
        exact = sum(value * weight for value, weight in pairs) / sum(weight for _value, weight in pairs)
        assert abs(Fraction(figure.value) - exact) <= abs(exact) * Fraction(1, 10**27)


@given(st.lists(readings(), max_size=4))
def test_the_year_to_date_of_means_is_the_mean_of_all_readings(months):
    year = year_to_date("mean", [combine("mean", month) for month in months], stock=False)
    every = [reading for month in months for reading in month]
    together = combine("mean", [reading._replace(unit_id=place) for place, reading in enumerate(every)])
    assert (year.value, year.numerator, year.denominator) == (
        together.value,
        together.numerator,
        together.denominator,
    )


def test_the_maximum_passes_over_the_silent():
    found = combine("maximum", [Reading(1, True), Reading(2, False, D(-3)), Reading(3, False, D(-5))])
    assert (found.value, found.missing) == (D(-3), (1,))


def test_a_count_is_of_units_that_have_something_and_nobody_asked_is_no_zero():
    some = [Reading(1, True, D(4)), Reading(2, False, D(0)), Reading(3, False)]
    assert (combine("count", some).value, combine("count", some).reported) == (1, (1, 2))
    assert combine("count", [Reading(1, True)]).value is None


@pytest.mark.parametrize(("way", "year"), [("maximum", D(9)), ("count", D(4))])
def test_the_year_to_date_of_what_does_not_add_up(way, year):
    months = [Figure(value, None, None, (), ()) for value in (D(9), D(4), None)]
    assert year_to_date(way, months, stock=False).value == year


@given(st.lists(readings(), max_size=5), WAYS)
def test_the_year_to_date_of_a_stock_is_the_last_period_in_which_anything_was_reported(months, way):
    figures = [combine(way, month) for month in months]
    reported = [figure for figure in figures if figure.reported]
    year = year_to_date(way, figures, stock=True)
    last = reported[-1] if reported else Figure(None, None, None, (), ())
    assert (year.value, year.numerator, year.denominator) == (last.value, last.numerator, last.denominator)


@given(st.lists(readings(), min_size=1, max_size=5), WAYS, st.integers(1, 12))
def test_a_stock_told_again_and_again_stays_what_it_is(months, way, times):
    figure = combine(way, months[0])
    assert year_to_date(way, [figure] * times, stock=True) == figure


def test_staff_trained_to_the_last_is_no_eighty_percent():
    trained = [D(36), D(45), D(55), D(62)]
    months = [combine("ratio", [Reading(1, True, None, number, D(62))]) for number in trained]
    assert year_to_date("ratio", months, stock=True).value == 100
    assert quantise(year_to_date("ratio", months, stock=False).value, 2) == D("79.84")


@given(readings(), WAYS)
def test_a_reading_of_an_earlier_period_stands_beside_the_others_and_its_unit_stays_missing(given_readings, way):
    first, *others = given_readings
    figure = combine(way, [first._replace(since="2026-09"), *others])
    assert first.unit_id in figure.missing
    if way != "latest" and figure.reported:
        together = combine(way, given_readings)
        assert (figure.value, figure.numerator, figure.denominator) == (
            together.value,
            together.numerator,
            together.denominator,
        )


@given(readings(), WAYS)
def test_readings_of_earlier_periods_alone_are_no_figure_of_this_one(given_readings, way):
    figure = combine(way, [reading._replace(since="2026-09") for reading in given_readings])
    assert (figure.value, figure.denominator, figure.reported) == (None, None, ())


def test_the_latest_value_is_the_lead_s_of_an_earlier_period_before_a_cooperating_unit_s_of_this_one():
    rows = [Reading(1, True, D(80), since="2026-09"), Reading(2, False, D(75))]
    assert combine("latest", rows) == Figure(D(80), None, None, (2,), (1,))


def test_without_the_lead_a_cooperating_unit_s_reading_of_this_period_goes_first():
    rows = [Reading(1, True), Reading(2, False, D(80), since="2026-09"), Reading(3, False, D(75), order=1)]
    assert combine("latest", rows).value == 75


@pytest.mark.parametrize(
    ("way", "values", "units"),
    [
        ("latest", {1: (D(80), ""), 2: (D(75), "2026-09")}, []),
        ("latest", {1: (D(80), "2026-09"), 2: (D(75), "")}, [1]),
        ("maximum", {1: (D(80), ""), 2: (D(75), "2026-09")}, []),
        ("maximum", {1: (D(80), "2026-09"), 2: (D(80), "")}, []),
        ("maximum", {1: (D(80), "2026-09"), 2: (D(75), "")}, [1]),
        ("maximum", {1: (D(80), "2026-09"), 2: (D(75), "2026-08")}, [1]),
        ("maximum", {}, []),
        ("count", {1: (D(0), "2026-09"), 2: (D(75), ""), 3: (D(1), "2026-08")}, [3]),
        ("sum", {1: (D(0), "2026-09"), 2: (D(75), "")}, [1]),
    ],
)
def test_a_figure_stands_on_those_earlier_readings_alone_that_it_is_made_of(way, values, units):
    rows = [Reading(unit, unit == 1, value, since=since) for unit, (value, since) in values.items()]
    assert [reading.unit_id for reading in standing_on(way, rows)] == units


def test_a_mean_without_its_denominator_is_not_reported():
    assert combine("mean", [Reading(1, True, D(4)), Reading(2, False, D(2), None, D(3))]) == Figure(
        D(2), D(6), D(3), (2,), (1,)
    )


@given(readings(), WAYS)
def test_an_adjusted_figure_is_shaped_as_one_unit_would_report_it(given_readings, way):
    computed = combine(way, given_readings)
    given_by_hand = Reading(0, True, D(3), D(6), D(8))
    figure = adjusted(way, given_by_hand, computed)
    assert figure.value == {"ratio": D(75)}.get(way, D(3))
    assert (figure.reported, figure.missing) == (computed.reported, computed.missing)


def test_zero_reported_is_zero_and_nothing_reported_is_none():
    assert combine("sum", [Reading(1, True, D(0)), Reading(2, False)]) == Figure(D(0), None, None, (1,), (2,))
    assert combine("sum", [Reading(1, True), Reading(2, False)]) == Figure(None, None, None, (), (1, 2))


def test_a_ratio_divides_sums_and_does_not_average():
    figure = combine("ratio", [Reading(1, True, None, D(90), D(100)), Reading(2, False, None, D(1), D(10))])
    assert quantise(figure.value, 2) == D("82.73")
    assert (figure.numerator, figure.denominator) == (91, 110)


def test_a_ratio_over_zero_does_not_apply_but_was_reported():
    assert combine("ratio", [Reading(1, True, None, D(0), D(0))]) == Figure(None, D(0), D(0), (1,), ())


def test_half_a_ratio_is_not_reported():
    assert combine("ratio", [Reading(1, True, D(5), D(5), None)]) == Figure(None, None, None, (), (1,))


def test_the_lead_units_value_is_the_latest():
    figure = combine("latest", [Reading(2, False, D(80), order=0), Reading(9, True, D(91), order=5)])
    assert (figure.value, figure.reported) == (91, (2, 9))


def test_without_the_lead_the_first_cooperating_unit_speaks():
    rows = [Reading(9, True), Reading(2, False, D(80), order=2), Reading(7, False, D(75), order=1)]
    assert combine("latest", rows).value == 75


def test_the_year_to_date_of_a_ratio_weighs_the_months():
    months = [Figure(D(50), D(1), D(2), (1,), ()), Figure(D(100), D(98), D(98), (1,), ())]
    assert year_to_date("ratio", months, stock=False) == Figure(D(99), D(99), D(100), (1,), ())


def test_the_year_to_date_of_a_latest_value_is_the_last_reported():
    months = [
        Figure(D(50), None, None, (1,), ()),
        Figure(D(60), None, None, (1,), ()),
        Figure(None, None, None, (), (1,)),
    ]
    assert year_to_date("latest", months, stock=True).value == 60


def test_a_unit_is_missing_from_the_year_only_if_it_never_reported():
    months = [Figure(D(1), None, None, (1,), (2, 3)), Figure(D(1), None, None, (2,), (1, 3))]
    year = year_to_date("sum", months, stock=False)
    assert (year.reported, year.missing) == ((1, 2), (3,))


def test_a_year_without_periods_has_no_figure():
    assert year_to_date("sum", [], stock=False) == Figure(None, None, None, (), ())


def test_a_count_is_of_whatever_is_more_than_nothing():
    entered = [
        Reading(1, lead=True, value=D("0.5")),
        Reading(2, lead=False, value=D(1)),
        Reading(3, lead=False, value=D(0)),
    ]
    assert combine("count", entered).value == 2


@pytest.mark.parametrize("way", ["sum", "latest", "maximum", "count"])
def test_a_year_in_which_nobody_reported_has_no_figure(way):
    silent = combine(way, [Reading(1, lead=True)])
    assert year_to_date(way, [silent, silent], stock=False) == Figure(None, None, None, (), (1,))
