"""What readings say against how a plan counts them: a flow that looks like a stock, a number that stands twice."""

from decimal import Decimal

import pytest

from tests import factories
from tests.workflows import arrange
from units.models import Indicator
from workflows.pure import suspicions
from workflows.pure.aggregation import Reading
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.findings import entries_of

D = Decimal
NAMES = {1: "Công an", 2: "Tổ dân phố", 3: "Văn phòng"}


def numbers(text):
    return [None if word == "-" else D(word) for word in text.split()]


@pytest.mark.parametrize(
    ("values", "looks"),
    [
        ("62 62 62", True),
        ("40 62 62 62", True),
        ("62 62", False),
        ("0 0 0", False),
        ("4 4 4", False),
        ("2 3 3 4 5", False),
        ("62 - 62 62", False),
        ("10 12 15 15 20", True),
        ("10 12 15 20", False),
        ("10 12 15 14 20", False),
        ("410 432 402 455 430 441", False),
    ],
)
def test_what_repeats_or_never_falls_looks_like_a_stock(values, looks):
    readings = [(value, None, None) for value in numbers(values)]
    assert bool(suspicions.like_a_stock("sum", readings)) == looks


@pytest.mark.parametrize(
    ("numerators", "denominators", "named"),
    [("36 45 55", "62 62 62", "Mẫu số"), ("8 8 8", "9 12 10", "Tử số"), ("40 52 38", "100 90 120", "")],
)
def test_of_a_ratio_either_part_tells(numerators, denominators, named):
    readings = [(None, *pair) for pair in zip(numbers(numerators), numbers(denominators), strict=True)]
    assert suspicions.like_a_stock("ratio", readings).startswith(named)
    assert bool(suspicions.like_a_stock("ratio", readings)) == bool(named)


def test_the_same_numbers_of_lead_and_another_are_told():
    readings = [
        Reading(1, True, D(50), D(30), D(60)),
        Reading(2, False, D(50), D(30), D(60)),
        Reading(3, False, D(50), D(5), D(10)),
    ]
    (sentence,) = suspicions.counted_twice("ratio", readings, NAMES)
    assert "Tổ dân phố" in sentence
    assert "Văn phòng" not in sentence


def test_of_a_sum_it_is_told_that_others_add_to_the_lead():
    assert suspicions.counted_twice("sum", [Reading(1, True, D(5)), Reading(2, False, D(7))], NAMES)


@pytest.mark.parametrize(
    ("way", "readings"),
    [
        ("sum", [Reading(1, True, D(5)), Reading(2, False)]),
        ("sum", [Reading(1, True, D(5)), Reading(2, False, D(0))]),
        ("sum", [Reading(2, False, D(5)), Reading(3, False, D(5))]),
        ("ratio", [Reading(1, True, None, D(5), D(9)), Reading(2, False, None, D(6), D(9))]),
        ("latest", [Reading(1, True, D(5)), Reading(2, False, D(5))]),
        ("count", [Reading(1, True, D(5)), Reading(2, False, D(5))]),
    ],
)
def test_where_nothing_can_stand_twice_nothing_is_told(way, readings):
    assert suspicions.counted_twice(way, readings, NAMES) == []


def row(report, number):
    return next(row for row in entries_of(report).indicators if row.entry.indicator.number == number)


def test_a_reviewer_sees_that_lead_and_another_report_the_same_numbers(cast):
    factories.submitted(cast, "TCNS")
    report = factories.submitted(cast, "CA")
    assert any(cast.units["TCNS"].short_name in finding for finding in row(report, 8).findings)


def test_a_draft_of_another_unit_is_told_to_nobody(cast):
    arrange.draft(cast, "TCNS")
    report = factories.submitted(cast, "CA")
    assert row(report, 8).twin == ""


def test_other_numbers_of_the_same_sum_are_a_reminder_and_no_finding(cast):
    other = factories.fill(factories.unit_report(cast, "TTPVHCC"), cast, "30")
    unit_reports.submit(other, by=cast["TTPVHCC:unit_head"], seen=other.version)
    found = row(factories.submitted(cast, "CA"), 9)
    assert cast.units["TTPVHCC"].short_name in found.reminder
    assert not any(cast.units["TTPVHCC"].short_name in finding for finding in found.findings)


def test_two_that_only_cooperate_are_not_compared(cast):
    factories.submitted(cast, "TCNS")
    assert row(factories.submitted(cast, "TDP"), 8).twin == ""


def test_a_flow_whose_parts_stand_still_is_a_doubt_until_it_is_a_stock(cast):
    for code in ("2026-08", "2026-09"):
        factories.submitted(cast, "TTPVHCC", code)
    report = factories.submitted(cast, "TTPVHCC")
    assert "thời điểm" in row(report, 1).doubt
    Indicator.objects.filter(number=1).update(stock=True)
    assert row(report, 1).doubt == ""


def test_the_ward_s_pages_tell_what_may_be_counted_twice(client, cast):
    report = factories.consolidated(cast)
    client.force_login(cast.coordinator)
    for page in (f"/reports/ward/{report.pk}/", f"/reports/ward/{report.pk}/figures/"):
        text = client.get(page).content.decode()
        assert "Có thể bị tính hai lần" in text
        assert "báo cùng số liệu" in text
