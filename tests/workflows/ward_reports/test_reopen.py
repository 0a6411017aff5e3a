import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread, shown
from tests.workflows import arrange
from tests.workflows.traces import event_of, newest, tells, undone
from workflows.models import UnitReport
from workflows.signoff.approval import actions as approval
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports import actions as ward_reports

REASON = "Công an phường bổ sung số liệu"


@pytest.fixture
def consolidated(cast, on_day):
    on_day("2026-11-06 09:00")
    return arrange.consolidated(cast)


def sent_back(cast):
    report = arrange.awaiting(cast)
    return reread(approval.send_back(report, by=cast.approver, seen=shown(report), reason="Xem lại chỉ tiêu 9"))


@pytest.mark.parametrize("arrangement", [arrange.consolidated, arrange.awaiting, sent_back])
def test_coordinator_reopens_what_is_not_yet_approved(cast, arrangement):
    report = reread(ward_reports.reopen(arrangement(cast), by=cast.coordinator, reason=REASON))
    assert (report.state, report.consolidated_at, report.content) == ("consolidating", None, "")
    assert not report.figures.exists()
    assert not report.steps.exists()


def test_unit_reports_are_open_to_review_again(cast, consolidated):
    ward_reports.reopen(consolidated, by=cast.coordinator, reason=REASON)
    report = factories.unit_report(cast)
    assert report.state == "accepted"
    assert newest(report) == event_of(cast.coordinator, "release", "consolidated", "accepted")
    assert unit_reports.return_for_revision(report, by=cast.coordinator, reason=REASON).state == "returned"


def test_waived_units_stay_waived(cast, consolidated):
    ward_reports.reopen(consolidated, by=cast.coordinator, reason=REASON)
    assert UnitReport.objects.filter(period=consolidated.period, state="waived").count() == 8


def test_reopening_needs_a_reason(cast, consolidated):
    with pytest.raises(NotPossible):
        ward_reports.reopen(consolidated, by=cast.coordinator, reason="")
    assert reread(consolidated).consolidated_at


@pytest.mark.parametrize("who", ["CA:unit_head", "BCĐ:approver", "VP:clerk", "MX:admin"])
def test_nobody_else_reopens_it(cast, consolidated, who):
    with pytest.raises(PermissionDenied):
        ward_reports.reopen(consolidated, by=cast[who], reason=REASON)


def test_what_is_approved_is_not_reopened(cast, on_day):
    on_day("2026-11-06 09:00")
    with pytest.raises(NotPossible) as refused:
        ward_reports.reopen(arrange.approved(cast), by=cast.coordinator, reason=REASON)
    assert tells(refused, cast.approver, "2026-11-06 09:00")


def test_reopening_twice_tells_who_was_first(cast, consolidated):
    ward_reports.reopen(consolidated, by=cast.coordinator, reason=REASON)
    with pytest.raises(NotPossible) as refused:
        ward_reports.reopen(consolidated, by=cast.coordinator, reason=REASON)
    assert tells(refused, cast.coordinator, "2026-11-06 09:00")


def test_reopening_stands_in_the_trail(cast, consolidated):
    report = ward_reports.reopen(consolidated, by=cast.coordinator, reason=REASON)
    assert newest(report) == event_of(cast.coordinator, "reopen", "consolidating", "consolidating", REASON)


def test_a_reopening_that_was_rolled_back_leaves_nothing(cast, consolidated):
    figures = consolidated.figures.count()
    with undone():
        ward_reports.reopen(consolidated, by=cast.coordinator, reason=REASON)
    assert (factories.unit_report(cast).state, consolidated.figures.count()) == ("consolidated", figures)


@pytest.mark.parametrize("arrangement", [arrange.consolidated, arrange.awaiting, sent_back])
def test_reopening_costs_fourteen_statements_at_most(cast, statements, arrangement):
    report = arrangement(cast)
    with statements() as counted:
        ward_reports.reopen(report, by=cast.coordinator, reason=REASON)
    assert len(counted) <= 14, counted.sql
