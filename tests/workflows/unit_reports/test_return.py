import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from approvals.models import Decision
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import event_of, mails, newest, tells, undone
from workflows.unit_reports import actions as unit_reports

REASON = "Chỉ tiêu 3 chưa có số liệu"


@pytest.fixture
def in_review(cast, on_day):
    on_day("2026-11-03 09:00")
    return factories.in_review(cast)


def test_coordinator_returns_the_report_with_a_reason(cast, in_review):
    report = reread(unit_reports.return_for_revision(in_review, by=cast.coordinator, reason=f"  {REASON} "))
    assert (report.state, report.reason, report.returns) == ("returned", REASON, 1)


def test_an_accepted_report_can_still_be_returned(cast):
    report = unit_reports.return_for_revision(factories.accepted(cast), by=cast.coordinator, reason=REASON)
    assert (report.state, reread(report).accepted_at) == ("returned", None)


def test_a_consolidated_report_cannot(cast):
    arrange.consolidated(cast)
    with pytest.raises(NotPossible, match=cast.coordinator.name):
        unit_reports.return_for_revision(factories.unit_report(cast), by=cast.coordinator, reason=REASON)


@pytest.mark.parametrize("blank", ["", "  \n "])
def test_a_return_needs_a_reason(cast, in_review, blank):
    with pytest.raises(NotPossible):
        unit_reports.return_for_revision(in_review, by=cast.coordinator, reason=blank)
    assert reread(in_review).state == "in_review"


@pytest.mark.parametrize("who", ["CA:unit_head", "BCĐ:approver", "MX:auditor", "MX:admin"])
def test_nobody_else_returns_it(cast, in_review, who):
    with pytest.raises(PermissionDenied):
        unit_reports.return_for_revision(in_review, by=cast[who], reason=REASON)


def test_returning_twice_tells_who_was_first(cast, in_review):
    unit_reports.return_for_revision(in_review, by=cast.coordinator, reason=REASON)
    with pytest.raises(NotPossible) as refused:
        unit_reports.return_for_revision(in_review, by=cast.coordinator, reason=REASON)
    assert tells(refused, cast.coordinator, "2026-11-03 09:00")


def test_decision_and_trail_carry_the_reason(cast, in_review):
    report = unit_reports.return_for_revision(in_review, by=cast.coordinator, reason=REASON)
    assert Decision.objects.get(verdict="return").reason == REASON
    assert newest(report) == event_of(cast.coordinator, "return_for_revision", "in_review", "returned", REASON)


def test_drafters_are_told_once_it_commits(cast, in_review):
    unit_reports.return_for_revision(in_review, by=cast.coordinator, reason=REASON)
    assert mails("returned") == [("write_reports", in_review.unit_id)]


def test_nobody_is_told_of_what_was_rolled_back(cast, in_review):
    with undone():
        unit_reports.return_for_revision(in_review, by=cast.coordinator, reason=REASON)
    assert (reread(in_review).state, Decision.objects.count()) == ("in_review", 0)


@pytest.mark.parametrize("state", ["in_review", "accepted"])
def test_returning_costs_ten_statements_at_most(cast, statements, state):
    report = getattr(factories, state)(cast)
    with statements() as counted:
        unit_reports.return_for_revision(report, by=cast.coordinator, reason=REASON)
    assert len(counted) <= 10, counted.sql
