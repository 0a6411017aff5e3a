"""A consolidated figure keeps what it was in the period before and a year ago, and the prose tells of it."""

import pytest

from tests.factories import reread
from tests.remembered import remembered
from tests.workflows import arrange
from tests.workflows.ward_reports.test_consolidate import month
from units.models import Indicator
from workflows.models import IndicatorFigure, ReportingPeriod, ReportKind, UnitReport, WardReport
from workflows.prose import drafts as prose
from workflows.unit_reports.findings import entries_of
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


@remembered
def after_nine_months(cast):
    """October, after a September that tells the year so far."""
    ReportKind.objects.filter(pk=cast.monthly.pk).update(first_covers_year=True)
    Indicator.objects.filter(number=15).update(aggregation="sum", stock=True)
    ward_reports.consolidate(month(cast, {"CA": "90", "TDP": "70"}, "2026-09"), by=cast.coordinator)
    report = ward_reports.consolidate(month(cast, {"CA": "50", "TDP": "80"}, "2026-10"), by=cast.coordinator)
    return reread(report)


def test_what_a_month_brought_is_not_held_against_nine_months(cast):
    report = after_nine_months(cast)
    flow, level = value(report), value(report, 15)
    assert (flow.before, flow.before_lacks) == (None, "số liệu từ ngày 01/01/2026 đến ngày 30/09/2026")
    assert (flow.value, flow.year_value) == (50, 140)
    assert (level.before, level.before_lacks) == (70, "")


def test_the_prose_says_which_months_it_does_not_compare(cast):
    report = after_nine_months(cast)
    sentence = (
        "Kết quả phát sinh trong kỳ không so sánh với tháng 9 năm 2026, do kỳ đó gồm số liệu từ ngày 01/01/2026 "
        "đến ngày 30/09/2026."
    )
    assert sentence in report.results
    assert "So với tháng 9 năm 2026, có {{số chỉ tiêu: tốt hơn kỳ trước}} chỉ tiêu" in report.results
    read = prose.words_of(prose.figures_of(report))
    assert read["{{chỉ tiêu 9: so với kỳ trước}}"].startswith(
        "không so sánh vì kỳ trước gồm số liệu từ ngày 01/01/2026"
    )
    assert read["{{số chỉ tiêu: chưa so sánh được kỳ trước}}"] == "00"
    before = WardReport.objects.get(period__code="2026-09")
    assert "Số liệu trong kỳ là số liệu gộp từ ngày 01/01/2026." in before.results


def test_a_unit_s_month_is_no_jump_beside_nine_months(cast):
    after_nine_months(cast)
    report = UnitReport.objects.with_names().get(unit=cast.units["CA"], period__code="2026-10")
    row = next(row for row in entries_of(report).indicators if row.entry.indicator.number == 9)
    assert (row.last_words, row.change, row.past.beside(level=False)) == ("90", None, [])
    assert row.past.beside(level=True)


def test_the_pages_say_why_it_is_not_compared(cast, client):
    report = after_nine_months(cast)
    client.force_login(cast.coordinator)
    page = client.get(f"{report.get_absolute_url()}figures/9/").content.decode()
    assert "không so sánh: kỳ đó gồm số liệu từ ngày 01/01/2026 đến ngày 30/09/2026" in page
    before = UnitReport.objects.get(unit=cast.units["CA"], period__code="2026-09")
    asked = client.get(before.get_absolute_url()).content.decode()
    assert "báo cáo toàn bộ số liệu từ ngày 01/01/2026 đến hết ngày 30/09/2026" in asked
