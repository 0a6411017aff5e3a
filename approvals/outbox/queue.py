"""Side effects: a row in the transition's transaction, worked afterwards outside any transaction.

claim one with a lease → work → confirm. `worker` renews the lease while the work goes on. Where a worker dies the lease
runs out and another claims the row: handlers (settings.APPROVALS_HANDLERS, a dotted path a topic) may run twice and
must have one effect. A claim spends a try, so that a row which kills its workers runs out of tries as well.
"""

import logging
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible, PlainFault
from approvals.models import Incident, OutboxMessage
from approvals.statements import insert_many
from approvals.text.plain import plain_lines

logger = logging.getLogger(__name__)

PLAIN = (NotPossible, PlainFault)  # told as they are: sentences that say what to do
LEASE = timedelta(seconds=45)
TRIES = 5
PAUSE = timedelta(seconds=10)  # before the second try; 4 times, 9 times … before those that follow


def put(topic: str, key: str, *, scope: int, **payload: Any) -> None:
    """Ask for a side effect once this transaction commits. `key` is its identity: it may be asked for once."""
    put_all([message(topic, key, scope=scope, **payload)])


def put_all(messages: Sequence[dict[str, Any]]) -> None:
    """As `put`, for several of `message` in one statement."""
    insert_many(OutboxMessage, messages)


def put_again(topic: str, key: str, *, scope: int, **payload: Any) -> None:
    """The same of an effect that may be asked for anew once it is done: its row is used again. One that waits, is
    worked on or has failed is left alone.
    """
    at = now()
    done = OutboxMessage.objects.filter(key=key).exclude(done_at=None)
    if not done.update(done_at=None, available_at=at, tries=0, lease=None, leased_until=None):
        values = message(topic, key, scope=scope, **payload)
        OutboxMessage.objects.get_or_create(key=key, defaults=values)


def message(topic: str, key: str, *, scope: int, **payload: Any) -> dict[str, Any]:
    """A side effect as its row is written."""
    at = now()
    return {"topic": topic, "key": key, "payload": payload, "scope": scope, "created_at": at, "available_at": at}


def drain() -> int:
    """Work off in this process what is due, one message after the other. Returns the number of messages handled."""
    handled = 0
    while message := claim():
        work(message)
        handled += 1
    return handled


def due() -> QuerySet[OutboxMessage]:
    """What may be claimed now, the oldest first.

    An instant further ahead than any that is set here was written before the clock was set back: it counts as past.
    Twice the lease, because another may claim later than `at`, or by a clock that is ahead of this one.
    """
    at = now()
    free = Q(leased_until=None) | Q(leased_until__lte=at) | Q(leased_until__gt=at + LEASE * 2)
    ready = Q(available_at__lte=at) | Q(available_at__gt=at + PAUSE * TRIES**2)
    return OutboxMessage.objects.filter(free, ready, done_at=None, parked=False).order_by("available_at", "id")


def claim(busy: Collection[str] = ()) -> OutboxMessage | None:
    """Lease the oldest due message to the caller, which spends a try; None where nothing is due but topics in `busy`.

    PostgreSQL skips rows that another claims now. What has no try left was leased by a worker that died: it is parked.
    """
    waiting = due().exclude(topic__in=busy)
    if not waiting.exists():
        return None
    waiting = waiting.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
    while True:
        with transaction.atomic():
            message = waiting.first()
            if message is None:
                return None
            if message.tries < TRIES:
                message.tries, message.lease, message.leased_until = message.tries + 1, uuid4(), now() + LEASE
                message.save(update_fields=["tries", "lease", "leased_until"])
                return message
            postpone(message, _("The process that worked on it was killed, or ran out of memory."))


def work_at_once(key: str) -> None:
    """Work in this process what it has just asked for, which spares the worker another. Where this process ends before,
    or somebody else has claimed it, it is worked on as ever.
    """
    lease, until = uuid4(), now() + LEASE
    if due().filter(key=key, tries__lt=TRIES).update(tries=F("tries") + 1, lease=lease, leased_until=until):
        work(OutboxMessage.objects.get(key=key))


def work(message: OutboxMessage) -> None:
    """Run the handler and confirm; on failure wait longer each time, and past the last try open an incident."""
    try:
        import_string(settings.APPROVALS_HANDLERS[message.topic])(message)
    except Exception as error:
        logger.exception("Outbox message %s failed, try %s", message.key, message.tries)
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()  # it may have broken under the handler
        postpone(message, str(error) if isinstance(error, PLAIN) else f"{type(error).__name__}: {error}")
    else:
        _held(message).update(done_at=now(), lease=None, leased_until=None)


def renew(message: OutboxMessage) -> bool:
    """Keep the message for another lease. False where it is no longer the caller's."""
    return bool(_held(message).update(leased_until=now() + LEASE))


def give_back(message: OutboxMessage) -> None:
    """Hand back, with its try, what the caller claimed and was stopped from finishing."""
    _held(message).update(lease=None, leased_until=None, tries=F("tries") - 1)


def postpone(message: OutboxMessage, what: str) -> None:
    """Try again after 10 s, 40 s, 90 s …; past TRIES park the message and open an incident that says `what` failed."""
    with transaction.atomic():
        if message.tries < TRIES:
            again = now() + PAUSE * message.tries**2
            _held(message).update(lease=None, leased_until=None, available_at=again)
        elif _held(message).update(lease=None, leased_until=None, parked=True):
            _open_incident(message, what)


def _held(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    """The row, unless it was claimed again, parked or done since the caller claimed it."""
    return OutboxMessage.objects.filter(pk=message.pk, lease=message.lease, done_at=None)


def _open_incident(message: OutboxMessage, what: str) -> None:
    values = {"scope": message.scope, "what": plain_lines(what), "opened_at": now()}  # it may quote another system
    Incident.objects.get_or_create(message=message, state=Incident.State.OPEN, defaults=values)


def fail(topic: str, key: str, what: str, *, scope: int, **payload: Any) -> None:
    """Something that a person did at a page failed outside: open an incident, which `settle` closes once it is done.

    Idempotent. The message is parked: only "try again" on the page of incidents gives it to a worker.
    """
    at = now()
    values = {"topic": topic, "payload": payload, "scope": scope, "created_at": at, "available_at": at, "parked": True}
    with transaction.atomic():
        message, _made = OutboxMessage.objects.get_or_create(key=key, defaults=values)
        _open_incident(message, what)


def withdraw(key: str, *, by: Any, instead: str) -> None:
    """Close a message and its incident, done or not, and keep its row as `instead`: `key` may be asked for anew."""
    settle(key, by=by)
    OutboxMessage.objects.filter(key=key).update(key=instead)


def settle(key: str, *, by: Any) -> None:
    """What had failed is done: its message and its incident are closed. Nothing where there is none."""
    with transaction.atomic():
        if OutboxMessage.objects.filter(key=key, done_at=None).update(
            done_at=now(), parked=False, lease=None, leased_until=None
        ):
            Incident.objects.filter(message__key=key, state=Incident.State.OPEN).update(
                state=Incident.State.RETRIED, closed_at=now(), closed_by=by
            )
