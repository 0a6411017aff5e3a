"""The trail of a document with its proof, as a file that anybody can check with Python alone (static/dossiers/)."""

import json
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from approvals.evidence.gathering import story
from approvals.models import Checkpoint, Document, TrailEvent
from approvals.trail import chain, checkpoints, sentences
from approvals.verification.reading.facts import Reading

FORMAT = "trinh-duyet/nhat-ky/1"


def trail_of(document: Document, reading: Reading | None, checkpoint: Checkpoint) -> bytes:
    """The events of the document's story up to the checkpoint, each with its place in the checkpoint's tree; and for
    each root that the signatures on it name, that this tree goes on from it. UTF-8 JSON.
    """
    events = list(story(document).filter(pk__lte=checkpoint.last_event))
    signed = _signed(reading, checkpoint) if reading else []
    proofs = checkpoints.prove_all({event.pk for event in events}, checkpoint, signed)
    told = {
        "format": FORMAT,
        "document": document.code,
        "checkpoint": _named(checkpoint),
        "events": [_told(event, *proofs.events[event.pk]) for event in events],
        "signed_roots": [_named(each) | {"path": _hex(path)} for each, path in proofs.growth],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _signed(reading: Reading, checkpoint: Checkpoint) -> list[Checkpoint]:
    """The checkpoints that the signatures name; a root that is none of ours is the verification's to tell of."""
    found = {}
    for signature in reading.signatures:
        with suppress(Checkpoint.DoesNotExist):
            named = checkpoints.named_in(signature.reason)
            if named and named.size <= checkpoint.size:
                found[named.pk] = named
    return list(found.values())


def _told(event: TrailEvent, place: int, path: Iterable[bytes]) -> dict[str, Any]:
    """What is hashed, as it is hashed, with the event in words and its proof."""
    hashed = chain.plain_values(vars(event))
    return {**hashed, "hash": event.hash, "sentence": sentences.sentence(event), "place": place, "path": _hex(path)}


def _named(checkpoint: Checkpoint) -> dict[str, Any]:
    return {"root": checkpoint.root, "size": checkpoint.size, "made_at": checkpoint.made_at.isoformat()}


def _hex(path: Iterable[bytes]) -> list[str]:
    return [each.hex() for each in path]
