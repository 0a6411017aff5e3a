import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread
from tests.workflows.traces import event_of, newest, tells, undone
from workflows.unit_reports import actions as unit_reports


@pytest.fixture
def submitted(cast, on_day):
    on_day("2026-11-03 09:00")
    return factories.submitted(cast)


def test_head_withdraws_what_nobody_has_taken(cast, submitted):
    report = reread(unit_reports.withdraw(submitted, by=cast["CA:unit_head"]))
    assert (report.state, report.submitted_at, report.submitted_by) == ("draft", None, None)


@pytest.mark.parametrize("who", ["CA:drafter", "TTDVC:unit_head", "VHXH:coordinator", "MX:admin"])
def test_nobody_else_withdraws_it(cast, submitted, who):
    with pytest.raises(PermissionDenied):
        unit_reports.withdraw(submitted, by=cast[who])


def test_what_the_office_has_taken_is_not_withdrawn(cast, submitted):
    unit_reports.take(submitted, by=cast.coordinator)
    with pytest.raises(NotPossible) as refused:
        unit_reports.withdraw(submitted, by=cast["CA:unit_head"])
    assert tells(refused, cast.coordinator, "2026-11-03 09:00")


def test_withdrawing_stands_in_the_trail(cast, submitted):
    report = unit_reports.withdraw(submitted, by=cast["CA:unit_head"])
    assert newest(report) == event_of(cast["CA:unit_head"], "withdraw", "submitted", "draft")


def test_a_withdrawal_that_was_rolled_back_leaves_nothing(cast, submitted):
    with undone():
        unit_reports.withdraw(submitted, by=cast["CA:unit_head"])
    assert reread(submitted).trail_head == submitted.trail_head


def test_withdrawing_costs_fourteen_statements_at_most(cast, submitted, statements):
    with statements() as counted:
        unit_reports.withdraw(submitted, by=cast["CA:unit_head"])
    assert len(counted) <= 14, counted.sql
