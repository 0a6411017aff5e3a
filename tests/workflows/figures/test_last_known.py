"""What a unit without a report leaves as it was last accepted: in the prose, in Phụ lục II, and in what comes later."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.factories import reread
from tests.units.workbook.workbooks import sample_plan
from tests.workflows import arrange
from tests.workflows.corrections import hand_in
from units.plans import actions as unit_actions
from workflows.documents.source import content_of, with_source
from workflows.models import AssignmentEntry, UnitReport, WardReport
from workflows.periods import actions as periods
from workflows.prose import actions as prose
from workflows.prose.drafting import facts_of
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports import actions as ward_reports

OCTOBER = "2026-11-03 09:00"


def september(cast):
    """All units are taken in for September; every assignment is under way."""
    return factories.consolidated(cast, "2026-09")


START = pytest.mark.starts_from(september, on="2026-10-03 09:00")


def tell(report, number, status):
    AssignmentEntry.objects.filter(report__period=report.period, assignment__number=number).update(status=status)


def month(cast, *waived, code=factories.MONTH):
    """Every unit but the `waived` hands in what it is offered; the ward's report is consolidated."""
    for report in factories.open_month(cast, code).unit_reports.with_names():
        if report.unit.code in waived:
            unit_reports.waive(report, by=cast.coordinator, reason="Đang kiện toàn tổ chức")
        else:
            hand_in(cast, factories.explain(report, cast))
    return reread(ward_reports.consolidate(factories.ward_report(cast, code), by=cast.coordinator))


def annex(report):
    content = content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False)
    return {row.number: row.status for group in content.assignments for row in group.rows}


def counts(report):
    """The assignments by status, as the prose counts them."""
    units = report.period.unit_reports.select_related("unit")
    facts = facts_of(report, units, ())
    return Counter(fact.status for group in facts.groups for fact in group.assignments)


@START
def test_a_waived_units_finished_tasks_stay_finished(cast, start, on_day):
    tell(start, 4, "done")
    on_day(OCTOBER)
    report = month(cast, "VHXH")
    assert annex(report)[4] == "Hoàn thành, chưa có số liệu kỳ này"
    assert "đã hoàn thành 01/30 nhiệm vụ của Kế hoạch" in report.results


@START
def test_what_comes_again_in_the_year_is_not_finished_for_good(cast, start):
    for number in (4, 8):
        tell(start, number, "done")
    assert (annex(start)[8], annex(start)[4]) == ("Hoàn thành, còn thực hiện các kỳ sau", "Hoàn thành")


@START
def test_what_is_past_its_day_is_counted_apart_and_not_as_late(cast, start, on_day):
    on_day(OCTOBER)
    report = month(cast, "VHXH")
    assert annex(report)[4] == "Quá hạn, chưa có số liệu kỳ này"
    assert annex(report)[7] == "Đang thực hiện, chưa có số liệu kỳ này"
    assert annex(report)[10] == "Quá hạn"
    assert counts(report)["overdue_silent"] == 8
    assert "08 nhiệm vụ quá hạn, chưa có số liệu kỳ này" in report.results


def test_what_was_never_reported_says_so_whatever_its_day(cast, on_day):
    on_day(OCTOBER)
    report = arrange.consolidated(cast)
    assert annex(report)[4] == ""
    assert (counts(report)["overdue_silent"], counts(report)["not_reported"]) == (0, 27)
    assert "27 nhiệm vụ chưa có số liệu" in report.results


@START
def test_an_entry_left_blank_is_silence_too(cast, start, on_day):
    tell(start, 10, "done")
    on_day(OCTOBER)
    factories.open_month(cast)
    AssignmentEntry.objects.filter(report__period__code=factories.MONTH, assignment__number=10).update(status="")
    assert annex(month(cast))[10] == "Hoàn thành, chưa có số liệu kỳ này"


@START
def test_a_second_silent_month_keeps_the_same(cast, start, on_day):
    tell(start, 4, "done")
    on_day(OCTOBER)
    month(cast, "VHXH")
    on_day("2026-12-03 09:00")
    assert annex(month(cast, "VHXH", code="2026-11"))[4] == "Hoàn thành, chưa có số liệu kỳ này"


