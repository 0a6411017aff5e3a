import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import event_of, newest, tells, undone
from workflows.unit_reports import actions as unit_reports

REASON = "Đơn vị mới thành lập trong tháng"


@pytest.fixture
def draft(cast, on_day):
    on_day("2026-11-03 09:00")
    return factories.unit_report(cast)


@pytest.mark.parametrize("arrangement", [arrange.draft, arrange.returned])
def test_coordinator_waives_what_is_with_the_unit(cast, arrangement):
    report = reread(unit_reports.waive(arrangement(cast), by=cast.coordinator, reason=REASON))
    assert (report.state, report.reason) == ("waived", REASON)


def test_a_waiver_needs_a_reason(cast, draft):
    with pytest.raises(NotPossible):
        unit_reports.waive(draft, by=cast.coordinator, reason=" ")
    assert reread(draft).state == "draft"


@pytest.mark.parametrize("who", ["CA:unit_head", "CA:drafter", "BCĐ:approver", "MX:admin"])
def test_nobody_else_waives_it(cast, draft, who):
    with pytest.raises(PermissionDenied):
        unit_reports.waive(draft, by=cast[who], reason=REASON)


def test_what_is_submitted_is_not_waived(cast, on_day):
    on_day("2026-11-03 09:00")
    with pytest.raises(NotPossible) as refused:
        unit_reports.waive(factories.submitted(cast), by=cast.coordinator, reason=REASON)
    assert tells(refused, cast["CA:unit_head"], "2026-11-03 09:00")


def test_waiving_stands_in_the_trail(cast, draft):
    report = unit_reports.waive(draft, by=cast.coordinator, reason=REASON)
    assert newest(report) == event_of(cast.coordinator, "waive", "draft", "waived", REASON)


def test_a_waiver_that_was_rolled_back_leaves_nothing(cast, draft):
    with undone():
        unit_reports.waive(draft, by=cast.coordinator, reason=REASON)
    assert (reread(draft).state, reread(draft).reason) == ("draft", "")


def test_waiving_costs_fourteen_statements_at_most(cast, draft, statements):
    with statements() as counted:
        unit_reports.waive(draft, by=cast.coordinator, reason=REASON)
    assert len(counted) <= 14, counted.sql


def september_approved(cast):
    return arrange.approved(cast, "2026-09")


@pytest.mark.starts_from(september_approved, on="2026-11-03 09:00")
def test_the_page_tells_what_becomes_of_indicators(client, cast, start, draft):
    client.force_login(cast.coordinator)
    page = client.get(reverse("unit_report_waive", args=[draft.pk])).content.decode()
    kept, _heading, left_out = page.partition("Không có số liệu kỳ này của đơn vị")
    level, flow = (str(draft.period.plan.indicators.get(number=number)) for number in (8, 9))
    assert level in kept.partition("Tính tại thời điểm")[2]
    assert flow in left_out
