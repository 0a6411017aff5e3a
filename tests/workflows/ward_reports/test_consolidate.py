from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from tests import factories
from tests.factories import MONTH, reread
from tests.workflows import arrange
from tests.workflows.traces import event_of, newest, tells, undone
from tests.workflows.walks import walk
from workflows.documents.source import content_of, with_source
from workflows.figures.origins.provenance import provenance
from workflows.models import IndicatorFigure, ReportKind, UnitReport, WardReport
from workflows.periods import actions as periods
from workflows.prose import actions as prose
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries
from workflows.ward_reports import actions as ward_reports


def hand_in(cast, report):
    """Submit, take and accept what is written."""
    report = unit_reports.submit(report, by=cast[f"{report.unit.code}:unit_head"], seen=report.version)
    report = unit_reports.take(report, by=cast.coordinator)
    return unit_reports.accept(report, by=cast.coordinator, seen=report.version)


def month(cast, values, code=MONTH):
    """Units report these values for all their indicators (of a hundred, where it is a ratio); the others are waived."""
    for unit, value in values.items():
        hand_in(cast, factories.fill(factories.unit_report(cast, unit, code), cast, value))
    arrange.waive_others(cast, *values, code=code)
    return factories.ward_report(cast, code)


def consolidated(cast, values, code=MONTH):
    return ward_reports.consolidate(month(cast, values, code), by=cast.coordinator)


def figure(report, number) -> IndicatorFigure:
    return report.figures.get(indicator__number=number)


def test_a_sum_adds_what_the_units_reported(cast):
    assert figure(consolidated(cast, {"CA": "10", "TTPVHCC": "30"}), 9).value == 40


def test_a_ratio_divides_the_sums_of_its_parts(cast):
    found = figure(consolidated(cast, {"TTPVHCC": "30", "VP": "15"}), 1)
    assert (found.numerator, found.denominator, found.value) == (45, 200, Decimal("22.5"))


def test_the_latest_level_is_the_lead_units(cast):
    assert figure(consolidated(cast, {"VP": "10", "TTPVHCC": "30"}), 6).value == 30


def test_the_latest_level_is_a_cooperating_units_where_the_lead_is_silent(cast):
    assert figure(consolidated(cast, {"TTPVHCC": "30"}), 5).value == 30


def test_units_that_need_not_report_count_as_silent_not_as_zero(cast):
    report = consolidated(cast, {"CA": "10"})
    ratio, nobody = figure(report, 8), figure(report, 13)
    assert (ratio.value, ratio.reported, ratio.expected) == (10, 1, 3)
    assert (nobody.value, nobody.year_value, nobody.reported, nobody.expected, nobody.light) == (
        None,
        None,
        0,
        3,
        "red",
    )


def test_units_that_need_not_report_are_named_with_their_reason_and_once(cast):
    report = consolidated(cast, {"CA": "10"})
    content = content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False)
    text = "\n".join(line for section in content.sections for line in section.paragraphs)
    (line,) = [line for line in text.split("\n") if "lý do: Không phát sinh nhiệm vụ" in line]
    assert (line.count(cast.units["TTDVC"].name), cast.units["CA"].name in line) == (1, False)


def test_a_blank_is_silent_and_a_zero_is_reported(cast):
    hand_in(cast, factories.explain(factories.unit_report(cast, "CA"), cast))
    found = figure(consolidated(cast, {"CA": "0", "TTPVHCC": "0"}, "2026-09"), 9)
    arrange.waive_others(cast, "CA")
    blank = figure(ward_reports.consolidate(factories.ward_report(cast), by=cast.coordinator), 9)
    assert (found.value, found.reported) == (0, 2)
    assert (blank.value, blank.reported) == (None, 0)


def test_the_year_to_date_runs_over_the_months_but_for_stocks(cast):
    consolidated(cast, {"CA": "10", "KTHTDT": "60", "VP": "10"}, "2026-08")
    consolidated(cast, {"CA": "20", "KTHTDT": "70", "VP": "20"}, "2026-09")
    report = consolidated(cast, {"CA": "40", "VP": "40"})
    total, ratio, stock, level = (figure(report, number) for number in (9, 1, 8, 15))
    assert (total.value, total.year_value) == (40, 70)
    assert (ratio.value, ratio.year_value) == (40, Decimal("23.333333"))
    assert (stock.value, stock.year_value) == (40, 40)
    assert (level.value, level.year_value) == (None, 70)


def test_a_refused_version_counts_no_more_before_its_successor_is_open(cast):
    arrange.refused(cast, "2026-09")
    report = consolidated(cast, {"CA": "10"})
    assert figure(report, 9).year_value == 10
    assert provenance(report.pk, 9, cast.coordinator).earlier == []


def test_a_refused_version_is_not_counted_twice(cast):
    ward_reports.consolidate(arrange.replaced(cast, "2026-09"), by=cast.coordinator)
    report = consolidated(cast, {"CA": "10"})
    assert figure(report, 9).year_value == 60


def test_the_yearly_report_takes_no_months_in(cast):
    consolidated(cast, {"CA": "10"}, "2026-09")
    period = periods.open_period(cast.annual, "2026")
    for report in period.unit_reports.with_names():
        if report.unit.code == "CA":
            hand_in(cast, factories.fill(report, cast, "25"))
        else:
            unit_reports.waive(report, by=cast.coordinator, reason="Không phát sinh")
    yearly = ward_reports.consolidate(period.ward_reports.with_names().get(), by=cast.coordinator)
    assert figure(yearly, 9).year_value == 25


