"""Reminders that go to a ward's gateway too: signed, once, while what they say still waits."""

import hashlib
import hmac
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse

from approvals.clock import at
from approvals.errors import NotPossible
from approvals.models import Incident, OutboxMessage, TrailEvent
from approvals.outbox import outside
from approvals.outbox import queue as outbox
from tests import factories
from tests.loopback import listening
from tests.people import instant
from units.models import Person
from workflows.models import Gateway, Rung, UnitReport
from workflows.reminders import actions as reminders
from workflows.reminders.gateways import actions as gateways
from workflows.reminders.gateways import signing

OPENED = "2026-10-21 08:00"
THREE_DAYS_BEFORE = "2026-10-30 07:31"
PHONE = "0912 000 007"


def opened(cast):
    return factories.open_month(cast)


pytestmark = pytest.mark.starts_from(opened, on=OPENED)


@pytest.fixture
def server(settings, start, on_day):
    on_day(OPENED)
    settings.PRIVATE_ADDRESSES = True
    with listening() as found:
        yield found


@pytest.fixture
def gateway(cast, server) -> Gateway:
    """In use, and one person of those who are reminded three days before has a telephone."""
    made = gateways.set_gateway(cast.ward, by=cast.admin, url=server.url)
    Rung.objects.filter(kind=cast.monthly).update(by_gateway=True)
    Person.objects.filter(pk=cast["CA:drafter"].pk).update(phone=PHONE)
    return made


def tick() -> list[OutboxMessage]:
    with at(instant(THREE_DAYS_BEFORE)):
        reminders.tell_due()
        return list(OutboxMessage.objects.filter(topic="gateway"))


def work(message: OutboxMessage) -> None:
    with at(instant(THREE_DAYS_BEFORE)):
        outbox.work(outbox.claim(topics_besides(message)))


def topics_besides(message: OutboxMessage) -> list[str]:
    return list(OutboxMessage.objects.exclude(topic=message.topic).values_list("topic", flat=True).distinct())


def test_a_reminder_arrives_signed_once_and_the_ledger_says_so(cast, gateway, server):
    (message,) = tick()
    assert tick() == [message]
    work(message)
    ((_path, headers, body),) = server.got
    signed = headers["x-trinh-duyet-time"].encode() + b"." + body
    wanted = hmac.new(signing.secret_of(gateway).encode(), signed, hashlib.sha256).hexdigest()
    assert headers["x-trinh-duyet-signature"] == f"sha256={wanted}"
    assert headers["idempotency-key"] == message.key
    told = json.loads(body)
    assert told["to"] == {"name": cast["CA:drafter"].name, "phone": PHONE}
    assert told["text"].startswith("Báo cáo tháng 10/2026, Công an: hạn trước ngày 05/11")
    assert told["url"].startswith("http")
    client = Client()
    client.force_login(cast.admin)
    assert "đã chuyển cho cổng nhắn tin" in client.get(reverse("reminder_ledger", args=[cast.ward.pk])).text


def test_a_tick_asks_for_many_in_as_many_statements_as_for_one(cast, gateway, statements):
    with statements() as one, transaction.atomic():
        tick()
        transaction.set_rollback(True)
    Person.objects.update(phone=PHONE)
    with statements() as many:
        assert len(tick()) > 1
    assert len(many) == len(one) <= 14, many.sql


def test_what_was_handed_in_meanwhile_is_not_sent(cast, gateway, server):
    (message,) = tick()
    factories.submitted(cast, "CA")
    work(message)
    assert server.got == []


def test_a_stopped_gateway_gets_nothing(cast, gateway, server):
    (message,) = tick()
    gateways.stop_gateway(cast.ward, by=cast.admin)
    work(message)
    assert server.got == []
    with pytest.raises(NotPossible):
        gateways.stop_gateway(cast.ward, by=cast.admin)


def test_a_gateway_that_is_away_is_tried_again(cast, gateway, server):
    server.answer = 503
    (message,) = tick()
    work(message)
    message.refresh_from_db()
    assert (message.done_at, message.tries) == (None, 1)
    assert not Incident.objects.exists()


def test_who_chose_it_is_reminded_by_hand_on_the_telephone_too(cast, gateway, server):
    report = UnitReport.objects.get(unit=cast.units["CA"])
    with at(instant(THREE_DAYS_BEFORE)):
        reminders.remind(report, by=cast.coordinator)
        assert not OutboxMessage.objects.filter(topic="gateway").exists(), "nobody chose it"
    client = Client()
    client.force_login(cast["CA:drafter"])
    client.post(reverse("notices_by_phone"), {"by_phone": "1"})
    assert client.get(reverse("notices")).text.count(reverse("notices_by_phone")) == 1
    later = "2026-11-02 09:00"
    with at(instant(later)):
        reminders.remind(report, by=cast.coordinator)
        message = OutboxMessage.objects.get(topic="gateway")
        outbox.work(outbox.claim(topics_besides(message)))
    ((_path, _headers, body),) = server.got
    assert json.loads(body)["to"] == {"name": cast["CA:drafter"].name, "phone": PHONE}
    assert "nhắc bạn" in json.loads(body)["text"]


def test_nothing_is_asked_for_without_a_gateway(cast, server):
    Rung.objects.filter(kind=cast.monthly).update(by_gateway=True)
    Person.objects.filter(pk=cast["CA:drafter"].pk).update(phone=PHONE)
    assert tick() == []


def test_an_administrator_sets_changes_and_tries_it_and_the_trail_has_it(cast, gateway, server):
    Person.objects.filter(pk=cast.admin.pk).update(phone=PHONE)
    client = Client()
    client.force_login(cast.admin)
    page = client.get(reverse("ward_gateway", args=[cast.ward.pk]))
    assert signing.secret_of(gateway) in page.text
    assert client.post(reverse("ward_gateway_try", args=[cast.ward.pk])).status_code == 302
    assert json.loads(server.got[0][2])["to"]["phone"] == PHONE
    other = server.url + "?2"
    client.post(reverse("ward_gateway", args=[cast.ward.pk]), {"url": other})
    assert signing.secret_of(Gateway.objects.get(stopped_at=None)) != signing.secret_of(gateway)
    event = TrailEvent.objects.filter(action="set_gateway").latest("pk")
    assert (event.actor, event.changes) == (cast.admin, {"gateway": [server.url, other]})
    client.post(reverse("ward_gateway_stop", args=[cast.ward.pk]))
    assert TrailEvent.objects.filter(action="stop_gateway").exists()


def test_an_address_within_this_network_is_refused(cast, server, settings):
    settings.PRIVATE_ADDRESSES = False
    with pytest.raises(outside.NotSent):
        gateways.set_gateway(cast.ward, by=cast.admin, url=server.url)
    client = Client()
    client.force_login(cast.admin)
    page = client.post(reverse("ward_gateway", args=[cast.ward.pk]), {"url": "https://127.0.0.1/hook"})
    assert page.status_code == 409
    assert "https://127.0.0.1/hook" in page.text
    assert not Gateway.objects.exists()


def test_nobody_but_an_administrator_sees_or_sets_it(cast, gateway):
    for who in ("VHXH:coordinator", "CA:drafter", "MX:auditor"):
        with pytest.raises(PermissionDenied):
            gateways.set_gateway(cast.ward, by=cast[who], url="https://x.example")
        client = Client()
        client.force_login(cast[who])
        assert client.get(reverse("ward_gateway", args=[cast.ward.pk])).status_code == 403
