"""The trail: a chain of hashes for each subject, so that transitions of different reports never wait for one another.

An event's hash is SHA-256 over its canonical form: JSON with sorted keys, no white space, UTF-8, in NFC, as RFC 8785
writes these types. Anyone with the rows can derive every chain anew; `manage.py verify_trail` does.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.models import Subject, TrailEvent
from approvals.statements import insert

from .querysets import chain_of, subject_model

HASHED = (
    *("subject_kind", "subject_id", "subject_name", "seq", "scope", "at", "actor_id", "actor_name"),
    *("action", "source", "target", "reason", "changes", "previous"),
)


def canonical(values: dict[str, Any]) -> bytes:
    """The event's canonical form: what its hash is taken over."""
    text = json.dumps(plain_values(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode()


def plain_values(values: dict[str, Any]) -> dict[str, Any]:
    """What of an event is hashed, in types of JSON."""
    return {name: _plain(values[name]) for name in HASHED}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def digest(values: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(values)).hexdigest()


def event_values(
    subject: Subject,
    action: str,
    *,
    by: Any,
    scope: int,
    source: str = "",
    target: str = "",
    reason: str = "",
    changes: dict[str, list[Any]] | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """The next event of `subject`, whose head moves on with it: the caller saves `trail_seq` and `trail_head`.

    `by` is a person, or None for the system itself. `changes` maps a field to [old, new] in plain JSON types.
    """
    values = {
        "subject_kind": subject._meta.model_name,
        "subject_id": subject.pk,
        "subject_name": str(subject)[:300],
        "seq": subject.trail_seq + 1,
        "scope": scope,
        "at": at or now(),
        "actor_id": by.pk if by else None,
        "actor_name": str(by) if by else "",
        "action": action,
        "source": source,
        "target": target,
        "reason": unicodedata.normalize("NFC", reason),
        "changes": changes or {},
        "previous": subject.trail_head,
    }
    values["hash"] = digest(values)
    subject.trail_seq, subject.trail_head = values["seq"], values["hash"]
    return values


def record(subject: Subject, action: str, **details: Any) -> None:
    """Write the next event of `subject` (details as for `event_values`). The caller saves the subject's head."""
    insert(TrailEvent, **event_values(subject, action, **details))


def record_and_save(subject: Subject, action: str, **details: Any) -> None:
    """The same, and save the head of the subject's chain: for an event with which nothing else of its row changes."""
    record(subject, action, **details)
    subject.save(update_fields=["trail_seq", "trail_head"])


@dataclass(frozen=True)
class ChainCheck:
    """What a check of the trail found. `fault` names the first bad event, or is empty."""

    chains: int
    events: int
    fault: str = ""


def verify(events: Iterable[TrailEvent]) -> ChainCheck:
    """Derive every chain anew. `events` come ordered by subject kind, subject id and place."""
    chains = count = 0
    key: tuple[str, int] | None = None
    seq, head = 0, ""
    for event in events:
        if (event.subject_kind, event.subject_id) != key:
            key, seq, head, chains = (event.subject_kind, event.subject_id), 0, "", chains + 1
        seq, count = seq + 1, count + 1
        if event.seq != seq or event.previous != head or digest(vars(event)) != event.hash:
            return ChainCheck(chains, count, f"{event.subject_kind} {event.subject_id} #{event.seq} (id {event.pk})")
        head = event.hash
    return ChainCheck(chains, count)


def verify_subject(kind: str, pk: int) -> ChainCheck:
    """Derive the chain of one subject anew, and ask whether it ends where the subject says."""
    events = list(chain_of(kind, pk))
    found = verify(events)
    model = subject_model(kind)
    head = model._base_manager.filter(pk=pk).values_list("trail_head", flat=True).first() if model else None
    if not found.fault and head is not None and head != (events[-1].hash if events else ""):
        fault = _("the end of the chain: events are missing after number %(number)d") % {"number": len(events)}
        return replace(found, fault=fault)
    return found


def chains() -> Iterator[TrailEvent]:
    """All events in the order that `verify` asks for, streamed."""
    return TrailEvent.objects.order_by("subject_kind", "subject_id", "seq").iterator(chunk_size=5000)
