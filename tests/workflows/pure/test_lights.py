"""Lights and completion: a figure against its goal."""

from decimal import Decimal
from fractions import Fraction

import pytest

from workflows.pure.aggregation import (
    Thresholds,
    completion,
    light,
)

D = Decimal


@pytest.mark.parametrize(
    ("value", "colour"), [("5000", "green"), ("4999.99", "amber"), ("4000", "amber"), ("3999.99", "red"), ("0", "red")]
)
def test_a_sum_stands_against_the_share_of_the_year(value, colour):
    found = light(
        D(value), goal=D(6000), direction="up", aggregation="sum", stock=False, share_of_year=Fraction(10, 12)
    )
    assert found == colour


@pytest.mark.parametrize(("value", "colour"), [("6000", "green"), ("5999", "amber"), ("4799", "red")])
def test_the_sum_of_a_stock_stands_against_the_whole_goal(value, colour):
    found = light(D(value), goal=D(6000), direction="up", aggregation="sum", stock=True, share_of_year=Fraction(10, 12))
    assert found == colour


@pytest.mark.parametrize(("value", "colour"), [("85", "green"), ("84.99", "amber"), ("68", "amber"), ("67.99", "red")])
def test_a_ratio_stands_against_the_whole_goal(value, colour):
    found = light(D(value), goal=D(85), direction="up", aggregation="ratio", stock=False, share_of_year=Fraction(1, 12))
    assert found == colour


@pytest.mark.parametrize(("value", "colour"), [("8", "green"), ("8.01", "amber"), ("10", "amber"), ("10.01", "red")])
def test_where_less_is_better_the_light_is_mirrored(value, colour):
    assert light(D(value), goal=D(8), direction="down", aggregation="latest", stock=True) == colour


@pytest.mark.parametrize(("value", "colour"), [("0", "green"), ("1", "red")])
def test_a_goal_of_no_incident_is_green_at_none(value, colour):
    found = light(D(value), goal=D(0), direction="down", aggregation="sum", stock=False, share_of_year=Fraction(1, 2))
    assert found == colour


@pytest.mark.parametrize("direction", ["up", "down"])
def test_nothing_reported_is_red(direction):
    assert light(None, goal=D(0), direction=direction, aggregation="sum", stock=False) == "red"


def test_thresholds_are_settings():
    strict = Thresholds(green=D("1.1"), amber=D("0.95"))
    colours = [
        light(D(value), goal=D(100), direction="up", aggregation="latest", stock=True, thresholds=strict)
        for value in (110, 95, 94)
    ]
    assert colours == ["green", "amber", "red"]


def test_a_third_of_a_goal_is_met_without_rounding():
    assert (
        light(
            D("3.3333333333"), goal=D(10), direction="up", aggregation="sum", stock=False, share_of_year=Fraction(1, 3)
        )
        == "amber"
    )
    assert (
        light(D(4), goal=D(12), direction="up", aggregation="sum", stock=False, share_of_year=Fraction(1, 3)) == "green"
    )


@pytest.mark.parametrize(
    ("value", "goal", "direction", "percent"),
    [
        ("3000", "6000", "up", "50"),
        ("9000", "6000", "up", "150"),
        ("0", "0", "up", "100"),
        ("5", "10", "down", "100"),
        ("20", "10", "down", "50"),
        ("0", "0", "down", "100"),
        ("3", "0", "down", "0"),
    ],
)
def test_completion_is_a_percentage_of_the_goal(value, goal, direction, percent):
    assert completion(D(value), goal=D(goal), direction=direction) == D(percent)


def test_nothing_known_is_no_completion():
    assert completion(None, goal=D(1), direction="up") is None
