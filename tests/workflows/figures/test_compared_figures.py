"""A consolidated figure keeps what it was in the period before and a year ago, and the prose tells of it."""

from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.ward_reports.test_consolidate import month
from workflows.models import IndicatorFigure, ReportingPeriod
from workflows.prose import drafts as prose
from workflows.ward_reports import actions as ward_reports


def value(report, number=9):
    return IndicatorFigure.objects.get(report=report, indicator__number=number)


def test_the_month_before_and_the_same_month_a_year_ago_are_kept(cast):
    ward_reports.consolidate(month(cast, {"CA": "40"}, "2026-09"), by=cast.coordinator)
    ReportingPeriod.objects.filter(code="2026-09").update(code="2025-11")
    ward_reports.consolidate(month(cast, {"CA": "70"}, "2026-10"), by=cast.coordinator)
    report = ward_reports.consolidate(month(cast, {"CA": "50"}, "2026-11"), by=cast.coordinator)
    figure = value(report)
    assert (figure.value, figure.before, figure.year_before) == (50, 70, 40)


def test_a_year_ago_does_not_count_in_the_year_to_date(cast):
    ward_reports.consolidate(month(cast, {"CA": "40"}, "2026-09"), by=cast.coordinator)
    ReportingPeriod.objects.filter(code="2026-09").update(code="2025-10")
    report = ward_reports.consolidate(month(cast, {"CA": "50"}, "2026-10"), by=cast.coordinator)
    assert (value(report).year_value, value(report).before) == (50, None)


def test_the_prose_quotes_the_comparison_and_follows_an_adjustment(cast):
    ward_reports.consolidate(month(cast, {"CA": "40"}, "2026-09"), by=cast.coordinator)
    report = ward_reports.consolidate(month(cast, {"CA": "50"}, "2026-10"), by=cast.coordinator)
    read = prose.words_of(prose.figures_of(report))["{{chỉ tiêu 9: so với kỳ trước}}"]
    assert read.startswith("tăng 10 ")
    assert "So với tháng 9 năm 2026, có {{số chỉ tiêu: tốt hơn kỳ trước}} chỉ tiêu" in reread(report).results


def test_the_first_month_is_beside_nothing(cast):
    assert "So với" not in arrange.consolidated(cast).results
