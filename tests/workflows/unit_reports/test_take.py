import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import event_of, newest, tells, undone
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries


@pytest.fixture
def submitted(cast, on_day):
    on_day("2026-11-03 09:00")
    return factories.submitted(cast)


def test_coordinator_takes_the_report_for_review(cast, submitted):
    report = reread(unit_reports.take(submitted, by=cast.coordinator))
    assert (report.state, report.reviewer) == ("in_review", cast.coordinator)


@pytest.mark.parametrize("who", ["CA:unit_head", "BCĐ:approver", "VP:clerk", "MX:auditor", "MX:admin"])
def test_nobody_else_takes_it(cast, submitted, who):
    with pytest.raises(PermissionDenied):
        unit_reports.take(submitted, by=cast[who])


def test_a_colleague_who_comes_second_reads_who_took_it(cast, submitted):
    colleague = arrange.newcomer(cast, "vhxh-2", cast.units["VHXH"], "coordinator")
    unit_reports.take(submitted, by=colleague)
    with pytest.raises(NotPossible) as refused:
        unit_reports.take(submitted, by=cast.coordinator)
    assert tells(refused, colleague, "2026-11-03 09:00")


def test_a_draft_that_nobody_has_moved_is_not_taken(cast):
    report = factories.unit_report(cast)
    with pytest.raises(NotPossible, match=report.get_state_display()):
        unit_reports.take(report, by=cast.coordinator)


def test_taking_freezes_the_report(cast, submitted):
    report = unit_reports.take(submitted, by=cast.coordinator)
    with pytest.raises(NotPossible):
        entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **arrange.CONTENT)


def test_taking_stands_in_the_trail(cast, submitted):
    report = unit_reports.take(submitted, by=cast.coordinator)
    assert newest(report) == event_of(cast.coordinator, "take", "submitted", "in_review")


def test_a_taking_that_was_rolled_back_leaves_nothing(cast, submitted):
    with undone():
        unit_reports.take(submitted, by=cast.coordinator)
    assert reread(submitted).trail_head == submitted.trail_head


def test_taking_costs_ten_statements_at_most(cast, submitted, statements):
    with statements() as counted:
        unit_reports.take(submitted, by=cast.coordinator)
    assert len(counted) <= 10, counted.sql
