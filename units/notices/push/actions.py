"""Every write of browsers that show notices, and what the outbox is asked for."""

import base64
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.outbox import queue as outbox
from units.models import Notice, Person, PushSubscription

HOSTS = ("fcm.googleapis.com", "web.push.apple.com", "updates.push.services.mozilla.com")
DOMAINS = (".push.apple.com", ".push.services.mozilla.com", ".notify.windows.com")
LOOPBACK = ("127.0.0.1", "localhost")
MOST = 10  # browsers of a person
AUTH_LENGTH = 16  # bytes
LONGEST_ENDPOINT = 500


def switch_on(person: Person, *, endpoint: str, p256dh: str, auth: str) -> PushSubscription:
    """Show the person's notices in this browser from now on; a browser that shows somebody else's shows theirs no more.

    Raises NotPossible for an endpoint that is at no known push service, for keys that are none, and beyond MOST.
    """
    refuse_endpoint(endpoint)
    _refuse_keys(p256dh, auth)
    with transaction.atomic():
        PushSubscription.objects.filter(endpoint=endpoint).exclude(person=person).delete()
        if PushSubscription.objects.filter(person=person).exclude(endpoint=endpoint).count() >= MOST:
            raise NotPossible(_("Notices are on in %(most)d browsers already. Switch one off first.") % {"most": MOST})
        newest = Notice.objects.filter(person=person).aggregate(newest=Max("pk"))["newest"] or 0
        values = {"p256dh": p256dh, "auth": auth, "made_at": now(), "asked_until": newest}
        row, _made = PushSubscription.objects.update_or_create(person=person, endpoint=endpoint, defaults=values)
        return row


def switch_off(person: Person, endpoint: str) -> None:
    """Idempotent. With a blank endpoint in all browsers of the person."""
    own = PushSubscription.objects.filter(person=person)
    (own.filter(endpoint=endpoint) if endpoint else own).delete()


def forget(subscription: PushSubscription) -> None:
    """Its push service knows it no more. Idempotent."""
    PushSubscription.objects.filter(pk=subscription.pk).delete()


def ask_for_new() -> int:
    """Ask for a message to each browser whose person has unread notices that came since the last one: about the newest,
    and how many there are. Returns for how many browsers. Idempotent; one query where nothing is new.
    """
    unread = Notice.objects.filter(person=OuterRef("person"), read_at=None).order_by("-pk")
    with transaction.atomic():
        found: Any = PushSubscription.objects.select_for_update(of=("self",)).filter(person__is_active=True)
        newest = {"newest": Subquery(unread.values("pk")[:1]), "scope": Subquery(unread.values("scope")[:1])}
        due = [row for row in found.annotate(**newest) if (row.newest or 0) > row.asked_until]
        outbox.put_all([_message(row) for row in due])
        for row in due:
            row.asked_until = row.newest
        PushSubscription.objects.bulk_update(due, ["asked_until"])
        return len(due)


def refuse_endpoint(endpoint: str) -> None:
    """Raises NotPossible unless the endpoint is at a push service of a browser; on this machine where a setting allows
    such addresses.
    """
    if not _is_known(endpoint):
        raise NotPossible(_("This browser's push service is not known here: notices come under the bell and by mail."))


def _is_known(endpoint: str) -> bool:
    try:
        parts = urlsplit(endpoint)
        host = parts.hostname or ""
    except ValueError:
        return False
    here = settings.PRIVATE_ADDRESSES and host in LOOPBACK
    listed = parts.scheme == "https" and parts.netloc == host and (host in HOSTS or host.endswith(DOMAINS))
    return (here or listed) and len(endpoint) <= LONGEST_ENDPOINT


def _message(row: Any) -> dict[str, Any]:
    """`row` carries its `newest` notice and the scope of that."""
    key = f"push-{row.pk}-{row.newest}"
    return outbox.message("push", key, scope=row.scope, subscription=row.pk, notice=row.newest)


def _refuse_keys(p256dh: str, auth: str) -> None:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(p256dh))
        whole = len(_bytes(auth)) == AUTH_LENGTH
    except ValueError:
        whole = False
    if not whole:
        raise NotPossible(_("This browser sent no usable keys. Load the page again, then switch notices on."))


def _bytes(text: str) -> bytes:
    """From base64url. Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