@START
def test_a_unit_that_was_waived_goes_on_from_what_it_last_handed_in(cast, start, on_day):
    tell(start, 4, "done")
    on_day(OCTOBER)
    month(cast, "VHXH")
    on_day("2026-12-03 09:00")
    assert annex(month(cast, code="2026-11"))[4] == "Hoàn thành"


@START
def test_only_what_was_accepted_counts(cast, start, on_day):
    tell(start, 4, "done")
    ward_reports.reopen(start, by=cast.coordinator, reason="Xem lại")
    unit = factories.unit_report(cast, "VHXH", "2026-09")
    on_day(OCTOBER)
    unit_reports.return_for_revision(unit, by=cast.coordinator, reason="Xem lại")
    assert annex(month(cast, "VHXH"))[4] == ""


@START
def test_the_yearly_report_goes_on_from_the_months(cast, start, on_day):
    tell(start, 4, "done")
    period = periods.open_period(cast.annual, "2026")
    on_day("2026-12-03 09:00")
    for report in period.unit_reports.with_names():
        unit_reports.waive(report, by=cast.coordinator, reason="Đã báo cáo theo tháng")
    yearly = reread(ward_reports.consolidate(period.ward_reports.with_names().get(), by=cast.coordinator))
    assert annex(yearly)[4] == "Hoàn thành, chưa có số liệu kỳ này"


@START
def test_what_becomes_of_an_earlier_month_changes_nothing_in_a_consolidated_report(cast, start, on_day):
    tell(start, 4, "done")
    on_day(OCTOBER)
    report = month(cast, "VHXH")
    tell(start, 4, "in_progress")
    assert annex(report)[4] == "Hoàn thành, chưa có số liệu kỳ này"
    assert counts(report)["done"] == 1


@START
def test_a_report_of_before_this_was_kept_reads_it_anew(cast, start, on_day):
    tell(start, 4, "done")
    on_day(OCTOBER)
    report = month(cast, "VHXH")
    WardReport.objects.filter(pk=report.pk).update(last_known=None)
    assert annex(report)[4] == "Hoàn thành, chưa có số liệu kỳ này"


@pytest.mark.parametrize(
    ("told_at", "status"), [("2026-11-30 23:59", "Đang thực hiện"), ("2026-12-03 09:00", "Quá hạn")]
)
def test_prose_and_annex_call_a_task_late_only_when_its_day_has_passed(cast, on_day, told_at, status):
    on_day(told_at)
    report = factories.consolidated(cast, "2026-11")
    late = counts(report)["late"]
    on_day("2026-12-08 09:00")  # told anew later, it reads the same
    assert annex(report)[7] == status
    assert list(annex(report).values()).count("Quá hạn") == late
    assert f"{late:02d} nhiệm vụ chậm tiến độ" in report.results
    assert f"{late:02d} nhiệm vụ chậm tiến độ" in prose.redraft(report, by=cast.coordinator).results


@START
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    statuses=st.lists(st.sampled_from(["", "not_started", "in_progress", "done"]), min_size=30, max_size=30),
    waived=st.sets(st.sampled_from(["VHXH", "CA", "VP", "TTPVHCC", "KTHTDT"]), min_size=1),
)
def test_a_waiver_never_changes_what_is_done_and_never_adds_to_what_is_late(cast, start, on_day, statuses, waived):
    on_day(OCTOBER)
    period = factories.open_month(cast)
    for number, status in enumerate(statuses, start=1):
        AssignmentEntry.objects.filter(assignment__number=number).update(status=status)
    reports, report = UnitReport.objects.filter(period=period), factories.ward_report(cast)
    reports.update(state="accepted")
    before = counts(report)
    reports.filter(unit__code__in=waived).update(state="waived")
    after = counts(report)
    assert after["done"] == before["done"]
    assert after["late"] <= before["late"]
    assert after.total() == before.total() == 30


@START
def test_what_another_unit_led_in_an_earlier_version_of_the_plan_counts(cast, start, on_day):
    tell(start, 4, "done")
    plan = sample_plan()
    tasks = tuple(replace(task, lead="VP") if task.number == 4 else task for task in plan.assignments)
    unit_actions.import_plan(replace(plan, assignments=tasks), by=cast.admin)
    on_day(OCTOBER)
    assert annex(month(cast, "VP"))[4] == "Hoàn thành, chưa có số liệu kỳ này"
