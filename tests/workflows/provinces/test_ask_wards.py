"""The province asks wards for a report: each gets a period of its own by the code of its own requests."""

from datetime import timedelta

import pytest

from approvals.channels import actions as channels
from approvals.clock import ZONE
from approvals.models import Channel, OutboxMessage, ReportRequest, TrailEvent
from tests.people import instant
from tests.workflows.provinces.arrange import province_above, report_of, work_off
from workflows.models import ReportingPeriod
from workflows.periods import requests, superior

TODAY = "2026-11-08 09:00"
DUE = instant("2026-11-15 00:00")
ASKED = {"title": "Rà soát hạ tầng số", "brief": "Báo cáo hiện trạng", "unit_due_at": DUE}


@pytest.fixture
def province(cast, on_day):
    on_day(TODAY)
    return province_above(cast)


def asked(province, **told) -> ReportingPeriod:
    told = ASKED | {"ward_due_at": DUE + timedelta(days=3)} | told
    return requests.ask_for_report(province.unit, by=province.coordinator, units=[province.member], **told)


def test_the_ward_gets_a_period_of_its_own(cast, province):
    period = asked(province)
    work_off()
    own = ReportingPeriod.objects.get(ward=cast.ward, request=period.request)
    assert (own.title, own.brief, own.ward_due_at, own.on_plan) == (period.title, period.brief, DUE, False)
    assert own.unit_reports.count() == 9
    assert own.unit_due_at.astimezone(ZONE) == instant("2026-11-11 16:00")
    assert TrailEvent.objects.filter(action="ask_for_report", scope=cast.ward.pk, actor=None).count() == 1


def test_the_plan_is_asked_for_where_the_province_asks_for_it(cast, province):
    period = asked(province, on_plan=True)
    work_off()
    assert ReportingPeriod.objects.get(ward=cast.ward, request=period.request).on_plan
    assert report_of(province, period.code).indicator_entries.count() == 20


def test_what_comes_twice_is_opened_once(cast, province):
    asked(province)
    work_off()
    superior.open_asked(OutboxMessage.objects.get(topic="asked"))
    assert ReportingPeriod.objects.filter(ward=cast.ward).count() == 1


def test_a_ward_that_is_not_paired_is_asked_nothing(cast, province):
    province_senders = ReportRequest.objects.model.sender.field.related_model.objects
    province_senders.update(paired_at=None)
    asked(province)
    assert not ReportRequest.objects.exists()
    assert not OutboxMessage.objects.filter(topic="asked").exists()


@pytest.mark.parametrize("paired", [True, False])
def test_a_ward_is_asked_by_its_superior_alone(cast, province, paired):
    channel = Channel.objects.get(kind="here")
    superior = channel.recipient
    channels.change_recipient(superior, by=cast.admin, name=superior.name, organ_id=superior.organ_id, leads=False)
    if not paired:
        channels.end_channel(channel, by=cast.admin)
    asked(province)
    work_off()
    assert not ReportingPeriod.objects.filter(ward=cast.ward).exists()
    assert OutboxMessage.objects.filter(topic="answer").count() == int(paired)
