import pytest

from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.traces import event_of, newest, undone
from workflows.models import (
    AssignmentEntry,
    IndicatorEntry,
    ReportingPeriod,
    ReportKind,
    UnitReport,
    WardReport,
)
from workflows.periods import actions as periods
from workflows.pure.schedule import BadPeriodCode
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries

NEXT = "2026-11"


def test_each_unit_that_reports_gets_a_draft(cast):
    period = periods.open_period(cast.monthly, "2026-10")
    reporting = {unit.pk for unit in cast.ward.members.filter(reports=True)}
    assert {report.unit_id for report in period.unit_reports.all()} == reporting
    assert {report.state for report in period.unit_reports.all()} == {"draft"}


def test_a_retired_unit_gets_none(cast, on_day):
    on_day("2026-10-20 09:00")
    cast.ward.members.filter(code="TDP").update(retired_at=instant("2026-09-01 00:00"))
    period = periods.open_period(cast.monthly, "2026-10")
    assert not period.unit_reports.filter(unit__code="TDP").exists()


def test_the_ward_gets_a_report_to_consolidate(cast):
    period = periods.open_period(cast.monthly, "2026-10")
    report = period.ward_reports.get()
    assert (report.state, report.version, report.ward) == ("consolidating", 1, cast.ward)


def test_the_period_keeps_its_times_and_its_plan(cast):
    period = periods.open_period(cast.monthly, "2026-10")
    assert (period.starts.isoformat(), period.ends.isoformat()) == ("2026-10-01", "2026-10-31")
    assert period.unit_due_at == instant("2026-11-05 00:00")
    assert period.ward_due_at == instant("2026-11-10 00:00")
    assert period.plan.year == 2026


def test_a_unit_is_asked_for_what_it_leads_and_cooperates_in(cast):
    report = factories.unit_report(cast, "CA")
    assert list(report.indicator_entries.values_list("indicator__number", flat=True)) == [8, 9, 10, 20]
    assert not report.indicator_entries.exclude(value=None).exists()


def test_each_unit_that_cooperates_is_read_once_however_many_do(cast):
    plan = factories.open_month(cast).plan
    indicator = plan.indicators.get(number=9)
    units = list(cast.ward.members.exclude(pk=indicator.lead_id))
    indicator.cooperating.set(units)
    indicator.helping.set(units[:1])
    found = [unit for row, unit in periods.cooperating_pairs(plan.indicators.all()) if row == indicator.pk]
    assert sorted(found) == sorted(unit.pk for unit in units[1:])


def test_opening_twice_is_once(cast):
    first = periods.open_period(cast.monthly, "2026-10")
    assert periods.open_period(cast.monthly, "2026-10") == first
    assert (ReportingPeriod.objects.count(), WardReport.objects.count(), UnitReport.objects.count()) == (1, 1, 9)


def test_a_level_is_carried_over_and_a_count_begins_blank(cast):
    hand_over = factories.fill(factories.unit_report(cast, "VHXH"), cast, "93")
    unit_reports.submit(hand_over, by=cast["VHXH:unit_head"], seen=hand_over.version)
    values = dict(
        IndicatorEntry.objects.filter(report=factories.unit_report(cast, "VHXH", NEXT)).values_list(
            "indicator__number", "value"
        )
    )
    assert (values[5], values[19]) == (93, None)


def test_progress_and_what_is_still_open_are_carried_over(cast):
    report = arrange.draft(cast)
    texts = {"results": "Kết quả tháng 10", "difficulties": "Thiếu máy quét", "directions": "Rà soát dữ liệu"}
    content = arrange.CONTENT | {"narrative": texts}
    report = entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **content)
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    later = factories.unit_report(cast, "CA", NEXT)
    assert (later.results, later.difficulties, later.directions) == ("", "Thiếu máy quét", "Rà soát dữ liệu")
    assert set(AssignmentEntry.objects.filter(report=later).values_list("status", flat=True)) == {"in_progress"}


def test_a_draft_that_was_never_submitted_is_not_carried_over(cast):
    arrange.draft(cast)
    later = factories.unit_report(cast, "CA", NEXT)
    assert set(AssignmentEntry.objects.filter(report=later).values_list("status", flat=True)) == {""}


def test_a_year_without_a_plan_is_refused(cast):
    with pytest.raises(NotPossible, match="2031"):
        periods.open_period(cast.monthly, "2031-01")
    assert not ReportingPeriod.objects.exists()


@pytest.mark.parametrize("code", ["2026", "2026-13", "tháng 10"])
def test_a_code_that_names_no_month_is_refused(cast, code):
    with pytest.raises(BadPeriodCode):
        periods.open_period(cast.monthly, code)


def test_opening_stands_in_the_trail_of_every_report(cast):
    period = periods.open_period(cast.monthly, "2026-10", by=cast.admin)
    unit, ward = period.unit_reports.first(), period.ward_reports.get()
    assert newest(reread(unit)) == event_of(cast.admin, "open", "", "draft")
    assert newest(reread(ward)) == event_of(cast.admin, "open", "", "consolidating")


def test_an_opening_that_was_rolled_back_leaves_nothing(cast):
    with undone():
        periods.open_period(cast.monthly, "2026-10")
    assert not ReportingPeriod.objects.exists()


def test_its_cost_does_not_grow_with_the_units(cast, statements):
    with statements() as of_nine:
        periods.open_period(cast.monthly, "2026-09")
    cast.ward.members.exclude(code="CA").update(retired_at=instant("2026-09-01 00:00"))
    with statements() as of_one:
        periods.open_period(cast.monthly, "2026-10")
    assert len(of_nine) <= len(of_one), of_nine.sql


def test_the_first_period_may_tell_the_year_so_far(cast):
    ReportKind.objects.filter(pk=cast.monthly.pk).update(first_covers_year=True)
    first = periods.open_period(cast.monthly, "2026-10")
    assert (first.starts.isoformat(), first.ends.isoformat()) == ("2026-01-01", "2026-10-31")
    assert first.more_since == first.starts
    following = periods.open_period(cast.monthly, NEXT)
    assert (following.starts.isoformat(), following.more_since) == ("2026-11-01", None)
