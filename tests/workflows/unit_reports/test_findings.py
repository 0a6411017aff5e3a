"""What a reader of a unit's report should look at first."""

from decimal import Decimal

import pytest

from tests import factories
from units.models import Aggregation, Indicator
from workflows.models import IndicatorEntry
from workflows.unit_reports.findings import IndicatorRow, entries_of

LATE = "Quá thời hạn"


def findings(cast, number, code="2026-11"):
    report = factories.fill(factories.unit_report(cast, "VHXH", code), cast)
    return next(row for row in entries_of(report).assignments if row.entry.assignment.number == number)


@pytest.mark.parametrize(
    ("told_at", "late"), [("2026-11-29 09:00", False), ("2026-11-30 23:59", False), ("2026-12-01 00:00", True)]
)
def test_a_task_is_past_its_due_date_once_that_day_has_passed_in_vietnam(cast, on_day, told_at, late):
    on_day(told_at)
    assert (LATE in findings(cast, 7).findings) == late


def test_a_task_due_after_the_period_is_not_past_its_date(cast, on_day):
    on_day("2026-12-03 09:00")
    assert LATE not in findings(cast, 7, factories.MONTH).findings


def test_the_period_asks_for_what_falls_due_in_it_before_that_day_comes(cast, on_day):
    on_day("2026-11-20 09:00")
    assert findings(cast, 7).is_due


def test_finishing_what_comes_again_is_cautioned_against_and_not_refused(cast):
    report = factories.fill(factories.unit_report(cast, "VHXH"), cast)
    report.assignment_entries.filter(assignment__number__in=(4, 8)).update(status="done")
    rows = {row.entry.assignment.number: row for row in entries_of(report).assignments}
    assert "Việc còn lặp lại trong năm (hằng tháng)" in rows[8].findings[-1]
    assert not rows[8].unanswered
    assert not any("lặp lại" in finding for finding in rows[4].findings)


@pytest.mark.parametrize(
    ("now", "before", "words", "direction"),
    [
        ("85.2459", "84.4828", "0,77", "up"),
        ("99.0099", "98.2143", "0,8", "up"),
        ("50.0010", "50.0000", "", "same"),
    ],
)
def test_the_change_is_that_of_the_figures_beside_it(now, before, words, direction):
    indicator = Indicator(aggregation=Aggregation.RATIO)
    row = IndicatorRow(*(IndicatorEntry(indicator=indicator, value=Decimal(each)) for each in (now, before)))
    assert (row.change_words, row.direction_of_change) == (words, direction)
