"""Notices in a browser: encrypted for it, to a push service, once; tried against a push service of our own."""

import base64
import json

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from django.urls import reverse
from py_vapid import Vapid02

from approvals.errors import NotPossible
from approvals.models import OutboxMessage
from approvals.outbox import queue as outbox
from tests.loopback import listening
from units.models import Notice, PushSubscription
from units.notices import actions as notices
from units.notices.push import actions as push
from units.notices.push import keys

SECRET = b"0123456789abcdef"
BROWSER = ec.derive_private_key(7, ec.SECP256R1())


def text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


POINT = BROWSER.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
KEYS = {"p256dh": text(POINT), "auth": text(SECRET)}


@pytest.fixture
def service(settings):
    settings.PRIVATE_ADDRESSES = True
    with listening() as found:
        found.answer = 201
        yield found


@pytest.fixture
def browser(cast, service) -> PushSubscription:
    return push.switch_on(cast.clerk, endpoint=service.url, **KEYS)


def told(cast, key: str) -> Notice:
    notices.put_all([notices.notice(cast.clerk, key, scope=cast.ward.pk, text=f"Việc {key}", path="/", mail=False)])
    return Notice.objects.get(key=key)


def work() -> OutboxMessage:
    """The newest message to a browser, worked once."""
    OutboxMessage.objects.exclude(topic="push").delete()
    message = outbox.claim()
    outbox.work(message)
    message.refresh_from_db()
    return message


def test_a_notice_arrives_encrypted_for_the_browser_and_signed_by_this_installation(cast, browser, service):
    told(cast, "một")
    told(cast, "hai")
    assert (push.ask_for_new(), push.ask_for_new()) == (1, 0)
    assert work().done_at
    ((_path, headers, body),) = service.got
    assert "Việc" not in body.decode(errors="replace")
    plain = json.loads(http_ece.decrypt(body, private_key=BROWSER, auth_secret=SECRET, version="aes128gcm"))
    assert plain == {"title": "Trình duyệt", "body": "Việc hai · và 1 thông báo khác", "path": "/notices/"}
    assert Vapid02.verify(headers["authorization"])
    assert keys.public_key() in headers["authorization"]


def test_what_came_before_and_what_was_read_is_not_shown(cast, service):
    told(cast, "một")
    push.switch_on(cast.clerk, endpoint=service.url, **KEYS)
    assert push.ask_for_new() == 0
    notices.read(told(cast, "hai"))
    assert push.ask_for_new() == 0


def test_a_browser_that_is_gone_is_forgotten_and_a_service_that_is_away_is_tried_again(cast, browser, service):
    told(cast, "một")
    push.ask_for_new()
    service.answer = 503
    assert work().done_at is None
    service.answer = 410
    OutboxMessage.objects.update(available_at="2026-01-01T00:00Z")
    assert work().done_at
    assert not PushSubscription.objects.exists()


def test_a_redirect_of_the_push_service_is_not_followed(cast, browser, service):
    told(cast, "một")
    push.ask_for_new()
    with listening() as elsewhere:
        service.answer, service.location = 307, elsewhere.url
        assert work().done_at is None
        assert elsewhere.got == []


@pytest.mark.parametrize(
    "endpoint",
    [
        *("https://127.0.0.1/x", "https://push.example.com/x", "http://fcm.googleapis.com/x", ""),
        *("https://fcm.googleapis.com:444/x", "https://a@fcm.googleapis.com/x", "https://evilnotify.windows.com/x"),
    ],
)
def test_an_endpoint_that_is_at_no_known_push_service_is_refused(cast, endpoint):
    with pytest.raises(NotPossible):
        push.switch_on(cast.clerk, endpoint=endpoint, **KEYS)


def test_known_push_services_are_taken_and_keys_that_are_none_refused(cast):
    push.switch_on(cast.clerk, endpoint="https://wns2-sg2p.notify.windows.com/w/?token=x", **KEYS)
    for broken in ({"p256dh": "AAAA"}, {"auth": text(b"short")}, {"p256dh": "*"}):
        with pytest.raises(NotPossible):
            push.switch_on(cast.clerk, endpoint="https://fcm.googleapis.com/fcm/send/x", **KEYS | broken)


def test_a_browser_shows_the_notices_of_whoever_switched_them_on_last(cast, browser, service):
    client = Client()
    client.force_login(cast.auditor)
    sent = {"endpoint": service.url, **KEYS}
    assert client.post(reverse("push_on"), sent).status_code == 204
    assert PushSubscription.objects.get().person == cast.auditor
    assert client.post(reverse("push_off"), {"endpoint": service.url}).status_code == 204
    assert not PushSubscription.objects.exists()


def test_the_page_of_notices_gives_the_browser_the_key_of_this_installation(cast):
    client = Client()
    client.force_login(cast.clerk)
    page = client.get(reverse("notices"))
    assert keys.public_key() in page.text
    assert keys.public_key() == keys.public_key()
