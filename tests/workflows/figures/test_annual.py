"""The yearly report begins with its approved months, and tells what is missing or disagrees."""

from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from workflows.figures import annual
from workflows.figures.annual import Months, of_year
from workflows.models import WardReport
from workflows.periods import actions as periods
from workflows.pure.aggregation import Reading
from workflows.signoff.approval import actions as approval
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.approval import matters

D = Decimal
AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=4)


def year_after_months(cast):
    """September and October are approved, November is consolidated alone."""
    arrange.approved(cast, "2026-09")
    arrange.approved(cast, "2026-10")
    arrange.consolidated(cast, "2026-11")
    return periods.open_period(cast.annual, "2026")


def september_approved_october_refused(cast):
    arrange.approved(cast, "2026-09")
    return arrange.refused(cast, "2026-10")


TODAY = "2026-11-20 09:00"
pytestmark = pytest.mark.starts_from(year_after_months, on=TODAY)


@pytest.fixture
def year(start, on_day):
    on_day(TODAY)
    return start


def entry(period, number, unit="CA"):
    return period.unit_reports.get(unit__code=unit).indicator_entries.get(indicator__number=number)


def test_a_sum_begins_as_the_sum_of_the_approved_months(year):
    assert entry(year, 9).value == 100


def test_a_stock_begins_as_the_last_of_the_approved_months(year):
    found = entry(year, 8)
    assert (found.numerator, found.denominator, found.value) == (50, 100, 50)


def two_months_of_the_service_centre(cast):
    for code in ("2026-09", "2026-10"):
        factories.accepted(cast, "TTPVHCC", code)
        arrange.waive_others(cast, "TTPVHCC", code=code)
        report = ward_reports.consolidate(factories.ward_report(cast, code), by=cast.coordinator)
        report = reread(ward_reports.send_for_approval(reread(report), by=cast.coordinator))
        approval.approve(report, by=cast.approver, seen=factories.shown(report))
    return periods.open_period(cast.annual, "2026")


@pytest.mark.starts_from(two_months_of_the_service_centre, on=TODAY)
def test_a_ratio_over_a_period_begins_as_the_ratio_of_their_sums(year):
    found = entry(year, 1, "TTPVHCC")
    assert (found.numerator, found.denominator, found.value) == (100, 200, 50)


def test_a_unit_that_reported_in_no_approved_month_begins_blank(year):
    assert entry(year, 9, "TTPVHCC").value is None


@pytest.mark.starts_from(two_months_of_the_service_centre, on=TODAY)
def test_units_whose_figures_an_approved_month_lacks_are_listed_wherever_the_year_is_judged(cast, year, client):
    report = WardReport.objects.with_names().get(period=year)
    lacking = {gap.unit: gap.words for gap in annual.gaps(year)}
    assert lacking["Công an"] == "9/2026, 10/2026"
    assert cast.units["TTPVHCC"].short_name not in lacking
    own = reread(year.unit_reports.get(unit__code="CA"))
    assert [gap.report_id for gap in annual.gaps(year, own)] == [own.pk]
    client.force_login(cast.coordinator)
    for address in (reverse("ward_report_months", args=[report.pk]), report.get_absolute_url()):
        assert "Tháng đã duyệt thiếu số liệu của đơn vị" in client.get(address).text
    briefed = next(each for each in matters.of_figures(report, [], [], []) if "thiếu số liệu" in each.title)
    assert {fact.words for fact in briefed.facts} >= {"Công an: 9/2026, 10/2026"}


def test_months_that_are_missing_are_named(year):
    months = annual.months_of(year)
    assert (months.known, months.missing) == (["2026-09", "2026-10"], ["2026-11", "2026-12"])
    assert months.only_the_last_are_missing
    assert months.missing_words == ["11/2026", "12/2026"]


@pytest.mark.starts_from(september_approved_october_refused, on=TODAY)
@pytest.mark.parametrize("then", [arrange.open_next_version, lambda report: None])
def test_a_month_that_the_province_refused_is_missing(cast, start, on_day, then):
    on_day(TODAY)
    then(start)
    year = periods.open_period(cast.annual, "2026")
    assert annual.months_of(year).known == ["2026-09"]
    assert entry(year, 9).value == 50


def test_a_gap_in_the_year_is_no_case_for_an_estimate():
    assert not Months(["2026-09", "2026-11"], ["2026-10", "2026-12"]).only_the_last_are_missing
    assert not Months([], ["2026-12"]).only_the_last_are_missing


def test_what_a_unit_left_as_prefilled_agrees(year):
    assert annual.disagreements(year, annual.months_of(year)) == []


def wrote(cast, period, value, number=9):
    report = reread(period.unit_reports.get(unit__code="CA"))
    written = {entry(period, number).pk: {"value": D(value)}}
    content = {"indicators": written, "assignments": {}, "narrative": {}}
    return reread(entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **content))


def test_more_than_the_months_is_an_estimate_while_the_year_is_not_over(cast, year):
    report = wrote(cast, year, "130")
    assert year.estimates
    (found,) = annual.disagreements(year, annual.months_of(year), report)
    assert (found.number, found.written.split(" ")[0], found.months.split(" ")[0]) == (9, "130", "100")
    assert found.estimate.startswith("30 ")


