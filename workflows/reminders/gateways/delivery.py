"""The outbox's handler of what goes to a gateway."""

from approvals.models import OutboxMessage
from approvals.outbox import outside
from units.models import Notice
from workflows.models import Gateway
from workflows.reminders.mails import still_waits

from . import signing


def deliver(message: OutboxMessage) -> None:
    """Outbox handler for `gateway`: one message to one person. Nothing where the gateway was stopped, or all that it
    says was done meanwhile. Raises NotSent.
    """
    notice = Notice.objects.select_related("person").get(key=message.payload["notice"])
    gateway = Gateway.objects.filter(ward=message.scope, stopped_at=None).first()
    if gateway is None or not (notice.person.is_active and notice.person.phone) or not still_waits(notice.key):
        return
    body = signing.body_of(notice)
    outside.post(gateway.url, body, signing.headers_of(gateway, message.key, body))
