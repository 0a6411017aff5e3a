"""What a page says that waits for a side effect: whether it is begun, queued, tried again later, or left lying."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from approvals.clock import ZONE, now, today
from approvals.models import OutboxMessage

LATE = timedelta(seconds=60)  # in which even a row whose worker died is taken up again


def words(topic: str, **payload: Any) -> str:
    """Why the side effect is not done yet; empty where none of the kind is open."""
    asked = {f"payload__{name}": value for name, value in payload.items()}
    message = OutboxMessage.objects.filter(topic=topic, done_at=None, parked=False, **asked).order_by("-pk").first()
    return words_of(message) if message else ""


def words_of(message: OutboxMessage) -> str:
    """How an open message stands."""
    at = now()
    values = {"tries": message.tries, "time": _time(message.available_at)}
    if message.leased_until and message.leased_until > at:
        return _("It is being worked on now.") if message.tries < 2 else _("It is being tried again now.")
    if message.tries and message.available_at > at:
        return _("Try %(tries)d did not succeed; the next one is at %(time)s.") % values
    if at - message.available_at > LATE:
        lies = _("It has waited since %(time)s, longer than usual. If it goes on, tell the administrator.")
        return lies % values
    return _("It waits for its turn, usually for a few seconds.")


def _time(instant: datetime) -> str:
    local = instant.astimezone(ZONE)
    return f"{local:%H:%M:%S}" if local.date() == today() else f"{local:%H:%M %d/%m/%Y}"
