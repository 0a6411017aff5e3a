"""The outbox's handler of what addresses outside are told."""

import json

from django.conf import settings

from approvals.clock import ZONE
from approvals.models import OutboxMessage, TrailEvent
from approvals.outbox import outside
from workflows.models import Webhook

from .signing import secret_of


def deliver(message: OutboxMessage) -> None:
    """Outbox handler for `webhook`: one event to one address, none where that was stopped meanwhile. Raises NotSent."""
    hook = Webhook.objects.filter(pk=message.payload["webhook"], stopped_at=None).first()
    if hook is None:
        return
    body = body_of(TrailEvent.objects.get(pk=message.payload["event"]), message.key)
    outside.post(hook.url, body, outside.signed(secret_of(hook), message.key, body))


def body_of(event: TrailEvent, key: str) -> bytes:
    """The event as JSON: what happened to what, when and by whom, with its hash in the trail."""
    content = {
        "version": 1,
        "id": key,
        "type": event.action,
        "at": event.at.astimezone(ZONE).isoformat(),
        "by": event.actor_name,
        "subject": {"kind": event.subject_kind, "id": event.subject_id, "name": event.subject_name, "seq": event.seq},
        "from": event.source,
        "to": event.target,
        "reason": event.reason,
        "hash": event.hash,
        "url": f"{settings.SITE_URL}/trail/{event.pk}/",
    }
    return json.dumps(content, ensure_ascii=False).encode()
