"""The province asks wards for a report: each gets a period of its own by the code of its own requests."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.translation import override

from approvals.channels import actions as channels
from approvals.channels import answers
from approvals.channels.seam import Asked
from approvals.clock import ZONE
from approvals.edxml.messages import Business
from approvals.errors import NotPossible
from approvals.models import Channel, Incident, MessageKey, OutboxMessage, ReportRequest, Sender, TrailEvent
from approvals.outbox import queue as outbox
from approvals.receiving.requests import letter_of
from tests.people import instant
from tests.workflows.provinces.arrange import province_above, report_of, work_off
from units.models import Notice
from workflows.models import ReportingPeriod
from workflows.periods import requests, superior
from workflows.periods.opening import actions as opening
from workflows.periods.steering import actions as steering
from workflows.pure.schedule import due_words

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


def test_a_deadline_with_an_hour_is_told_with_it_everywhere(cast, province, client):
    period = asked(province)
    work_off()
    own = ReportingPeriod.objects.get(ward=cast.ward, request=period.request)
    report = own.unit_reports.with_names()[0]
    said = "16:00 ngày 11/11/2026"
    client.force_login(cast.coordinator)
    for address in (
        reverse("quick_forms_many", args=[own.pk]),
        reverse("period", args=[own.code]),
        report.get_absolute_url(),
    ):
        assert f"trước {said}" in client.get(address).content.decode(), address
    with pytest.raises(NotPossible, match=said):
        steering.extend(report, by=cast.coordinator, due_at=report.due_at, reason="Thêm thời gian")
    with override("vi"):
        assert due_words(report.due_at) == "trước 16:00 ngày 11/11"


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


def mails_to_the_ward(cast):
    return OutboxMessage.objects.filter(topic="mail", scope=cast.ward.pk, payload__event__startswith="superior_")


def move(province, period):
    later = {"unit_due_at": DUE + timedelta(days=5), "ward_due_at": DUE + timedelta(days=9)}
    steering.change_due(period, by=province.coordinator, reason="Thêm thời gian", **later)


@pytest.mark.parametrize(
    ("change", "told", "noted"),
    [
        (
            lambda province, period: opening.cancel(period, by=province.coordinator, reason="Nhầm"),
            "đã rút yêu cầu này: Nhầm.",
            ("superior_cancelled", "Nhầm", {}),
        ),
        (
            move,
            "chậm nhất ngày 19/11/2026: Thêm thời gian.",
            ("superior_moved", "Thêm thời gian", {"superior_day": [None, "2026-11-19"]}),
        ),
    ],
)
def test_the_office_of_a_ward_hears_what_becomes_of_the_request(cast, province, change, told, noted):
    period = asked(province)
    work_off()
    change(province, ReportingPeriod.objects.get(pk=period.pk))
    work_off()
    (sent,) = mails_to_the_ward(cast)
    assert told in sent.payload["reason"]
    superior.open_asked(OutboxMessage.objects.filter(topic="asked").latest("pk"))
    assert mails_to_the_ward(cast).count() == 1
    own = ReportingPeriod.objects.get(ward=cast.ward)
    events = TrailEvent.objects.filter(subject_kind="wardreport", subject_id=own.ward_reports.get().pk)
    event = events.latest("seq")
    assert (event.action, event.reason, event.changes, event.actor) == (*noted, None)
    assert event.action == sent.payload["event"]
    assert (own.cancelled_at, own.ward_due_at) == (None, DUE)
    outbox.work_at_once(sent.key)
    assert Notice.objects.filter(person=cast.coordinator, text__contains="Cấp trên").exists()


def test_what_a_superior_cancelled_is_not_opened_afterwards(cast, province):
    opening.cancel(asked(province), by=province.coordinator, reason="Nhầm")
    work_off()
    assert not ReportingPeriod.objects.filter(ward=cast.ward).exists()
    assert not mails_to_the_ward(cast).exists()


def test_another_installation_hears_of_each_change_as_a_message_of_its_own(province):
    """Also one that has read the request and not said so yet."""
    Sender.objects.update(origin=None)
    period = asked(province)
    first = ReportRequest.objects.get()
    move(province, period)
    moved = ReportRequest.objects.get(taken_at=None)
    told = letter_of(moved, MessageKey.objects.get(scope=province.unit.pk))
    assert (moved.due_at, moved.token == first.token) == (DUE + timedelta(days=5), False)
    assert (told.business, told.reason, told.due_on) == (Business.UPDATE, "Thêm thời gian", date(2026, 11, 19))
    ReportRequest.objects.update(taken_at=DUE)
    opening.cancel(ReportingPeriod.objects.get(pk=period.pk), by=province.coordinator, reason="Nhầm")
    withdrawn = ReportRequest.objects.get(taken_at=None)
    told = letter_of(withdrawn, MessageKey.objects.get(scope=province.unit.pk))
    assert (told.business, told.reason, told.due_on) == (Business.RECALL, "Nhầm", None)


def test_wards_are_not_asked_for_what_cannot_be_put_together_again(client, cast, province):
    client.force_login(province.coordinator)
    address = reverse("ask_for_report", args=[province.unit.pk])
    assert "Mỗi đơn vị cấp xã hỏi các đơn vị của mình theo đề cương này" in client.get(address).content.decode()
    typed = {"title": ASKED["title"], "brief": "x", "units": [province.member.pk]}
    typed |= {"unit_day": "14/11/2026", "ward_day": "18/11/2026", "label_0": "Có mạng", "type_0": "yes_no"}
    refused = client.post(address, typed)
    told = str(refused.context["form"].errors)
    assert (refused.status_code, province.member.short_name in told, "“Có mạng”" in told) == (409, True, True)
    assert 'value="Có mạng"' in refused.content.decode()
    assert not ReportingPeriod.objects.filter(ward=province.unit, title=ASKED["title"]).exists()


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


@pytest.mark.parametrize(
    "told", [{"due_on": date(9999, 12, 31)}, {"due_on": date(1, 1, 1)}, {"title": "\u202e "}], ids=str
)
def test_what_cannot_be_asked_is_an_incident_with_a_sentence_and_opens_nothing(cast, province, told):
    channel = Channel.objects.select_related("recipient").get(recipient__scope=cast.ward.pk)
    own = {
        "identity": str(uuid4()),
        "token": str(uuid4()),
        "title": "Rà soát",
        "brief": "",
        "due_on": date(2026, 11, 20),
    }
    answers.take_in(Asked(**own | told, on_plan=False, organ_id=channel.recipient.organ_id), channel)
    assert "không thể có" in Incident.objects.get(message__topic="answer").what
    assert not OutboxMessage.objects.filter(topic="asked").exists()


def test_signs_that_nobody_sees_leave_what_a_superior_asks(cast, province):
    asked(province, title="Rà soát\u202e hạ tầng", brief="Dòng\u202e một\nDòng hai")
    work_off()
    own = ReportingPeriod.objects.get(ward=cast.ward)
    assert (own.title, own.brief) == ("Rà soát hạ tầng", "Dòng một\nDòng hai")
