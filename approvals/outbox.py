"""Side effects: a row in the transition's transaction, worked afterwards outside any transaction.

claim with a lease → work → confirm. A worker that dies leaves its lease to run out, and another claims the row again:
handlers (settings.APPROVALS_HANDLERS, a dotted path a topic) may run twice and must have one effect.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.module_loading import import_string

from .clock import now
from .models import Incident, OutboxMessage
from .statements import insert_many

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
TRIES = 5
BATCH = 20


def put(topic: str, key: str, *, scope: int, **payload: Any) -> None:
    """Ask for a side effect once this transaction commits. `key` is its identity: it may be asked for once."""
    put_all([message(topic, key, scope=scope, **payload)])


def put_all(messages: Sequence[dict[str, Any]]) -> None:
    """As `put`, for several of `message` in one statement."""
    insert_many(OutboxMessage, messages)


def message(topic: str, key: str, *, scope: int, **payload: Any) -> dict[str, Any]:
    """A side effect as its row is written."""
    at = now()
    return {"topic": topic, "key": key, "payload": payload, "scope": scope, "created_at": at, "available_at": at}


def drain() -> int:
    """Work off what is due, a batch at a time until nothing is. Returns the number of messages handled."""
    handled = 0
    while batch := claim():
        for message in batch:
            work(message)
        handled += len(batch)
    return handled


def claim(limit: int = BATCH) -> list[OutboxMessage]:
    """Lease the oldest due messages to the caller. PostgreSQL skips rows that another claims now."""
    at = now()
    due = OutboxMessage.objects.filter(
        Q(leased_until=None) | Q(leased_until__lte=at), available_at__lte=at, done_at=None, parked=False
    ).order_by("available_at", "id")
    with transaction.atomic():
        batch = list(due.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)[:limit])
        OutboxMessage.objects.filter(pk__in=[message.pk for message in batch]).update(
            leased_until=at + LEASE, tries=F("tries") + 1
        )
    for message in batch:
        message.tries += 1
    return batch


def work(message: OutboxMessage) -> None:
    """Run the handler and confirm; on failure wait longer each time, and past the last try open an incident."""
    try:
        import_string(settings.APPROVALS_HANDLERS[message.topic])(message)
    except Exception as error:
        logger.exception("Outbox message %s failed, try %s", message.key, message.tries)
        postpone(message, error)
    else:
        OutboxMessage.objects.filter(pk=message.pk).update(done_at=now(), leased_until=None)


def postpone(message: OutboxMessage, error: Exception) -> None:
    """Try again after 10 s, 40 s, 90 s …; past TRIES park the message and open an incident."""
    with transaction.atomic():
        row = OutboxMessage.objects.filter(pk=message.pk)
        if message.tries < TRIES:
            row.update(leased_until=None, available_at=now() + timedelta(seconds=10 * message.tries**2))
            return
        row.update(leased_until=None, parked=True)
        _open_incident(message, f"{type(error).__name__}: {error}")


def _open_incident(message: OutboxMessage, what: str) -> None:
    told = {"scope": message.scope, "what": what, "opened_at": now()}
    Incident.objects.get_or_create(message=message, state=Incident.State.OPEN, defaults=told)


def fail(topic: str, key: str, what: str, *, scope: int, **payload: Any) -> None:
    """Something that a person did at a page failed outside: open an incident, which `settle` closes once it is done.

    Twice is once. The message is parked: only "try again" on the page of incidents gives it to a worker.
    """
    at = now()
    told = {"topic": topic, "payload": payload, "scope": scope, "created_at": at, "available_at": at, "parked": True}
    with transaction.atomic():
        message, _made = OutboxMessage.objects.get_or_create(key=key, defaults=told)
        _open_incident(message, what)


def withdraw(key: str, *, by: Any, instead: str) -> None:
    """Close a message and its incident, done or not, and keep its row as `instead`: `key` may be asked for anew."""
    settle(key, by=by)
    OutboxMessage.objects.filter(key=key).update(key=instead)


def settle(key: str, *, by: Any) -> None:
    """What had failed is done: its message and its incident are closed. Nothing where there is none."""
    with transaction.atomic():
        if OutboxMessage.objects.filter(key=key, done_at=None).update(done_at=now(), parked=False, leased_until=None):
            Incident.objects.filter(message__key=key, state=Incident.State.OPEN).update(
                state=Incident.State.RETRIED, closed_at=now(), closed_by=by
            )
