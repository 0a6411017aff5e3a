"""The province's year to date is what the wards reported as theirs, or none."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from approvals.receiving import actions as receiving
from tests.factories import reread
from tests.remembered import remembered
from tests.workflows import arrange as ward_arrange
from tests.workflows.provinces.arrange import delivered as sent
from tests.workflows.provinces.arrange import report_of, work_off
from workflows.documents.source import content_of
from workflows.figures import delivered
from workflows.figures.course import YearToDate
from workflows.figures.delivered import course_with
from workflows.models import IndicatorEntry, IndicatorFigure, WardReport
from workflows.pure.aggregation import Reading, combine, year_to_date
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.province.sharing import facts_of

TODAY = "2026-11-08 09:00"
OCTOBER = SimpleNamespace(kind_id=1, starts=date(2026, 10, 1))
NUMBERS = {"value": Decimal(4), "numerator": None, "denominator": None}


@remembered
def after_september(cast) -> WardReport:
    """October's report is issued; September was consolidated before it."""
    ward_arrange.consolidated(cast, "2026-09")
    return ward_arrange.issued(cast)


pytestmark = pytest.mark.starts_from(after_september, on=TODAY)


def consolidated(cast, start, province) -> WardReport:
    """The province's report of October, of its only ward's."""
    receiving.receive(sent(cast, start), by=province.coordinator)
    work_off()
    return _made(province)


def _made(province) -> WardReport:
    row = WardReport.objects.with_names().get(ward=province.unit)
    return reread(ward_reports.consolidate(row, by=province.coordinator))


def figures_of(report: WardReport) -> dict[int, IndicatorFigure]:
    rows = IndicatorFigure.objects.filter(report=report).select_related("indicator")
    return {row.indicator.number: row for row in rows}


def test_the_year_to_date_and_its_light_are_those_of_the_only_ward(cast, start, province):
    made, ward = figures_of(consolidated(cast, start, province)), figures_of(start)
    assert ward[20].year_value != ward[20].value
    for number, row in ward.items():
        assert made[number].year_value == pytest.approx(row.year_value, abs=Decimal("0.0001")), number
        assert made[number].light == row.light, number


def test_a_ward_that_brings_no_year_to_date_leaves_the_province_without_one(cast, start, province):
    receiving.receive(sent(cast, start), by=province.coordinator)
    work_off()
    IndicatorEntry.objects.filter(report=report_of(province)).update(told_year=None)
    report = _made(province)
    for row in figures_of(report).values():
        if not row.indicator.is_level and row.value is not None:
            assert (row.year_value, row.light, str(row.counted_from)) == (None, "", "2026-10-01")
    lines = {line.number: line for line in content_of(reread(report), final=False).indicators}
    assert (lines[20].year_to_date, "chưa có lũy kế từ đầu năm" in lines[20].note) == (None, True)


def test_what_a_ward_sends_holds_its_year_to_date(cast, start, province):
    told = {row["ma"]: row for row in facts_of(reread(start), makings=False)["chi_tieu"]}
    figures = figures_of(start)
    assert Decimal(told[20]["luy_ke"]["gia_tri"]) == figures[20].year_value
    assert all(told[number]["luy_ke"] is None for number, row in figures.items() if row.indicator.is_level)


def parts(value, numerator=None, denominator=None, unit=1) -> Reading:
    return Reading(unit, lead=False, value=value, numerator=numerator, denominator=denominator)


def number(text):
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    ("way", "of_units", "year"),
    [
        ("sum", [(("402",), ("3974",)), (("10",), ("30",))], "4004"),
        ("sum", [((None,), ("30",))], "30"),
        ("ratio", [((None, "5", "10"), ("60", "30", "50")), ((None, "1", "10"), ("20", "10", "50"))], "40"),
        ("mean", [(("4", None, "10"), ("5", None, "30")), (("2", None, "10"), ("1", None, "10"))], "4"),
        ("maximum", [(("4",), ("9",)), (("5",), ("7",))], "9"),
    ],
)
def test_years_of_wards_are_put_together_as_their_periods_are(way, of_units, year):
    told = [tuple(parts(*map(number, each), unit=unit) for each in pair) for unit, pair in enumerate(of_units)]
    course = course_with(way, OCTOBER, YearToDate([]), [], told)
    own = combine(way, [each for each, _year in told])
    assert year_to_date(way, [*course.figures, own], stock=False).value == Decimal(year)


def test_a_year_to_date_does_not_stand_beside_figures_typed_since():
    kept = delivered.kept(NUMBERS, NUMBERS | {"value": Decimal("50")})
    assert delivered.year_reading("sum", parts(Decimal("4.00")), kept).value == 50
    assert delivered.year_reading("sum", parts(Decimal(5)), kept) is None


def test_the_text_quotes_no_prose_of_the_ward_and_no_empty_annex(cast, start, province):
    report = consolidated(cast, start, province)
    assert report_of(province).results
    assert "Kết quả nổi bật" not in report.results
    assert "Nhiệm vụ trọng tâm của các đơn vị" not in report.directions
    assert ":;" not in f"{report.results}{report.difficulties}{report.directions}{report.proposals}"
    content = content_of(reread(report), final=False)
    assert (content.annexed, content.assignments) == (("indicators",), ())
    assert "Phụ lục II" not in str(content.sections)
