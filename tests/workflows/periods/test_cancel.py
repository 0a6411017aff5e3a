"""Opening a period by hand, and cancelling one that was opened by mistake."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from viewflow.workflow.models import Task

from approvals.errors import NotPossible
from approvals.models import OutboxMessage, TrailEvent
from approvals.trail.chain import verify_subject
from tests import factories
from tests.factories import reread
from tests.people import instant
from units.tree import actions as tree
from workflows import tasks
from workflows.cases.reconciliation import reconcile
from workflows.models import IndicatorEntry, ReportingPeriod, UnitReport, WardReport
from workflows.models.states import UnitState, WardState
from workflows.periods.opening import actions as opening

WHY = "Mở nhầm kỳ"


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


def cancel(cast, by=None):
    return opening.cancel(ReportingPeriod.objects.get(), by=by or cast.coordinator, reason=WHY)


def sign_in(client, person):
    client.force_login(person, backend="units.backends.GrantBackend")


def test_all_its_reports_are_cancelled_and_what_was_typed_stays(cast):
    report = factories.submitted(cast)
    cancel(cast)
    assert set(UnitReport.objects.values_list("state", flat=True)) == {UnitState.CANCELLED}
    assert WardReport.objects.get().state == WardState.CANCELLED
    assert IndicatorEntry.objects.filter(report=report, value__isnull=False).exists()
    assert reread(report).results
    events = TrailEvent.objects.filter(action="cancel_period")
    assert {event.reason for event in events} == {WHY}
    assert events.count() == UnitReport.objects.count() + 1
    assert not verify_subject("unitreport", report.pk).fault
    assert OutboxMessage.objects.filter(payload__event="cancelled").count() == UnitReport.objects.count()


def test_it_takes_as_many_statements_for_more_units(cast, statements):
    def taken(code):
        period = factories.open_month(cast, code)
        with statements() as counted:
            opening.cancel(period, by=cast.coordinator, reason=WHY)
        return len(counted), period.unit_reports.count()

    few, before = taken("2026-09")
    for place in range(9):
        arrange_unit(cast, place)
    more, after = taken("2026-10")
    assert after == before + 9
    assert more == few <= 32


def arrange_unit(cast, place):
    tree.add_unit(cast.ward, by=None, code=f"T{place}", name=f"Tổ {place}", short_name=f"Tổ {place}")


def test_one_whose_process_has_drifted_is_mended_and_cancelled_with_the_others(cast):
    report = factories.submitted(cast)
    task = Task.objects.get(pk=report.task_id)
    task.pk = None
    task.save()  # open beside the one that its row names
    Task.objects.filter(pk=report.task_id).update(finished="2026-11-02T00:00:00Z", status="DONE")
    cancel(cast)
    assert reconcile() in (0, None)
    assert not Task.objects.filter(finished=None).exists()


def test_viewflow_follows_and_nothing_waits_on_a_desk(cast, client):
    factories.submitted(cast)
    cancel(cast)
    assert reconcile() in (0, None)
    sign_in(client, cast["CA:drafter"])
    assert factories.MONTH not in client.get("/").content.decode()


def test_nobody_is_asked_any_more_to_confirm_what_was_entered_for_a_unit(cast):
    report = factories.unit_report(cast)
    UnitReport.objects.filter(pk=report.pk).update(unconfirmed_since="2026-11-02T00:00:00Z")
    cancel(cast)
    assert reread(report).unconfirmed_since is None


def test_it_is_refused_once_a_report_was_accepted_and_says_whose(cast):
    factories.accepted(cast)
    with pytest.raises(NotPossible, match="được tiếp nhận: Công an"):
        cancel(cast)
    assert not TrailEvent.objects.filter(action="cancel_period").exists()


def test_only_who_coordinates_cancels_and_once(cast):
    factories.open_month(cast)
    with pytest.raises(PermissionDenied):
        cancel(cast, by=cast.admin)
    cancel(cast)
    with pytest.raises(NotPossible, match="đã thực hiện"):
        cancel(cast)


def test_the_clock_leaves_a_cancelled_period_alone_and_a_person_opens_it_anew(cast):
    factories.submitted(cast)
    cancel(cast)
    tasks.open_periods()
    assert ReportingPeriod.objects.filter(code=factories.MONTH).count() == 1
    anew = opening.open_by_hand(cast.monthly, factories.MONTH, by=cast.coordinator)
    assert ReportingPeriod.objects.filter(code=factories.MONTH).count() == 2
    entries = IndicatorEntry.objects.filter(report__period=anew)
    assert entries.exists()
    assert not entries.filter(value__isnull=False).exists()


def test_a_month_whose_days_are_over_opens_with_days_of_its_own_alone(cast):
    with pytest.raises(NotPossible, match="đã qua"):
        opening.open_by_hand(cast.monthly, "2026-08", by=cast.coordinator)
    due = (instant("2026-11-10 00:00"), instant("2026-11-12 00:00"))
    period = opening.open_by_hand(cast.monthly, "2026-08", by=cast.coordinator, due=due)
    assert (period.unit_due_at, period.ward_due_at) == due
    event = TrailEvent.objects.get(action="open", subject_kind="wardreport", subject_id=period.ward_reports.get().pk)
    assert (event.actor, sorted(event.changes)) == (cast.coordinator, ["unit_due_at", "ward_due_at"])


def test_what_is_open_is_not_opened_twice_and_who_does_not_coordinate_opens_nothing(cast):
    factories.open_month(cast)
    with pytest.raises(NotPossible, match="đã mở rồi"):
        opening.open_by_hand(cast.monthly, factories.MONTH, by=cast.coordinator)
    with pytest.raises(PermissionDenied):
        opening.open_by_hand(cast.monthly, "2026-11", by=cast.admin)


def test_the_page_says_what_becomes_of_what_was_typed(cast, client):
    factories.submitted(cast)
    sign_in(client, cast.coordinator)
    address = reverse("period_cancel", args=[ReportingPeriod.objects.get().pk])
    assert address in client.get(reverse("period", args=[factories.MONTH])).content.decode()
    text = client.get(address).content.decode()
    assert "1 báo cáo đã viết, 1 báo cáo đã nộp" in text
    response = client.post(address, {"reason": WHY})
    page = client.get(response["Location"]).content.decode()
    assert "Đã hủy" in page
    assert client.get(address).status_code == 404


def test_the_page_opens_a_period_and_offers_none_that_is_open(cast, client):
    factories.open_month(cast)
    sign_in(client, cast.coordinator)
    address = reverse("period_open", args=[cast.monthly.pk])
    codes = [code for code, _words in client.get(address).context["form"].fields["period"].choices]
    assert codes[0] == "2026-11"
    assert factories.MONTH not in codes
    assert "2027-01" not in codes
    half = client.post(address, {"period": "2026-09", "unit_before": "2026-11-09"})
    assert half.status_code == 422
    assert "Ghi cả hai ngày" in half.content.decode()
    days = {"unit_before": "2026-11-10", "ward_before": "2026-11-11"}
    response = client.post(address, {"period": "2026-09"} | days)
    assert client.get(response["Location"]).status_code == 200
    assert ReportingPeriod.objects.get(code="2026-09").unit_due_at == instant("2026-11-10 00:00")
