"""What is posted to a gateway, and by which secret it is signed (approvals/outbox/outside.py)."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from approvals.outbox import outside
from units.models import Notice
from workflows.models import Gateway


def secret_of(gateway: Gateway) -> str:
    """In hexadecimal digits: 256 bits."""
    return salted_hmac("workflows.gateway", str(gateway.pk), algorithm="sha256").hexdigest()


def body_of(notice: Notice) -> bytes:
    """The reminder as JSON: for whom, its words, and the page that it is about."""
    content: dict[str, Any] = {
        "version": 1,
        "id": notice.key,
        "type": "reminder",
        "to": {"name": notice.person.name, "phone": notice.person.phone},
        "text": notice.text,
        "url": f"{settings.SITE_URL}{notice.path}",
    }
    return json.dumps(content, ensure_ascii=False).encode()


def headers_of(gateway: Gateway, key: str, body: bytes, at: datetime | None = None) -> dict[str, str]:
    """What goes with the body: `key` is the same at each try, so that the gateway sends one message."""
    return outside.signed(secret_of(gateway), key, body, at)
