"""A consolidated figure keeps what it was in the period before and a year ago, and the prose tells of it."""

import pytest

from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.ward_reports.test_consolidate import month
from units.models import Indicator
from workflows.models import IndicatorFigure, ReportingPeriod
from workflows.prose import drafts as prose
from workflows.ward_reports import actions as ward_reports


def value(report, number=9):
    return IndicatorFigure.objects.get(report=report, indicator__number=number)


def a_year_ago(period, code):
    """The period as if it were one of the plan of the year before."""
    plan = period.plan
    plan.pk, plan.year, plan.number = None, 2025, "01/KH-2025"
    plan.save()
    ReportingPeriod.objects.filter(pk=period.pk).update(code=code, plan=plan)


def test_the_month_before_and_the_same_month_a_year_ago_are_kept(cast):
    ward_reports.consolidate(month(cast, {"CA": "40"}, "2026-09"), by=cast.coordinator)
    ReportingPeriod.objects.filter(code="2026-09").update(code="2025-11")
    ward_reports.consolidate(month(cast, {"CA": "70"}, "2026-10"), by=cast.coordinator)
    report = ward_reports.consolidate(month(cast, {"CA": "50"}, "2026-11"), by=cast.coordinator)
    figure = value(report)
    assert (figure.value, figure.before, figure.year_before) == (50, 70, 40)


def test_a_year_ago_does_not_count_in_the_year_to_date(cast):
    ward_reports.consolidate(month(cast, {"CA": "40"}, "2026-09"), by=cast.coordinator)
    a_year_ago(ReportingPeriod.objects.get(code="2026-09"), "2025-10")
    report = ward_reports.consolidate(month(cast, {"CA": "50"}, "2026-10"), by=cast.coordinator)
    assert (value(report).year_value, value(report).before) == (50, None)


def november(cast, ways, now, then):
    """November beside October, of the indicator 9 as given: what each unit reports, the others are waived."""
    Indicator.objects.filter(number=9).update(**ways)
    ward_reports.consolidate(month(cast, then, "2026-10"), by=cast.coordinator)
    report = ward_reports.consolidate(month(cast, now, "2026-11"), by=cast.coordinator)
    return reread(report), value(report)


FLOW, STOCK = {"aggregation": "sum", "stock": False}, {"aggregation": "sum", "stock": True}
LATEST = {"aggregation": "latest", "stock": True}


@pytest.mark.parametrize(
    ("ways", "now", "then", "lacking"),
    [
        (FLOW, {"CA": "50"}, {"CA": "50", "TTPVHCC": "20"}, "{TTPVHCC}"),
        (FLOW, {"CA": "50", "TTPVHCC": "20"}, {"CA": "50"}, "{TTPVHCC} (tháng 10 năm 2026)"),
        (FLOW, {"TTPVHCC": "20"}, {"CA": "50"}, "{CA}; {TTPVHCC} (tháng 10 năm 2026)"),
        (STOCK, {"CA": "50"}, {"CA": "50", "TTPVHCC": "20"}, "{TTPVHCC}"),
        (LATEST, {"TTPVHCC": "20"}, {"CA": "50"}, "{CA}"),
        (LATEST, {"CA": "50"}, {"TTPVHCC": "20"}, "{TTPVHCC}; {CA} (tháng 10 năm 2026)"),
    ],
)
def test_a_figure_that_other_units_told_then_is_not_compared(cast, ways, now, then, lacking):
    report, figure = november(cast, ways, now, then)
    names = {code: unit.short_name for code, unit in cast.units.items()}
    assert (figure.before, figure.before_lacks) == (None, lacking.format(**names))
    assert "kém hơn" not in report.results
    assert "Chỉ tiêu chưa so sánh được với tháng 10 năm 2026:" in report.results


@pytest.mark.parametrize("ways", [FLOW, STOCK])
def test_a_unit_that_never_told_it_is_not_missed(cast, ways):
    _report, figure = november(cast, ways, {"CA": "40"}, {"CA": "50"})
    assert (figure.before, figure.before_lacks) == (50, "")


def test_of_the_latest_the_lead_s_own_two_are_compared_whoever_cooperates(cast):
    _report, figure = november(cast, LATEST, {"CA": "40"}, {"CA": "50", "TTPVHCC": "20"})
    assert (figure.before, figure.before_lacks) == (50, "")


def test_the_prose_quotes_the_comparison_and_follows_an_adjustment(cast):
    ward_reports.consolidate(month(cast, {"CA": "40"}, "2026-09"), by=cast.coordinator)
    report = ward_reports.consolidate(month(cast, {"CA": "50"}, "2026-10"), by=cast.coordinator)
    read = prose.words_of(prose.figures_of(report))["{{chỉ tiêu 9: so với kỳ trước}}"]
    assert read.startswith("tăng 10 ")
    assert "So với tháng 9 năm 2026, có {{số chỉ tiêu: tốt hơn kỳ trước}} chỉ tiêu" in reread(report).results


def test_the_first_month_is_beside_nothing(cast):
    assert "So với" not in arrange.consolidated(cast).results
