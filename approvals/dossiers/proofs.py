"""The trail of a document with its proof, as a file that anybody can check with Python alone (static/dossiers/)."""

import json
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from approvals.evidence.gathering import story
from approvals.models import Checkpoint, Document, Signature, TrailEvent
from approvals.trail import chain, checkpoints, sentences
from approvals.verification.checks.of_trail import FORMAT
from approvals.verification.reading.facts import Reading

NEAR = 3  # checkpoints before a signature: another may have been made while it was signing


def trail_of(
    document: Document, signed: Iterable[Checkpoint], checkpoint: Checkpoint, *, with_parts: bool = True
) -> bytes:
    """The events of the document's story up to the checkpoint, each with its place in the checkpoint's tree; and for
    each of the roots that signatures on it may name, that this tree goes on from it. UTF-8 JSON.
    """
    events = list(story(document, with_parts=with_parts).filter(pk__lte=checkpoint.last_event))
    before = [each for each in signed if each.size <= checkpoint.size]
    proofs = checkpoints.prove_all({event.pk for event in events}, checkpoint, before)
    content = {
        "format": FORMAT,
        "document": document.code,
        "checkpoint": _named(checkpoint),
        "events": [_event_facts(event, *proofs.events[event.pk]) for event in events],
        "signed_roots": [_named(each) | {"path": _hex(path)} for each, path in proofs.growth],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def named_by(reading: Reading | None) -> list[Checkpoint]:
    """The checkpoints that the signatures name; a root that is none of ours is the verification's to tell of."""
    found = {}
    for signature in reading.signatures if reading else ():
        with suppress(Checkpoint.DoesNotExist):
            if named := checkpoints.named_in(signature.reason):
                found[named.pk] = named
    return list(found.values())


def near(document: Document) -> list[Checkpoint]:
    """The checkpoints that its signatures can name, found by their times: the file itself is not read."""
    subject = {"subject_kind": document.subject_kind, "subject_id": document.subject_id}
    signed = Signature.objects.filter(**subject, voided_at=None).exclude(kind=Signature.Kind.NONE)
    found: dict[int, Checkpoint] = {}
    for at in signed.values_list("at", flat=True):
        rows = Checkpoint.objects.filter(made_at__lte=at).order_by("-size")[:NEAR]
        found |= {row.pk: row for row in rows}
    return list(found.values())


def _event_facts(event: TrailEvent, place: int, path: Iterable[bytes]) -> dict[str, Any]:
    """What is hashed, as it is hashed, with the event in words and its proof."""
    hashed = chain.plain_values(vars(event))
    return {**hashed, "hash": event.hash, "sentence": sentences.sentence(event), "place": place, "path": _hex(path)}


def _named(checkpoint: Checkpoint) -> dict[str, Any]:
    return {"root": checkpoint.root, "size": checkpoint.size, "made_at": checkpoint.made_at.isoformat()}


def _hex(path: Iterable[bytes]) -> list[str]:
    return [each.hex() for each in path]
