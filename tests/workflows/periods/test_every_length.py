"""Kinds of every length, from the clock that opens their periods to the document that is made of them."""

from datetime import date
from decimal import Decimal

import pytest

from tests import factories
from tests.factories import reread
from tests.workflows import arrange as reports
from tests.workflows.periods.arrange import QUARTERLY, WEEKLY, asked, made, quarterly
from workflows import tasks
from workflows.documents.source import content_of, with_source
from workflows.figures import annual
from workflows.figures.actions import override_figure
from workflows.figures.origins.provenance import provenance
from workflows.models import IndicatorEntry, IndicatorFigure, ReportingPeriod, WardReport
from workflows.periods import actions as periods
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports import actions as ward_reports


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-06 09:00")


def consolidated(cast, period, value="50"):
    """The police's report is accepted, the others need not report."""
    for report in period.unit_reports.with_names().exclude(unit__code="CA"):
        unit_reports.waive(report, by=cast.coordinator, reason="Không phát sinh nhiệm vụ")
    told(cast, period, "CA", value)
    ward = WardReport.objects.with_names().get(period=period)
    return reread(ward_reports.consolidate(ward, by=cast.coordinator))


def told(cast, period, unit, value="50"):
    report = factories.fill(reread(period.unit_reports.get(unit__code=unit)), cast, value)
    report = reread(unit_reports.submit(report, by=cast[f"{unit}:unit_head"], seen=report.version))
    report = reread(unit_reports.take(report, by=cast.coordinator))
    unit_reports.accept(report, by=cast.coordinator, seen=report.version)


def content(report):
    return content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False)


@pytest.mark.parametrize(
    ("settings", "today", "opened"),
    [
        (QUARTERLY, "2026-12-20 09:00", ["2026-Q4"]),
        (QUARTERLY | {"frequency": "halfyearly"}, "2026-12-20 09:00", ["2026-H2"]),
        (QUARTERLY | {"frequency": "ninemonths"}, "2027-09-20 09:00", ["2027-9M"]),
        (WEEKLY, "2026-11-10 09:00", ["2026-W46"]),
        (QUARTERLY | {"frequency": "event"}, "2026-12-20 09:00", []),
        (QUARTERLY | {"frequency": "once"}, "2026-12-20 09:00", []),
    ],
)
def test_the_clock_opens_the_periods_of_every_length(cast, on_day, settings, today, opened):
    kind = made(cast, **settings)
    if today.startswith("2027"):
        plan_of_next_year(cast)
    on_day(today)
    tasks.open_periods()
    tasks.open_periods()
    assert [period.code for period in kind.periods.order_by("ends")] == opened


def plan_of_next_year(cast):
    plan = cast.ward.plans.get()
    plan.pk, plan.year, plan.number = None, 2027, "01/KH-2027"
    plan.save()


def test_the_week_between_two_years_belongs_to_the_plan_of_most_of_its_days(cast):
    period = periods.open_period(made(cast, **WEEKLY), "2026-W53")
    assert (period.ends, period.plan.year, period.year) == (date(2027, 1, 3), 2026, 2026)


def test_a_quarter_is_made_of_its_own_figures_and_compared_with_quarters(cast):
    kind = quarterly(cast)
    reports.consolidated(cast)
    consolidated(cast, periods.open_period(kind, "2026-Q3"), "40")
    report = consolidated(cast, periods.open_period(kind, "2026-Q4"), "50")
    figure = IndicatorFigure.objects.get(report=report, indicator__number=9)
    assert (figure.value, figure.before, figure.year_value) == (50, 40, 90)


def test_the_document_of_a_quarter_names_it_and_looks_ahead_to_the_next(cast):
    document = content(consolidated(cast, periods.open_period(quarterly(cast), "2026-Q3")))
    assert document.subject.endswith("quý III năm 2026")
    assert "kết quả thực hiện quý III năm 2026 như sau" in document.opening
    titles = [section.title for section in document.sections]
    assert "Phương hướng, nhiệm vụ trọng tâm quý IV" in titles
    results = next(section for section in document.sections if section.key == "results")
    assert results.paragraphs[0].startswith("Lũy kế đến hết quý III năm 2026")


def test_the_light_of_a_quarter_is_held_against_the_share_of_the_year_that_its_end_has_reached(cast):
    kind = quarterly(cast)
    cast.ward.plans.get().indicators.filter(number=9).update(goal=100, aggregation="sum", stock=False, direction="up")
    first = consolidated(cast, periods.open_period(kind, "2026-Q1"), "25")
    assert IndicatorFigure.objects.get(report=first, indicator__number=9).light == "green"
    second = consolidated(cast, periods.open_period(kind, "2026-Q2"), "10")
    assert IndicatorFigure.objects.get(report=second, indicator__number=9).light == "red"


