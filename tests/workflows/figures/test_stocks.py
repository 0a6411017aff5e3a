"""What is measured at a point of time: the units' latest, never summed over months, marked where of an earlier one.

Indicator 8 is a stock that the police lead and two others cooperate in; 16 is one of KTHTDT and TDP.
"""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests import factories
from tests.factories import reread
from tests.units.workbook.workbooks import sample_plan
from tests.workflows import arrange, mapped
from tests.workflows.corrections import override
from units.models import Indicator
from units.plans import actions as unit_actions
from workflows.documents.source import content_of, with_source
from workflows.figures import actions as figures
from workflows.figures.origins.provenance import provenance
from workflows.models import ReportKind, WardReport
from workflows.signoff.approval import actions as approval
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports import actions as ward_reports

D = Decimal
TODAY = "2026-11-06 09:00"


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


def tell(cast, code, **values):
    """These units hand in their reports of a month with this value everywhere (of a hundred); the others are waived."""
    for unit, value in values.items():
        report = factories.fill(factories.unit_report(cast, unit, code), cast, value)
        report = factories.explain(report, cast)
        report = unit_reports.submit(report, by=cast[f"{unit}:unit_head"], seen=report.version)
        unit_reports.accept(unit_reports.take(report, by=cast.coordinator), by=cast.coordinator, seen=report.version)
    arrange.waive_others(cast, *values, code=code)
    return reread(ward_reports.consolidate(factories.ward_report(cast, code), by=cast.coordinator))


def figure(report, number=8):
    return report.figures.with_sources().get(indicator__number=number)


def note(report, number=8):
    content = content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False)
    return next(row.note for row in content.indicators if row.number == number)


def test_the_year_of_a_stock_is_its_last_month_and_its_light_follows(cast):
    ReportKind.objects.update(green=1, amber=D("0.8"))
    tell(cast, "2026-09", CA="40")
    found = figure(tell(cast, "2026-10", CA="95"))
    assert (found.value, found.year_value, found.light) == (95, 95, "green")


def test_a_month_in_which_nobody_told_it_leaves_the_last_one_standing(cast):
    tell(cast, "2026-09", CA="95")
    found = figure(tell(cast, "2026-10", VHXH="10"))
    assert (found.value, found.year_value, found.reported) == (None, 95, 0)
    assert found.carried == f"{cast.units['CA'].short_name} (tháng 9 năm 2026)"


def test_a_silent_unit_s_last_reading_stands_beside_the_others_marked(cast):
    tell(cast, "2026-09", CA="90", TCNS="60")
    report = tell(cast, "2026-10", CA="96")
    found = figure(report)
    assert (found.numerator, found.denominator, found.year_value) == (156, 200, 78)
    assert (found.reported, found.expected) == (1, 3)
    assert f"số liệu kỳ trước của {cast.units['TCNS'].short_name} (tháng 9 năm 2026)" in note(report)


def test_it_stands_over_more_than_one_silent_month(cast):
    tell(cast, "2026-08", CA="90", TCNS="60")
    tell(cast, "2026-09", CA="92")
    found = figure(tell(cast, "2026-10", CA="96"))
    assert (found.numerator, found.denominator) == (156, 200)
    assert "tháng 8" in found.carried


@pytest.mark.parametrize(
    ("then", "now", "value", "noted"),
    [
        ({"CA": "90", "TCNS": "60"}, {"CA": "96"}, 96, ""),
        ({"CA": "90", "TCNS": "60"}, {"TCNS": "70"}, 90, "{CA} (tháng 9 năm 2026)"),
        ({"TCNS": "60"}, {"CA": "96"}, 96, ""),
    ],
)
def test_the_latest_is_the_lead_s_and_the_note_names_that_reading_alone(cast, then, now, value, noted):
    Indicator.objects.filter(number=8).update(aggregation="latest", stock=True)
    tell(cast, "2026-09", **then)
    report = tell(cast, "2026-10", **now)
    names = {code: unit.short_name for code, unit in cast.units.items()}
    assert (figure(report).value, figure(report).carried) == (value, noted.format(**names))
    assert ("số liệu kỳ trước" in note(report)) == bool(noted)


def test_an_adjusted_figure_is_made_of_no_earlier_reading(cast):
    Indicator.objects.filter(number=8).update(aggregation="sum", stock=True)
    tell(cast, "2026-09", CA="90", TCNS="60")
    report = tell(cast, "2026-10", CA="96")
    override(cast, report, number=8)
    assert "số liệu kỳ trước" not in note(report)


def test_it_ends_with_the_year(cast):
    tell(cast, "2026-10", CA="90", TCNS="60")
    unit_actions.import_plan(replace(sample_plan(), number="02/KH-BCĐ", year=2027), by=None)
    assert figure(tell(cast, "2027-01", CA="96")).denominator == 100


def test_a_flow_of_an_earlier_month_never_stands_in_for_this_one(cast):
    tell(cast, "2026-09", CA="90", TTPVHCC="60")
    found = figure(tell(cast, "2026-10", CA="96"), 9)
    assert (found.value, found.year_value, found.carried) == (96, 246, "")


def test_a_running_total_is_not_added_up_and_stands_against_the_share_of_the_year(cast):
    Indicator.objects.filter(number=9).update(cumulative=True)
    tell(cast, "2026-09", CA="4000")
    found = figure(tell(cast, "2026-10", CA="5000"), 9)
    assert (found.year_value, found.light) == (5000, "green")


def test_the_makings_tell_of_which_month_a_reading_is(cast):
    tell(cast, "2026-09", CA="90", TCNS="60")
    report = tell(cast, "2026-10", CA="96")
    parts = {part.unit: part for part in provenance(report.pk, 8, cast.coordinator).parts}
    carried = parts[cast.units["TCNS"].name]
    assert (carried.value, carried.fraction, carried.since, carried.now) == ("60%", "60/100", "tháng 9 năm 2026", "")
    assert parts[cast.units["CA"].name].since == ""


def test_an_adjustment_and_its_removal_keep_what_stands_on(cast):
    tell(cast, "2026-09", CA="90", TCNS="60")
    report = tell(cast, "2026-10", CA="96")
    override(cast, report)
    figures.remove_override(reread(report), by=cast.coordinator, number=9)
    assert figure(report).denominator == 200
    assert figure(report).sources[0][-1] != figure(report).sources[1][-1]


def test_the_forms_of_others_follow(cast):
    for code, value in (("2026-09", "40"), ("2026-10", "90")):
        report = ward_reports.send_for_approval(tell(cast, code, CA=value), by=cast.coordinator)
        approval.approve(reread(report), by=cast.approver, seen=factories.shown(report))
    (line,) = mapped.filled(cast, mapped.line("1", 8, measure="%"))
    assert line.value == 90


@pytest.mark.parametrize("months", [1, 3])
def test_consolidating_costs_no_statement_for_each_earlier_month(cast, statements, months):
    for month in range(10 - months, 10):
        tell(cast, f"2026-{month:02d}", CA="50", TCNS="60")
    report = arrange.ready(cast, "2026-10")
    with statements() as counted:
        ward_reports.consolidate(report, by=cast.coordinator)
    assert len(counted) <= 16, counted.sql
