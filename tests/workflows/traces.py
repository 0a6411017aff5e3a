"""Assert: what an action has left behind, or told."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import transaction
from django.utils.formats import date_format

from approvals.errors import AlreadyDone
from approvals.models import OutboxMessage, TrailEvent
from approvals.trail import chain as trail
from tests.people import instant
from units.models import Person

OPERATION = re.compile(r'(?:(SELECT) .*?FROM|(INSERT) INTO|(UPDATE)|(DELETE) FROM) "(\w+)"', re.DOTALL)


def operations(counted: Any) -> list[str]:
    """Each statement by its verb and its first table; one that does several things, as PostgreSQL can, by each."""
    found = [OPERATION.findall(sql) for sql in counted.sql]
    several = [each if sql.startswith("WITH") else each[:1] for sql, each in zip(counted.sql, found, strict=True)]
    return [" ".join(filter(None, groups)) for each in several for groups in each]


def events(report: Any) -> list[TrailEvent]:
    """The report's trail, oldest first; the chain of hashes holds."""
    found = list(TrailEvent.objects.filter(subject_kind=report._meta.model_name, subject_id=report.pk).order_by("seq"))
    assert trail.verify(found).fault == ""
    assert (report.trail_seq, report.trail_head) == (found[-1].seq, found[-1].hash)
    return found


def newest(report: Any) -> dict[str, Any]:
    """The newest event: who did what, from where to where, and why."""
    event = events(report)[-1]
    names = ("action", "source", "target", "reason")
    return {"by": event.actor, "name": event.actor_name} | {name: getattr(event, name) for name in names}


def event_of(by: Person, action: str, source: str = "", target: str = "", reason: str = "") -> dict[str, Any]:
    """What `newest` should be."""
    return {"by": by, "name": by.name, "action": action, "source": source, "target": target, "reason": reason}


def mails(event: str) -> list[tuple[str, int]]:
    """The right and the unit whose holders are to be told of `event`."""
    rows = OutboxMessage.objects.filter(topic="mail", payload__event=event).values_list("payload", flat=True)
    return [(payload["codename"], payload["unit"]) for payload in rows]


def asked(topic: str) -> list[dict[str, Any]]:
    return list(OutboxMessage.objects.filter(topic=topic).order_by("pk").values_list("payload", flat=True))


class Undone(Exception):
    """The transaction around an action fails after it."""


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back, and no row of the outbox outlives it."""
    before = OutboxMessage.objects.count()
    with suppress(Undone), transaction.atomic():
        yield
        raise Undone
    assert OutboxMessage.objects.count() == before


def tells(refused: Any, person: Person, time: str) -> bool:
    """Whether the refusal names who handled the report ("Bạn" where it was oneself), and when, in Vietnamese time."""
    sentence = str(refused.value)
    name = "Bạn" if isinstance(refused.value, AlreadyDone) else person.name
    return name in sentence and date_format(instant(time), "DATETIME_FORMAT") in sentence
