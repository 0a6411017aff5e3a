"""Whose clock ran: seconds with the unit and with the office, added up by the moves themselves."""

from datetime import timedelta

import pytest

from approvals.clock import now
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import operations
from workflows.cases.times.clocks import TimeHeld, held, words
from workflows.signoff.approval import actions as approval
from workflows.unit_reports import actions as unit_reports

HOUR = 3600


@pytest.fixture
def month(cast, on_day):
    on_day("2026-11-02 08:00")
    return factories.unit_report(cast)


def clocks(report):
    row = reread(report)
    return row.unit_seconds, row.office_seconds


def test_the_units_clock_stops_when_it_submits(cast, month, on_day):
    on_day("2026-11-02 11:00")
    factories.submitted(cast)
    assert clocks(month) == (3 * HOUR, 0)


def test_the_offices_clock_runs_from_then_through_queue_and_review(cast, month, on_day):
    on_day("2026-11-02 11:00")
    report = factories.submitted(cast)
    on_day("2026-11-02 13:00")
    unit_reports.take(report, by=cast.coordinator)
    on_day("2026-11-02 14:00")
    unit_reports.return_for_revision(report, by=cast.coordinator, reason="Thiếu số liệu")
    assert clocks(month) == (3 * HOUR, 3 * HOUR)


def test_a_returned_report_lies_with_the_unit_again(cast, month, on_day):
    on_day("2026-11-02 09:00")
    report = arrange.returned(cast)
    on_day("2026-11-03 09:00")
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    assert clocks(month) == (25 * HOUR, 0)


def test_what_is_accepted_lies_with_nobody(cast, month, on_day):
    on_day("2026-11-02 09:00")
    report = factories.accepted(cast)
    on_day("2026-11-09 09:00")
    assert held(reread(report)) == TimeHeld(timedelta(hours=1), timedelta(0))
    unit_reports.return_for_revision(report, by=cast.coordinator, reason="Thiếu số liệu")
    assert clocks(month) == (HOUR, 0)


def test_the_present_state_counts_up_to_now(cast, month, on_day):
    on_day("2026-11-02 09:00")
    report = factories.submitted(cast)
    on_day("2026-11-02 09:40")
    assert held(report) == TimeHeld(timedelta(hours=1), timedelta(minutes=40))


def test_a_ward_report_has_no_clock_and_moves_all_the_same(cast):
    report = arrange.awaiting(cast)
    returned = approval.send_back(report, by=cast.approver, seen=factories.shown(report), reason="Sửa lại")
    assert returned.state == "returned"


@pytest.mark.parametrize("state", ["submitted", "in_review"])
def test_counting_costs_a_move_no_statement(cast, statements, state):
    report = getattr(factories, state)(cast)
    with statements() as counted:
        if state == "submitted":
            unit_reports.take(report, by=cast.coordinator)
        else:
            unit_reports.accept(report, by=cast.coordinator, seen=report.version)
    assert len(operations(counted)) == (7 if state == "submitted" else 9)


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(0), "0 phút"),
        (timedelta(seconds=59), "0 phút"),
        (timedelta(minutes=40), "40 phút"),
        (timedelta(hours=3), "3 giờ"),
        (timedelta(days=2, hours=3, minutes=59), "2 ngày 3 giờ"),
        (timedelta(days=1, minutes=5), "1 ngày 5 phút"),
    ],
)
def test_times_are_said_in_their_two_largest_measures(time, said):
    assert words(time) == said


def test_a_clock_set_back_counts_nothing(cast, month, on_day):
    on_day("2026-11-01 08:00")
    assert now() < month.state_since
    assert held(month) == TimeHeld(timedelta(0), timedelta(0))


def test_the_present_state_counts_on_from_what_was_counted_before(cast, month, on_day):
    on_day("2026-11-02 09:00")
    report = arrange.returned(cast)
    on_day("2026-11-03 09:00")
    assert held(reread(report)) == TimeHeld(timedelta(hours=25), timedelta(0))
