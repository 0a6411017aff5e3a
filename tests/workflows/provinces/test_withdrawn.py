"""A document that its ward recalls after it was taken in, and one that comes in the place of another."""

import pytest

from approvals.errors import NotPossible
from approvals.models import Arrival, ArrivalStatus, Dispatch, OutboxMessage
from approvals.outbox import queue as outbox
from approvals.receiving import actions as receiving
from approvals.register import actions as register
from tests.factories import reread
from tests.workflows import arrange as ward_arrange
from tests.workflows.provinces.arrange import delivered, issued_anew, newest, report_of, work_off
from tests.workflows.provinces.test_one_installation import of_province
from workflows.models import WardReport
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.deliveries import actions as deliveries
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.correction import actions as correction
from workflows.ward_reports.province import actions as province_actions

TODAY = "2026-11-08 09:00"
pytestmark = pytest.mark.starts_from(ward_arrange.issued, on=TODAY)


def consolidated(cast, start, province) -> Arrival:
    arrival = delivered(cast, start)
    receiving.receive(arrival, by=province.coordinator)
    work_off()
    ward_reports.consolidate(of_province(province), by=province.coordinator)
    return arrival


def recall(cast) -> None:
    """The province's outbox is not worked off yet."""
    register.recall(register.document_of(newest(cast)), by=cast.clerk, reason="Nhầm số")
    while message := outbox.due().exclude(topic="brought").order_by("pk").first():
        outbox.work_at_once(message.key)


def test_a_recall_after_consolidation_opens_the_report_and_the_replacement_is_taken_in(cast, start, province):
    consolidated(cast, start, province)
    ward_reports.send_for_approval(reread(of_province(province)), by=province.coordinator)
    recall(cast)
    work_off()
    assert (of_province(province).state, report_of(province).state) == ("consolidating", "returned")
    told = OutboxMessage.objects.filter(topic="mail", payload__event="delivery_recalled")
    assert {row.payload["codename"] for row in told} == {"review_reports", "approve_reports"}
    with pytest.raises(NotPossible, match="Minh Xuân"):
        ward_reports.send_for_approval(reread(of_province(province)), by=province.coordinator)
    second = delivered(cast, issued_anew(cast))
    receiving.receive(second, by=province.coordinator)
    work_off()
    assert (report_of(province).state, report_of(province).arrival_id) == ("accepted", second.pk)
    made = correction.refresh_figures(of_province(province), by=province.coordinator)
    assert ward_reports.send_for_approval(reread(made), by=province.coordinator).state == "awaiting_approval"


def test_nothing_is_sent_for_approval_before_a_recall_is_worked_off(cast, start, province):
    consolidated(cast, start, province)
    recall(cast)
    with pytest.raises(NotPossible, match="thu hồi"):
        ward_reports.send_for_approval(reread(of_province(province)), by=province.coordinator)
    assert not ArrivalStatus.objects.filter(code="15").exists()
    work_off()
    assert ArrivalStatus.objects.filter(code="15").count() == 1


def test_the_ward_is_not_told_that_its_figures_are_out_of_what_is_approved(cast, start, province):
    consolidated(cast, start, province)
    WardReport.objects.filter(ward=province.unit).update(state="approved")
    recall(cast)
    work_off()
    assert report_of(province).state == "consolidated"
    assert Dispatch.objects.get().deleted_at is None
    assert OutboxMessage.objects.filter(topic="mail", payload__event="delivery_recalled").count() == 2
    WardReport.objects.filter(ward=province.unit).update(state="returned")
    deliveries.look()
    work_off()
    assert report_of(province).state == "returned"
    assert Dispatch.objects.get().deleted_at


def second_without_recall(cast) -> Arrival:
    province_actions.record_refusal(newest(cast), by=cast.clerk, reference="", reason="Tỉnh gọi điện")
    outbox.drain()
    return delivered(cast, issued_anew(cast))


def test_a_newer_document_takes_the_place_of_one_that_waits(cast, start, province):
    first = delivered(cast, start)
    second = second_without_recall(cast)
    assert (report_of(province).state, report_of(province).arrival_id) == ("submitted", second.pk)
    first.refresh_from_db()
    assert second.code in first.faults[0]
    with pytest.raises(NotPossible):
        receiving.receive(first, by=province.coordinator)
    receiving.refuse(first, by=province.coordinator, reason="Đã có bản thay thế")
    receiving.receive(second, by=province.coordinator)
    work_off()
    assert (report_of(province).state, report_of(province).arrival_id) == ("accepted", second.pk)


def test_a_newer_document_says_that_another_is_accepted_until_that_is_recalled(cast, start, province):
    first = delivered(cast, start)
    row = unit_reports.take(report_of(province), by=province.coordinator)
    unit_reports.accept(reread(row), by=province.coordinator, seen=row.version)
    second = second_without_recall(cast)
    second.refresh_from_db()
    first.refresh_from_db()
    assert first.code in second.faults[0]
    assert report_of(province).arrival_id == first.pk
    Arrival.objects.filter(pk=first.pk).update(recalled_at=first.arrived_at)
    outbox.put("brought", f"brought-{first.pk}-recalled", scope=first.scope, arrival=first.pk)
    work_off()
    second.refresh_from_db()
    assert (report_of(province).state, report_of(province).arrival_id, second.faults) == ("submitted", second.pk, [])


def test_a_document_of_a_waived_report_says_so_and_is_not_received(cast, start, province):
    unit_reports.waive(report_of(province), by=province.coordinator, reason="Chưa thành lập")
    arrival = delivered(cast, start)
    arrival.refresh_from_db()
    assert "miễn" in arrival.faults[0]
    with pytest.raises(NotPossible, match="miễn"):
        receiving.receive(arrival, by=province.clerk)
