"""The checks as they are: plain values in, what is asked out."""

from decimal import Decimal

import pytest

from workflows.pure import entry_checks
from workflows.pure.entry_checks import Limits, Reported

LIMITS = Limits()


def numbers(text):
    """ "1 2 - 4": a dash is what was not reported."""
    return [None if word == "-" else Decimal(word) for word in text.split()]


def asked(entry, limits=LIMITS):
    return [check.code for check in entry_checks.of_figure(entry, limits)]


def test_a_blank_is_asked_about_and_zero_is_not():
    assert asked(Reported(None)) == ["blank"]
    assert asked(Reported(Decimal(0))) == []


@pytest.mark.parametrize(
    ("past", "value", "jumps"),
    [
        ("100 100 100 100 100 100", "110", False),  # within ten percent, however steady it was
        ("100 100 100 100 100 100", "111", True),
        ("100 90 110 100 95 105", "125", False),  # five median deviations of five
        ("100 90 110 100 95 105", "126", True),
        ("100 50 150 60 140 100", "150", False),  # never more than half as much again
        ("100 50 150 60 140 100", "151", True),
        ("100 50 150 60 140 100", "49", True),
        ("100 100", "900", False),  # too little is known
        ("- 100 - 100 -", "900", False),
        ("- 100 - 100 100", "900", True),
        ("900 900 900 100 100 100 100 100 100", "105", False),  # the last six alone
        ("3 3 3 3 3 3", "4", False),  # one thing more or less, where things are counted
        ("3 3 3 3 3 3", "5", True),
        ("1 1 1 1 1 1", "0", False),
        ("3.5 3.5 3.5 3.5 3.5 3.5", "4", True),
        ("0 0 0 2 0 0", "2", False),
        ("0 0 0 2 0 0", "3", True),
        ("0 0 0 0 0 0", "1", True),
    ],
)
def test_a_jump_is_far_from_the_median_of_the_last_six(past, value, jumps):
    assert asked(Reported(Decimal(value), past=numbers(past))) == (["jump"] if jumps else [])


def test_the_limits_are_those_of_the_kind_of_report():
    entry = Reported(Decimal(125), past=numbers("100 90 110 100 95 105"))
    assert asked(entry, Limits(deviations=Decimal(2), percent=Decimal(50))) == ["jump"]
    assert asked(entry, Limits(deviations=Decimal(5), percent=Decimal(20))) == ["jump"]


def test_a_jump_is_told_with_its_numbers():
    (check,) = entry_checks.of_figure(Reported(Decimal("1200.5"), past=numbers("400 410 390 400 405 395")), LIMITS)
    for number in ("6", "400", "360", "440"):
        assert number in check.sentence


@pytest.mark.parametrize(
    ("past", "value", "found"),
    [
        ("", "95500", ["above"]),  # "95.500" in a row of percentages
        ("", "9550", ["above"]),
        ("96 95", "100.5", ["above"]),
        ("96.4 96.4 96.4 96.4 96.4 96.4", "9640", ["above"]),
        ("", "100", []),
        ("96 95", "95.5", []),
    ],
)
def test_a_percentage_above_the_whole_is_asked_about_however_little_is_known(past, value, found):
    assert asked(Reported(Decimal(value), past=numbers(past), percent=True, whole=True, goal=Decimal(95))) == found


def test_what_is_expected_of_a_percentage_is_never_above_the_whole():
    entry = Reported(Decimal(50), past=numbers("96.4 96.4 96.4"), percent=True, whole=True)
    (check,) = entry_checks.of_figure(entry, LIMITS)
    assert ("106" in check.sentence, "100" in check.sentence) == (False, True)


def test_of_a_percentage_that_may_pass_the_whole_nothing_is_asked():
    assert asked(Reported(Decimal(120), goal=Decimal(110))) == []


@pytest.mark.parametrize(
    ("past", "goal", "value", "found"),
    [
        ("", "20", "200", []),
        ("", "20", "201", ["far"]),
        ("5", "6000", "50", []),
        ("5", "6000", "51", ["far"]),
        ("5 30", "6000", "51", []),
        ("0", "0", "9", []),  # of nothing ten times is nothing
        ("- 0", None, "9", []),
    ],
)
def test_ten_times_the_goal_or_all_that_was_told_is_asked_about(past, goal, value, found):
    entry = Reported(Decimal(value), past=numbers(past), goal=None if goal is None else Decimal(goal))
    assert asked(entry) == found


@pytest.mark.parametrize(
    ("numerator", "bounded", "found"), [("11", True, ["bounded"]), ("11", False, []), ("10", True, [])]
)
def test_a_part_is_at_most_its_whole_where_it_must_be(numerator, bounded, found):
    entry = Reported(Decimal(110), Decimal(numerator), Decimal(10), bounded=bounded)
    assert asked(entry) == found


@pytest.mark.parametrize(
    ("value", "before", "found"), [("9", "10", ["falls"]), ("10", "10", []), ("9", None, []), ("11", "10", [])]
)
def test_a_running_total_does_not_fall(value, before, found):
    entry = Reported(Decimal(value), before=None if before is None else Decimal(before), cumulative=True)
    assert asked(entry) == found


def test_a_running_total_may_grow_as_it_likes():
    assert asked(Reported(Decimal(900), past=numbers("100 200 300"), before=Decimal(300), cumulative=True)) == []


@pytest.mark.parametrize(
    ("status", "result", "found"),
    [("", "", ["blank"]), ("done", " ", ["product"]), ("done", "Quy chế", []), ("in_progress", "", [])],
)
def test_what_is_finished_names_its_product(status, result, found):
    checks = entry_checks.of_progress(status=status, done=status == "done", result=result)
    assert [check.code for check in checks] == found
