"""Checkpoints of the trail: one root over every event so far, small enough to print on a document (RFC 6962).

A chain shows that nothing between two events was changed; a root that has left the house shows that the chains
themselves are those of that day, even to one who owns the database.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.db.models import Max, QuerySet

from approvals.clock import now
from approvals.models import Checkpoint, TrailEvent

from . import merkle

ROOT_WORDS = "Gốc nhật ký: "
NAMED = re.compile(ROOT_WORDS + r"([0-9a-f]{64})")
WAIT = "SET LOCAL lock_timeout = '5s'"
HOLD = f'LOCK TABLE "{TrailEvent._meta.db_table}" IN SHARE MODE'


def newest() -> Checkpoint | None:
    return Checkpoint.objects.first()


def make() -> Checkpoint | None:
    """Fold what came since the last checkpoint into a new one; without any, the last one stays the newest.

    Call it outside a transaction. None while the trail is empty. Raises OperationalError where writers keep it waiting.
    """
    last = settled()
    before = newest()
    peaks, size = ([bytes.fromhex(peak) for peak in before.peaks], before.size) if before else ([], 0)
    grown = size
    for event_hash in _hashes(before.last_event if before else 0, last):
        merkle.push(peaks, grown, leaf(event_hash))
        grown += 1
    if grown == size:
        return before
    values = {"root": merkle.top(peaks).hex(), "peaks": [peak.hex() for peak in peaks], "made_at": now()}
    try:
        with transaction.atomic():
            return Checkpoint.objects.create(size=grown, last_event=last, **values)
    except IntegrityError:  # another process made the same one meanwhile
        return newest()


def reason() -> str:
    """What a document's signature says of the trail as it stands now: its root, in a checkpoint made for it.

    Vietnamese always, as the document. Empty while the trail is. Call it outside a transaction.
    """
    made = make()
    return f"{ROOT_WORDS}{made.root}" if made else ""


def named_in(words: str) -> Checkpoint | None:
    """The checkpoint whose root a signature's reason names. Raises DoesNotExist where there is none of that root."""
    found = NAMED.search(words)
    return Checkpoint.objects.get(root=found[1]) if found else None


def settled() -> int:
    """The id of the newest event below which none can appear any more; 0 while there is none.

    Ids are given before transactions end: on PostgreSQL the lock waits for those that are writing events now.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(WAIT)
                cursor.execute(HOLD)
        return TrailEvent.objects.aggregate(last=Max("pk"))["last"] or 0


def leaf(event_hash: str) -> bytes:
    """The leaf of an event: its hash's bytes, as RFC 6962 hashes an entry."""
    return merkle.leaf(bytes.fromhex(event_hash))


def _hashes(after: int, last: int) -> Iterator[str]:
    """The events' hashes in the order of their ids, without `after`, with `last`."""
    events = TrailEvent.objects.filter(pk__gt=after, pk__lte=last).order_by("pk")
    return events.values_list("hash", flat=True).iterator(chunk_size=5000)


def covering(event: TrailEvent) -> Checkpoint | None:
    """The first checkpoint that holds the event; None until one is made."""
    return Checkpoint.objects.filter(last_event__gte=event.pk).order_by("size").first()


def prove(event: TrailEvent, checkpoint: Checkpoint) -> tuple[int, list[bytes]]:
    """The event's place in the checkpoint's tree, and its audit path: with the event's hash it leads to the root."""
    leaves = [leaf(each) for each in _hashes(0, checkpoint.last_event)]
    place = TrailEvent.objects.filter(pk__lt=event.pk).count()
    return place, merkle.inclusion(leaves, place)


@dataclass(frozen=True)
class Proofs:
    """Of each event by its id its place and audit path in `checkpoint`; of each earlier checkpoint what proves that
    this one holds all that it held.
    """

    checkpoint: Checkpoint
    events: Mapping[int, tuple[int, list[bytes]]]
    growth: Sequence[tuple[Checkpoint, list[bytes]]]


def prove_all(events: Collection[int], checkpoint: Checkpoint, before: Collection[Checkpoint]) -> Proofs:
    """Prove many events, by their ids, in one pass over the trail that keeps none of it."""
    ends = {each.last_event for each in before}
    rows = TrailEvent.objects.filter(pk__lte=checkpoint.last_event).order_by("pk").values_list("pk", "hash")
    leaves = ((pk, leaf(each)) for pk, each in rows.iterator(chunk_size=5000))
    found = merkle.inclusions(leaves, {*events, *ends})
    growth = [
        (each, [] if each.size == checkpoint.size else _growth(each, found[each.last_event][1])) for each in before
    ]
    return Proofs(checkpoint, {pk: found[pk] for pk in events if pk in found}, growth)


def _growth(before: Checkpoint, path: list[bytes]) -> list[bytes]:
    return merkle.growth(before.size, [bytes.fromhex(peak) for peak in before.peaks], path)


def prove_growth(before: Checkpoint, after: Checkpoint) -> list[bytes]:
    """What proves that the later checkpoint holds all that the earlier one held, unchanged and in its place."""
    return merkle.consistency([leaf(each) for each in _hashes(0, after.last_event)], before.size)


def fault() -> str:
    """The first checkpoint that the trail no longer leads to, or an empty string."""
    events = TrailEvent.objects.order_by("pk").values_list("pk", "hash").iterator(chunk_size=5000)
    return _first_bad(Checkpoint.objects.order_by("size"), events)


def _first_bad(checkpoints: QuerySet[Checkpoint], events: Iterable[tuple[int, str]]) -> str:
    peaks: list[bytes] = []
    size, coming = 0, iter(events)
    event = next(coming, None)
    for checkpoint in checkpoints:
        while event and event[0] <= checkpoint.last_event:
            merkle.push(peaks, size, leaf(event[1]))
            size, event = size + 1, next(coming, None)
        if (size, merkle.top(peaks).hex()) != (checkpoint.size, checkpoint.root):
            return f"checkpoint {checkpoint.pk} ({checkpoint.size})"
    return ""
