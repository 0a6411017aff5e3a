"""The outbox's handler of what goes to a browser."""

import json
from urllib.parse import urlsplit

import requests
from django.utils.translation import ngettext, override
from pywebpush import WebPushException, webpush

from approvals.errors import NotPossible
from approvals.models import OutboxMessage
from approvals.outbox import mailing
from units.models import Notice, PushSubscription

from . import actions, keys

GONE = (404, 410)  # the browser was switched off, or forgot
LIVES = 24 * 3600  # seconds for which the push service keeps it for a browser that is off
TIMEOUT = 15  # seconds
LONGEST = 300  # letters


def deliver(message: OutboxMessage) -> None:
    """Outbox handler for `push`: one message to one browser, encrypted for it. Nothing where the notice was read, or
    the browser switched off. Raises WebPushException, RequestException.
    """
    payload = message.payload
    subscription = PushSubscription.objects.select_related("person").filter(pk=payload["subscription"]).first()
    notice = Notice.objects.filter(pk=payload["notice"], read_at=None).first()
    if subscription is None or notice is None or not subscription.person.is_active:
        return
    try:
        actions.refuse_endpoint(subscription.endpoint)
    except NotPossible:
        actions.forget(subscription)
        return
    try:
        _send(subscription, _words(notice))
    except WebPushException as error:
        if error.response is None or error.response.status_code not in GONE:
            raise
        actions.forget(subscription)


def _send(subscription: PushSubscription, words: dict[str, str]) -> None:
    known = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    with requests.Session() as session:
        session.max_redirects, session.trust_env = 0, False  # to the endpoint, and nowhere else
        webpush(
            {"endpoint": subscription.endpoint, "keys": known},
            json.dumps(words, ensure_ascii=False),
            vapid_private_key=keys.vapid(),
            vapid_claims={"sub": f"mailto:push@{mailing.host()}", "aud": _origin(subscription.endpoint)},
            ttl=LIVES,
            timeout=TIMEOUT,
            requests_session=session,
        )


def _words(notice: Notice) -> dict[str, str]:
    """What the browser shows, in Vietnamese, and the page that it opens."""
    others = Notice.objects.filter(person=notice.person_id, read_at=None).exclude(pk=notice.pk).count()
    with override("vi"):
        more = ngettext("and %(count)d more", "and %(count)d more", others) % {"count": others} if others else ""
        text = " · ".join(filter(None, [notice.text[:LONGEST], more]))
        return {"title": "Trình duyệt", "body": text, "path": "/notices/"}


def _origin(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"