def test_a_kind_that_begins_within_the_year_tells_from_when_it_counts_and_no_light(cast, on_day):
    on_day("2026-11-20 09:00")
    cast.ward.plans.get().indicators.filter(number=9).update(goal=100, aggregation="sum", stock=False, direction="up")
    kind = made(cast, **WEEKLY | {"on_plan": True})
    consolidated(cast, periods.open_period(kind, "2026-W45"), "10")
    report = consolidated(cast, periods.open_period(kind, "2026-W46"), "10")
    figure = IndicatorFigure.objects.get(report=report, indicator__number=9)
    assert (figure.value, figure.year_value, figure.light) == (10, 20, "")
    document = content(report)
    line = next(row for row in document.indicators if row.number == 9)
    assert (line.rating, "lũy kế tính từ ngày 02/11/2026" in line.note) == (None, True)
    results = next(section for section in document.sections if section.key == "results")
    assert "chưa đánh giá tiến độ năm do số liệu tính từ ngày 02/11/2026" in results.paragraphs[1]
    told = "\n".join(line for section in document.sections for line in section.paragraphs)
    assert "Không có chỉ tiêu, nhiệm vụ chậm tiến độ" not in told
    figure = override_figure(report, by=cast.coordinator, number=9, given={"value": Decimal(15)}, reason="Đếm lại")
    assert (figure.year_value, figure.computed_year, figure.light) == (25, 20, "")


def test_a_kind_that_begins_within_the_year_takes_over_the_months_before(cast):
    cast.ward.plans.get().indicators.filter(number=9).update(goal=100, aggregation="sum", stock=False, direction="up")
    consolidated(cast, factories.open_month(cast, "2026-08"), "30")
    consolidated(cast, factories.open_month(cast, "2026-09"), "40")
    report = consolidated(cast, periods.open_period(quarterly(cast), "2026-Q4"), "20")
    figure = IndicatorFigure.objects.get(report=report, indicator__number=9)
    assert (figure.value, figure.before, figure.year_value, figure.light) == (20, None, 90, "amber")
    shown = provenance(report.pk, 9, cast.coordinator)
    assert [earlier.value.split()[0] for earlier in shown.earlier] == ["30", "40"]
    figure = override_figure(report, by=cast.coordinator, number=9, given={"value": Decimal(30)}, reason="Đếm lại")
    assert (figure.year_value, figure.light) == (100, "green")


def test_a_first_quarter_keeps_the_level_that_a_unit_told_in_a_month(cast):
    month = factories.open_month(cast, "2026-09")
    told(cast, month, "CA")
    report = periods.open_period(quarterly(cast), "2026-Q3")
    told(cast, report, "TCNS", value="60")
    for unit in report.unit_reports.with_names().exclude(unit__code="TCNS"):
        unit_reports.waive(unit, by=cast.coordinator, reason="Không phát sinh nhiệm vụ")
    made_of = ward_reports.consolidate(WardReport.objects.with_names().get(period=report), by=cast.coordinator)
    figure = IndicatorFigure.objects.get(report=made_of, indicator__number=8)
    assert (figure.denominator, figure.carried) == (200, f"{cast.units['CA'].short_name} (tháng 9 năm 2026)")


def test_a_level_told_on_request_stands_alone(cast):
    told(cast, asked(cast, "CA", on_plan=True), "CA")
    quarter = periods.open_period(quarterly(cast), "2026-Q4")
    told(cast, quarter, "TCNS", value="60")
    for unit in quarter.unit_reports.with_names().exclude(unit__code="TCNS"):
        unit_reports.waive(unit, by=cast.coordinator, reason="Không phát sinh nhiệm vụ")
    report = ward_reports.consolidate(WardReport.objects.with_names().get(period=quarter), by=cast.coordinator)
    assert IndicatorFigure.objects.get(report=report, indicator__number=8).carried == ""


def test_a_report_in_words_has_no_figures_no_annexes_and_says_nothing_of_the_plan(cast):
    period = periods.open_period(made(cast, **WEEKLY), "2026-W45")
    assert not IndicatorEntry.objects.filter(report__period=period).exists()
    document = content(consolidated(cast, period))
    assert (document.plan, document.indicators, document.assignments) == (None, (), ())
    assert document.subject == "Kết quả công tác tuần 45 năm 2026"
    written = "\n".join(line for section in document.sections for line in section.paragraphs)
    assert "đã thực hiện nhiệm vụ được giao." in written
    assert not any(word in written for word in ("chỉ tiêu", "Phụ lục", "Kế hoạch"))


def test_a_year_begins_with_the_months_of_its_own_kind_alone(cast):
    other = made(cast, name="Báo cáo tháng về cải cách hành chính", frequency="monthly")
    consolidated(cast, periods.open_period(other, "2026-10"), "7")
    reports.approved(cast)
    year = periods.open_period(cast.annual, "2026")
    entry = IndicatorEntry.objects.get(report__period=year, report__unit__code="CA", indicator__number=9)
    assert entry.value == 50
    assert annual.months_of(year).known == ["2026-10"]


def test_a_year_of_no_months_begins_blank_and_is_compared_with_none(cast):
    year = made(cast, name="Báo cáo năm về an ninh mạng", frequency="annual", months=None)
    reports.approved(cast)
    period = periods.open_period(year, "2026")
    assert not period.adds_months
    assert not IndicatorEntry.objects.filter(report__period=period, indicator__number=9).exclude(value=None).exists()


def test_periods_are_in_the_order_in_which_they_end(cast):
    kind = quarterly(cast)
    for code in ("2026-Q3", "2026-Q4"):
        periods.open_period(kind, code)
    factories.open_month(cast, "2026-11")
    factories.open_month(cast, "2026-10")
    assert [period.code for period in ReportingPeriod.objects.all()] == ["2026-Q4", "2026-11", "2026-10", "2026-Q3"]
