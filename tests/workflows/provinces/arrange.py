"""Arrange: a province above the sample ward in the same installation."""

from approvals.clock import at
from approvals.models import Arrival, Dispatch, OutboxMessage
from approvals.outbox import queue as outbox
from tests.dispatching import hand_over
from tests.factories import reread, shown
from tests.people import SETTLED, instant
from workflows.demo import province as demo
from workflows.demo.cast import Cast
from workflows.demo.province import Province
from workflows.models import UnitReport, WardReport
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.province import actions as province_actions

OWN_TOPICS = ("arrived", "brought", "answers", "followed", "next_version", "asked")


def province_above(cast: Cast) -> Province:
    with at(instant(SETTLED)):
        return demo.settle(cast)


def work_off() -> None:
    """What the outbox would do of what concerns the exchange; renderings and mails are left alone."""
    while message := outbox.due().filter(topic__in=OWN_TOPICS).order_by("pk").first():
        outbox.work_at_once(message.key)
        assert OutboxMessage.objects.get(pk=message.pk).done_at, message.topic


def delivered(cast: Cast, report: WardReport) -> Arrival:
    """The ward sends its issued report, and the province has it."""
    province_actions.dispatch(reread(report), by=cast.clerk)
    hand_over(Dispatch.objects.order_by("-pk")[0])
    work_off()
    return Arrival.objects.order_by("-pk")[0]


def report_of(province: Province, code: str = "2026-10") -> UnitReport:
    """The province's report of the unit that stands for the ward."""
    return UnitReport.objects.with_names().get(unit=province.member, period__code=code)


def newest(cast: Cast) -> WardReport:
    return WardReport.objects.with_names().filter(ward=cast.ward).order_by("-version")[0]


def issued_anew(cast: Cast) -> WardReport:
    """The version that replaces a document which was refused or recalled."""
    row = ward_reports.consolidate(newest(cast), by=cast.coordinator)
    row = reread(ward_reports.send_for_approval(reread(row), by=cast.coordinator))
    row = reread(approval.approve(row, by=cast.approver, seen=shown(row)))
    return reread(issuing.issue(row, by=cast.clerk))
