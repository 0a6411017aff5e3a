"""A waiver is taken back until the ward's report is approved, and in a version that replaces one."""

import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.corrections import hand_in
from tests.workflows.traces import event_of, events, mails, newest, tells, undone
from workflows.cases.reconciliation import reconcile
from workflows.models import WardReport
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.correction import actions as correction

WAIVED, REASON = "Không phát sinh nhiệm vụ", "Tỉnh yêu cầu bổ sung số liệu của đơn vị"
TODAY = "2026-11-06 09:00"


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


@pytest.fixture
def waived(cast):
    return reread(unit_reports.waive(arrange.draft(cast), by=cast.coordinator, reason=WAIVED))


def unwaive(cast, report):
    return reread(correction.unwaive(report, by=cast.coordinator, reason=REASON))


def test_the_unit_goes_on_with_its_draft_as_it_was(cast, waived):
    report = unwaive(cast, waived)
    assert (report.state, report.reason, report.version) == ("draft", "", waived.version)
    assert report.indicator_entries.exclude(value=None).exists()
    assert hand_in(cast, report).state == "accepted"


def test_what_was_returned_is_returned_again_with_its_reason_and_its_locks(cast):
    report = factories.in_review(cast)
    report = unit_reports.return_for_revision(report, by=cast.coordinator, reason="Xem lại chỉ tiêu 8", parts={"8": ""})
    report = unwaive(cast, reread(unit_reports.waive(report, by=cast.coordinator, reason=WAIVED)))
    assert (report.state, report.reason, report.reopened) == ("returned", "Xem lại chỉ tiêu 8", {"8": ""})


def test_a_reason_is_needed(cast, waived):
    with pytest.raises(NotPossible):
        correction.unwaive(waived, by=cast.coordinator, reason=" ")
    assert reread(waived).state == "waived"


@pytest.mark.parametrize("who", ["CA:unit_head", "CA:drafter", "BCĐ:approver", "MX:admin"])
def test_nobody_else_takes_it_back(cast, waived, who):
    with pytest.raises(PermissionDenied):
        correction.unwaive(waived, by=cast[who], reason=REASON)


def test_what_is_not_waived_has_no_waiver(cast):
    with pytest.raises(NotPossible) as refused:
        correction.unwaive(factories.submitted(cast), by=cast.coordinator, reason=REASON)
    assert tells(refused, cast["CA:unit_head"], TODAY)


def test_it_stands_in_the_trail_and_the_unit_is_told(cast, waived):
    report = unwaive(cast, waived)
    assert newest(report) == event_of(cast.coordinator, "unwaive", "waived", "draft", REASON)
    assert mails("unwaived") == [("write_reports", report.unit_id)]


def test_what_was_rolled_back_leaves_nothing(cast, waived):
    with undone():
        correction.unwaive(waived, by=cast.coordinator, reason=REASON)
    assert (reread(waived).state, reread(waived).reason) == ("waived", WAIVED)


def test_the_flow_follows(cast, waived):
    report = unwaive(cast, waived)
    assert (report.task.flow_task.name, report.process.status) == ("write", "NEW")
    assert reconcile() == 0


def test_a_consolidated_report_waits_for_the_unit_and_takes_it_in(cast):
    report = arrange.consolidated(cast)
    unit = unwaive(cast, factories.unit_report(cast, "TTDVC"))
    with pytest.raises(NotPossible, match=unit.unit.short_name):
        ward_reports.send_for_approval(reread(report), by=cast.coordinator)
    hand_in(cast, factories.fill(unit, cast))
    correction.refresh_figures(reread(report), by=cast.coordinator)
    assert factories.unit_report(cast, "TTDVC").state == "consolidated"


def test_what_was_sent_for_approval_is_called_back(cast):
    report = arrange.awaiting(cast)
    unwaive(cast, factories.unit_report(cast, "TTDVC"))
    again = reread(report)
    assert (again.state, again.content, again.steps.count()) == ("consolidating", "", 0)
    assert newest(again) == event_of(cast.coordinator, "call_back", "awaiting_approval", "consolidating", REASON)


def test_once_it_is_approved_a_waiver_stands(cast):
    arrange.approved(cast)
    with pytest.raises(NotPossible) as refused:
        unwaive(cast, factories.unit_report(cast, "TTDVC"))
    assert tells(refused, cast.approver, TODAY)
    assert factories.unit_report(cast, "TTDVC").state == "waived"


def test_in_the_version_after_a_refusal_the_unit_reports(cast):
    report = arrange.replaced(cast, reason="Thiếu số liệu của Trung tâm Dịch vụ công")
    unit = factories.fill(unwaive(cast, factories.unit_report(cast, "TTDVC")), cast)
    hand_in(cast, unit)
    again = ward_reports.consolidate(WardReport.objects.with_names().get(pk=report.pk), by=cast.coordinator)
    assert str(unit.pk) in again.taken_in


def test_waived_again_it_goes_back_to_where_it_stood_last(cast, waived):
    report = unit_reports.waive(unwaive(cast, waived), by=cast.coordinator, reason=WAIVED)
    report = unwaive(cast, reread(report))
    assert report.state == "draft"
    assert [event.action for event in events(report)][-4:] == ["waive", "unwaive", "waive", "unwaive"]


def test_it_costs_seventeen_statements_at_most(cast, waived, statements):
    with statements() as counted:
        correction.unwaive(waived, by=cast.coordinator, reason=REASON)
    assert len(counted) <= 17, counted.sql