@pytest.mark.parametrize(("amber", "light"), [("0.50", "amber"), ("0.80", "red")])
def test_lights_follow_the_thresholds_of_the_kind(cast, amber, light):
    ReportKind.objects.update(amber=amber)
    assert figure(consolidated(cast, {"KTHTDT": "50"}), 15).light == light


def test_none_of_what_should_not_happen_is_green(cast):
    report = consolidated(cast, {"CA": "0"})
    assert (figure(report, 20).value, figure(report, 20).light) == (0, "green")


def test_the_prose_is_drafted_from_what_the_units_wrote(cast):
    report = consolidated(cast, {"CA": "10"})
    assert f"{cast.units['CA'].short_name} đã thực hiện nhiệm vụ được giao" in reread(report).results
    assert all([report.difficulties, report.proposals, report.directions])


def test_the_units_reports_are_consolidated(cast):
    report = consolidated(cast, {"CA": "10", "VP": "10"})
    states = UnitReport.objects.filter(period=report.period).values_list("unit__code", "state")
    assert {code for code, state in states if state == "consolidated"} == {"CA", "VP"}
    assert {state for _code, state in states} == {"consolidated", "waived"}


def test_edited_prose_stays_when_it_is_consolidated_anew(cast):
    report = arrange.consolidated(cast)
    report = prose.edit_narrative(report, by=cast.coordinator, seen=0, narrative={"results": "Đã biên tập"})
    report = reread(ward_reports.reopen(report, by=cast.coordinator, reason="Bổ sung số liệu"))
    again = ward_reports.consolidate(report, by=cast.coordinator)
    assert (reread(again).results, again.figures.count()) == ("Đã biên tập", 20)


def test_prose_that_nobody_edited_is_drafted_anew(cast):
    report = ward_reports.reopen(arrange.consolidated(cast), by=cast.coordinator, reason="Bổ sung số liệu")
    unit = unit_reports.return_for_revision(factories.unit_report(cast), by=cast.coordinator, reason="Bổ sung kết quả")
    text = {"narrative": {"results": "Đã cấp 12 tài khoản."}, "indicators": {}, "assignments": {}}
    hand_in(cast, reread(entries.save_draft(unit, by=cast["CA:drafter"], seen=unit.version, **text)))
    assert "Đã cấp 12 tài khoản" in ward_reports.consolidate(reread(report), by=cast.coordinator).results


def test_units_that_are_missing_are_named(cast):
    factories.accepted(cast, "CA")
    arrange.waive_others(cast, "CA", "TTDVC")
    with pytest.raises(NotPossible, match=cast.units["TTDVC"].short_name) as refused:
        ward_reports.consolidate(factories.ward_report(cast), by=cast.coordinator)
    assert cast.units["CA"].short_name not in str(refused.value)


@pytest.mark.parametrize("who", ["VHXH:unit_head", "CA:unit_head", "BCĐ:approver", "VP:clerk", "MX:admin"])
def test_nobody_else_consolidates(cast, who):
    report = arrange.ready(cast)
    with pytest.raises(PermissionDenied):
        ward_reports.consolidate(report, by=cast[who])
    assert not report.figures.exists()


def test_consolidating_twice_tells_who_was_first(cast, on_day):
    on_day("2026-11-06 09:00")
    report = arrange.ready(cast)
    colleague = arrange.newcomer(cast, "vhxh-2", cast.units["VHXH"], "coordinator")
    ward_reports.consolidate(report, by=colleague)
    with pytest.raises(NotPossible) as refused:
        ward_reports.consolidate(report, by=cast.coordinator)
    assert tells(refused, colleague, "2026-11-06 09:00")


def test_what_was_sent_for_approval_is_not_consolidated(cast, on_day):
    on_day("2026-11-06 09:00")
    with pytest.raises(NotPossible) as refused:
        ward_reports.consolidate(arrange.awaiting(cast), by=cast.coordinator)
    assert tells(refused, cast.coordinator, "2026-11-06 09:00")


def test_it_stands_in_the_trail_of_the_ward_and_of_each_unit(cast):
    report = consolidated(cast, {"CA": "10"})
    unit = factories.unit_report(cast, "CA")
    assert newest(report) == event_of(cast.coordinator, "consolidate")
    assert newest(unit) == event_of(cast.coordinator, "consolidate", "accepted", "consolidated")


def test_a_consolidation_that_was_rolled_back_leaves_nothing(cast):
    report = arrange.ready(cast)
    with undone():
        ward_reports.consolidate(report, by=cast.coordinator)
    assert (report.figures.count(), reread(report).consolidated_at) == (0, None)
    assert factories.unit_report(cast).state == "accepted"


def test_it_costs_thirteen_statements_whatever_the_number_of_units(cast, statements):
    one, nine = arrange.ready(cast, "2026-09"), factories.all_accepted(cast)
    with statements() as of_one:
        ward_reports.consolidate(one, by=cast.coordinator)
    with statements() as of_nine:
        ward_reports.consolidate(nine, by=cast.coordinator)
    assert len(of_one) == len(of_nine) == 13, of_nine.sql


def test_no_call_of_it_climbs(cast):
    report, by = arrange.ready(cast), cast.coordinator
    walked = walk(lambda: ward_reports.consolidate(report, by=by))
    assert walked.modules[0] == "workflows.ward_reports.actions"
    assert walked.climbs == {}
