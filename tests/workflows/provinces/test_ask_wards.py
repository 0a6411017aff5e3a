"""The province asks wards for a report: each gets a period of its own by the code of its own requests."""

from datetime import timedelta

import pytest
from django.urls import reverse

from approvals.clock import ZONE
from approvals.models import OutboxMessage, ReportRequest, TrailEvent
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


def test_wards_are_not_asked_by_an_outline_that_does_not_reach_them(client, cast, province):
    client.force_login(province.coordinator)
    address = reverse("ask_for_report", args=[province.unit.pk])
    page = client.get(address)
    assert page.context["form"].only_wards
    assert 'name="label_0"' not in page.content.decode()
    typed = {"title": ASKED["title"], "brief": "x", "units": [province.member.pk]}
    typed |= {"unit_day": "15/11/2026", "ward_day": "18/11/2026", "label_0": "Số tổ", "type_0": "number"}
    refused = client.post(address, typed)
    assert (refused.status_code, province.member.short_name in str(refused.context["form"].errors)) == (409, True)
    assert not ReportingPeriod.objects.filter(ward=province.unit, title=ASKED["title"]).exists()
