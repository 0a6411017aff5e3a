"""No call of an act leads from a room to one above it; those of submit and consolidate stand beside their tests."""

from functools import partial

import pytest

from tests import factories
from tests.factories import shown
from tests.workflows import arrange
from tests.workflows.walks import walk
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.province import actions as province

REASON = "Thiếu số liệu"


def waive(cast):
    report = factories.unit_report(cast)
    return partial(unit_reports.waive, report, by=cast.coordinator, reason=REASON)


def give_back(cast):
    report = factories.in_review(cast)
    return partial(unit_reports.return_for_revision, report, by=cast.coordinator, reason=REASON)


def send(cast):
    report = arrange.consolidated(cast)
    return partial(ward_reports.send_for_approval, report, by=cast.coordinator)


def approve(cast):
    report = arrange.awaiting(cast)
    seen = shown(report)
    return partial(approval.approve, report, by=cast.approver, seen=seen)


def send_back(cast):
    report = arrange.awaiting(cast)
    seen = shown(report)
    return partial(approval.send_back, report, by=cast.approver, seen=seen, reason=REASON)


def issue(cast):
    report = arrange.approved(cast)
    return partial(issuing.issue, report, by=cast.clerk)


def dispatch(cast):
    report = arrange.issued(cast)
    return partial(province.dispatch, report, by=cast.clerk)


def answer(cast):
    report = arrange.dispatched(cast)
    return partial(province.record_receipt, report, by=cast.clerk, received=True, reference="16/TB", reason="")


BEGINS = {
    waive: "unit_reports.actions",
    give_back: "unit_reports.actions",
    send: "ward_reports.actions",
    approve: "signoff.approval.actions",
    send_back: "signoff.approval.actions",
    issue: "signoff.issuing.actions",
    dispatch: "ward_reports.province.actions",
    answer: "ward_reports.province.actions",
}


@pytest.mark.parametrize("arranged", BEGINS, ids=lambda each: each.__name__)
def test_no_call_climbs(cast, on_day, arranged):
    on_day("2026-11-06 09:00")
    walked = walk(arranged(cast))
    assert walked.modules[0] == f"workflows.{BEGINS[arranged]}"
    assert walked.climbs == {}