def test_less_than_the_months_disagrees(cast, year):
    report = wrote(cast, year, "90")
    (found,) = annual.disagreements(year, annual.months_of(year), report)
    assert (found.difference.split(" ")[0], found.estimate) == ("-10", "")


@pytest.mark.parametrize(
    ("numerator", "written", "months", "difference"),
    [("2", "66,67%", "50%", "16,67 điểm phần trăm"), ("1.5001", "50,0033%", "50%", "0,0033 điểm phần trăm")],
)
def test_percentages_have_two_decimals_and_differ_by_points(cast, year, numerator, written, months, difference):
    report = reread(year.unit_reports.get(unit__code="CA"))
    parts = {entry(year, 8).pk: {"numerator": D(numerator), "denominator": D(3)}}
    content = {"indicators": parts, "assignments": {}, "narrative": {}}
    report = reread(entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **content))
    (found,) = annual.disagreements(year, annual.months_of(year), report)
    assert (found.written, found.months, found.difference) == (written, months, difference)


def test_another_unit_sees_only_its_own(cast, year):
    wrote(cast, year, "90")
    other = reread(year.unit_reports.get(unit__code="TTPVHCC"))
    assert annual.disagreements(year, annual.months_of(year), other) == []


def test_the_wards_figures_are_compared_with_its_own_months(cast, year):
    wrote(cast, year, "130")
    for report in year.unit_reports.with_names():
        if report.unit.code == "CA":
            report = factories.explain(report, cast)
            report = unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
            unit_reports.accept(
                unit_reports.take(report, by=cast.coordinator), by=cast.coordinator, seen=report.version
            )
        else:
            unit_reports.waive(report, by=cast.coordinator, reason="Không phát sinh")
    report = year.ward_reports.with_names().get()
    ward_reports.consolidate(report, by=cast.coordinator)
    found = annual.ward_disagreements(report, annual.months_of(year))
    assert [(each.number, each.written.split(" ")[0], each.months.split(" ")[0]) for each in found] == [
        (9, "130", "100")
    ]


@pytest.mark.parametrize(
    ("way", "level", "year_value"),
    [
        *(("latest", True, D(4)), ("sum", True, D(4)), ("maximum", True, D(4)), ("count", True, D(4))),
        *(("sum", False, D(13)), ("maximum", False, D(9)), ("count", False, D(4))),
    ],
)
def test_a_units_year_follows_the_aggregation(way, level, year_value):
    months = [Reading(1, True, D(9)), Reading(1, True), Reading(1, True, D(4)), Reading(1, True)]
    assert of_year(way, months, level=level) == {"value": year_value, "numerator": None, "denominator": None}


def test_a_mean_weighs_the_months():
    months = [Reading(1, True, D(4), None, D(1)), Reading(1, True, D(2), None, D(3))]
    assert of_year("mean", months, level=False) == {"value": D("2.5"), "numerator": None, "denominator": D(4)}


def test_of_a_stock_with_parts_the_last_month_is_the_year():
    ratio = [Reading(1, True, None, D(36), D(62)), Reading(1, True, None, D(62), D(62))]
    mean = [Reading(1, True, D(4), None, D(1)), Reading(1, True, D(2), None, D(3))]
    assert of_year("ratio", ratio, level=True) == {"value": D(100), "numerator": D(62), "denominator": D(62)}
    assert of_year("mean", mean, level=True) == {"value": D(2), "numerator": None, "denominator": D(3)}


@given(st.lists(st.tuples(AMOUNTS, st.decimals(min_value=1, max_value=10**6, places=4)), max_size=12))
def test_the_year_of_a_ratio_is_exact(parts):
    found = of_year("ratio", [Reading(1, True, None, *pair) for pair in parts], level=False)
    assert (found["numerator"] or 0, found["denominator"] or 0) == (
        sum(n for n, _d in parts),
        sum(d for _n, d in parts),
    )


def test_the_pages_list_months_and_disagreements(client, cast, year, django_assert_max_num_queries):
    wrote(cast, year, "90")
    unit, ward = year.unit_reports.get(unit__code="CA"), year.ward_reports.get()
    for person, name, pk in (
        (cast["CA:drafter"], "unit_report_months", unit.pk),
        (cast.coordinator, "ward_report_months", ward.pk),
    ):
        client.force_login(person)
        with django_assert_max_num_queries(10):
            page = client.get(reverse(name, args=[pk])).content.decode()
        assert "11/2026, 12/2026" in page
        assert "-10 " in page
        assert "<h2>Số tháng đã được ký duyệt" in page


def test_the_pages_are_of_a_year_and_of_those_who_may_read(client, cast, year):
    client.force_login(cast.coordinator)
    month = factories.ward_report(cast, "2026-11")
    assert client.get(reverse("ward_report_months", args=[month.pk])).status_code == 404
    client.force_login(cast["CA:drafter"])
    other = year.unit_reports.get(unit__code="VP")
    assert client.get(reverse("unit_report_months", args=[other.pk])).status_code == 404
    assert client.get(reverse("ward_report_months", args=[year.ward_reports.get().pk])).status_code == 404


def test_the_units_and_the_wards_page_lead_there(client, cast, year):
    client.force_login(cast.coordinator)
    for name, pk in (("ward_report", year.ward_reports.get().pk), ("unit_report", year.unit_reports.first().pk)):
        assert reverse(f"{name}_months", args=[pk]) in client.get(reverse(name, args=[pk])).content.decode()
