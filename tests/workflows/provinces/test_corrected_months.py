"""A ward corrects a figure of an earlier month: the province's year, its yearly report and its text follow."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from approvals.clock import at
from approvals.receiving import actions as receiving
from tests import factories
from tests.factories import reread
from tests.people import instant
from tests.remembered import remembered
from tests.workflows import arrange as ward_arrange
from tests.workflows.provinces.arrange import delivered, report_of, work_off
from tests.workflows.provinces.test_year_to_date import consolidated, figures_of
from workflows.documents.source import content_of
from workflows.figures import annual
from workflows.figures.consolidation import counted
from workflows.models import ReportingPeriod, ReportKind, UnitReport, WardReport
from workflows.periods import actions as periods
from workflows.ward_reports.province.sharing import facts_of
from workflows.ward_reports.restatements import actions as restatements

TODAY = "2026-11-08 09:00"
NUMBER, REASON = 9, "Đếm hai lần 10 hồ sơ"
SAID = "tháng 9 năm 2026, {}: từ 50 {} thành 40 {}"


def restate(cast, value: str) -> None:
    report, given = factories.unit_report(cast, "CA", "2026-09"), {"value": Decimal(value)}
    made = restatements.restate(report, by=cast["CA:unit_head"], number=NUMBER, given=given, reason=REASON)
    restatements.accept(made, by=cast.coordinator)


@remembered
def corrected_before_october(cast) -> WardReport:
    """September's report is issued, its figure corrected from 50 to 40, and October's report tells it."""
    with at(instant("2026-11-08 08:00")):
        ward_arrange.issued(cast, "2026-09")
    with at(instant("2026-11-08 08:30")):
        restate(cast, value="40")
    return ward_arrange.issued(cast)


pytestmark = pytest.mark.starts_from(corrected_before_october, on=TODAY)


def year_of_the_province(province) -> tuple[ReportingPeriod, UnitReport]:
    """The yearly report of the province is opened once October's is approved."""
    WardReport.objects.filter(ward=province.unit).update(state="approved")
    period = periods.open_period(ReportKind.objects.get(ward=province.unit, code="annual"), "2026")
    return period, UnitReport.objects.with_names().get(period=period, unit=province.member)


def test_the_ward_tells_the_corrected_year_and_what_was_corrected(cast, start):
    told = facts_of(reread(start), makings=False)
    (row,) = told["dieu_chinh"]
    assert (row["ma"], row["ky"], row["ly_do"]) == (NUMBER, "tháng 9 năm 2026", REASON)
    assert (row["tu"].split()[0], row["thanh"].split()[0]) == ("50", "40")
    years = {each["ma"]: each["luy_ke"] for each in told["chi_tieu"]}
    assert Decimal(years[NUMBER]["gia_tri"]) == 90


def test_the_province_s_year_follows_and_its_text_and_annex_say_why(cast, start, province):
    report = consolidated(cast, start, province)
    made = figures_of(report)[NUMBER]
    assert (made.value, made.year_value) == (50, 90)
    short, measure = province.member.short_name, made.indicator.measure
    assert SAID.format(short, measure, measure) in report.results
    assert f"(lý do: {REASON})" in report.results
    lines = {line.number: line for line in content_of(reread(report), final=False).indicators}
    assert f"điều chỉnh số liệu {short} từ 50 {measure} thành 40 {measure}" in lines[NUMBER].note


def test_a_correction_of_what_the_province_does_not_ask_is_not_told(cast, start, province):
    report_of(province).indicator_entries.filter(indicator__number=NUMBER).delete()
    report = consolidated(cast, start, province)
    assert (report.restatements, REASON in report.results) == ([], False)


def test_the_yearly_report_begins_with_the_corrected_year_and_is_compared_with_it(cast, start, province):
    consolidated(cast, start, province)
    period, report = year_of_the_province(province)
    entry = report.indicator_entries.select_related("indicator").get(indicator__number=NUMBER)
    assert entry.value == 90  # and not the 50 of the only month that the province has received
    assert annual.of_months(report, [entry.indicator]) == {NUMBER: (Decimal(90), None, None)}
    assert annual.disagreements(period, annual.months_of(period)) == []


def test_the_yearly_report_of_parts_begins_with_the_year_s_parts(cast, start, province):
    """A percentage is counted anew from the parts that the ward tells, not from its months' percentages."""
    report = consolidated(cast, start, province)
    ratio = next(row for row in figures_of(report).values() if row.indicator.aggregation == "ratio" and row.year_value)
    _period, yearly = year_of_the_province(province)
    entry = yearly.indicator_entries.get(indicator__number=ratio.indicator.number)
    if ratio.indicator.is_level:
        assert (entry.numerator, entry.denominator) == (ratio.numerator, ratio.denominator)
    else:
        assert entry.value == pytest.approx(ratio.year_value, abs=Decimal("0.0001"))


def test_a_month_corrected_after_the_report_was_approved_leaves_the_approved_year(cast, start, province):
    """The province still gets the year that was signed, and counts with it."""
    before = facts_of(reread(start), makings=False)
    restate(cast, value="30")
    assert facts_of(reread(start), makings=False) == before
    receiving.receive(delivered(cast, start), by=province.coordinator)
    work_off()
    assert report_of(province).indicator_entries.get(indicator__number=NUMBER).told_year["year"]["value"] == "90"


@pytest.mark.parametrize(("as_of", "numerator"), [("2026-11-07 09:00", 5), ("2026-11-09 09:00", 4), (None, 4)])
def test_the_parts_of_a_year_are_those_of_when_it_was_approved(as_of, numerator):
    """Else a month corrected since took a percentage's year to date from the whole province."""
    kept = {"value": "40", "numerator": "4", "denominator": "10", "at": instant("2026-11-08 09:00").isoformat()}
    month = SimpleNamespace(
        indicator=SimpleNamespace(aggregation="ratio"), restated=kept, carried_wrongly=None,
        value=Decimal(50), numerator=Decimal(5), denominator=Decimal(10),
    )  # fmt: skip
    assert counted(month, instant(as_of) if as_of else None).numerator == numerator
