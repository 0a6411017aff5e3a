import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from approvals.models import Dispatch, Rendition
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import asked, event_of, newest, tells, undone
from workflows.ward_reports.province import actions as province

TODAY = "2026-11-08 09:00"
pytestmark = pytest.mark.starts_from(arrange.issued, on=TODAY)


@pytest.fixture
def report(start, on_day):
    on_day(TODAY)
    return start


def test_clerk_sends_the_document_to_the_province(cast, report):
    assert province.dispatch(report, by=cast.clerk).state == "dispatched"
    sent = Dispatch.objects.get(document__subject_id=report.pk)
    assert (sent.recipient, sent.requested_by) == (report.period.plan.province_recipient, cast.clerk)
    assert sent.due_at == report.period.ward_due_at


def test_it_waits_for_the_numbered_document(cast, report):
    Rendition.objects.filter(subject_id=report.pk, final=True).delete()
    with pytest.raises(NotPossible):
        province.dispatch(report, by=cast.clerk)
    assert (reread(report).state, Dispatch.objects.count()) == ("issued", 0)


@pytest.mark.parametrize("who", ["VHXH:coordinator", "BCĐ:approver", "MX:admin"])
def test_nobody_else_sends_it(cast, report, who):
    with pytest.raises(PermissionDenied):
        province.dispatch(report, by=cast[who])


def test_sending_twice_tells_who_was_first_and_sends_once(cast, report):
    province.dispatch(report, by=cast.clerk)
    with pytest.raises(NotPossible) as refused:
        province.dispatch(report, by=cast.clerk)
    assert tells(refused, cast.clerk, "2026-11-08 09:00")
    assert Dispatch.objects.count() == 1


def test_sending_stands_in_the_trail(cast, report):
    assert newest(province.dispatch(report, by=cast.clerk)) == event_of(cast.clerk, "dispatch", "issued", "dispatched")


def test_writing_out_is_asked_for_once_it_commits(cast, report):
    province.dispatch(report, by=cast.clerk)
    assert [payload["dispatch"] for payload in asked("dispatch")] == [Dispatch.objects.get().pk]


def test_a_sending_that_was_rolled_back_leaves_nothing(cast, report):
    with undone():
        province.dispatch(report, by=cast.clerk)
    assert (reread(report).state, Dispatch.objects.count()) == ("issued", 0)


def test_sending_costs_fourteen_statements_at_most(cast, report, statements):
    with statements() as counted:
        province.dispatch(report, by=cast.clerk)
    assert len(counted) <= 14, counted.sql
