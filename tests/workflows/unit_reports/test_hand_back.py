import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import event_of, newest, tells, undone
from workflows.unit_reports import actions as unit_reports


@pytest.fixture
def in_review(cast, on_day):
    on_day("2026-11-03 09:00")
    return factories.in_review(cast)


def test_report_goes_back_into_the_queue(cast, in_review):
    report = reread(unit_reports.hand_back(in_review, by=cast.coordinator))
    assert (report.state, report.reviewer) == ("submitted", None)


def test_a_colleague_takes_it_then(cast, in_review):
    colleague = arrange.newcomer(cast, "vhxh-2", cast.units["VHXH"], "coordinator")
    report = unit_reports.take(unit_reports.hand_back(in_review, by=cast.coordinator), by=colleague)
    assert reread(report).reviewer == colleague


@pytest.mark.parametrize("who", ["CA:unit_head", "BCĐ:approver", "MX:admin"])
def test_nobody_else_hands_it_back(cast, in_review, who):
    with pytest.raises(PermissionDenied):
        unit_reports.hand_back(in_review, by=cast[who])


def test_what_is_accepted_is_not_handed_back(cast, in_review):
    unit_reports.accept(in_review, by=cast.coordinator, seen=in_review.version)
    with pytest.raises(NotPossible) as refused:
        unit_reports.hand_back(in_review, by=cast.coordinator)
    assert tells(refused, cast.coordinator, "2026-11-03 09:00")


def test_handing_back_stands_in_the_trail(cast, in_review):
    report = unit_reports.hand_back(in_review, by=cast.coordinator)
    assert newest(report) == event_of(cast.coordinator, "hand_back", "in_review", "submitted")


def test_a_handing_back_that_was_rolled_back_leaves_nothing(cast, in_review):
    with undone():
        unit_reports.hand_back(in_review, by=cast.coordinator)
    assert reread(in_review).reviewer == cast.coordinator


def test_handing_back_costs_fourteen_statements_at_most(cast, in_review, statements):
    with statements() as counted:
        unit_reports.hand_back(in_review, by=cast.coordinator)
    assert len(counted) <= 14, counted.sql
