"""What a trail that came beside a document proves (approvals/dossiers/proofs.py writes it): with its hashes alone, and
with the roots that the signatures on the document carry. The sender's database is not asked.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.evidence.gathering import parts_behind
from approvals.trail import chain, merkle
from approvals.trail.checkpoints import NAMED, leaf
from approvals.verification.reading.facts import Reading

from .result import Check, Result

FORMAT, NAME = "trinh-duyet/nhat-ky/1", "nhat-ky.json"
LARGEST = 20 * 1024 * 1024  # bytes
LEFT_OUT = gettext_lazy("Whether the newest events, or events of units, were left out is not seen.")
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)  # what a stranger's JSON may raise


def trail_checks(content: bytes, reading: Reading, *, code: str, sha256: str) -> Iterator[Check]:
    """`code` is the number under which the document came, `sha256` that of its file."""
    name = _("The trail that came with it")
    try:
        told = _read(content)
        fault = _fault(told, code)
        roots = {each["root"]: _goes_on(each, told["checkpoint"]) for each in told["signed_roots"]}
        named = any(sha256 in (event["changes"].get("sha256") or ()) for event in told["events"])
    except UNREADABLE:
        yield Check(name, Result.FAIL, _("It cannot be read: it is no trail, or was changed."))
        return
    if fault:
        yield Check(name, Result.FAIL, fault)
        return
    found = _("%(count)d events, none changed, all in the tree of the root %(root)s.")
    words = {"count": len(told["events"]), "root": told["checkpoint"]["root"]}
    yield Check(name, Result.PASS, found % words, str(LEFT_OUT))
    yield _named(named=named)
    yield _rooted(reading, roots)


def _read(content: bytes) -> dict[str, Any]:
    told = json.loads(content) if len(content) <= LARGEST else {}
    if told["format"] != FORMAT or not told["events"]:
        raise ValueError
    return dict(told)


def _fault(told: dict[str, Any], code: str) -> str:
    """The first thing that is wrong with it; blank where nothing is. The chains of the document and of its case are
    sent whole, those of the parts of a case are not: where an event within a whole one is missing, it was cut out.
    """
    if str(told["document"])[:60] != code:
        return _("It is the trail of another document: %(code)s.") % {"code": str(told["document"])[:60]}
    root, size = told["checkpoint"]["root"], told["checkpoint"]["size"]
    of_parts = {parts_behind(kind, 0)[0] for kind in {event["subject_kind"] for event in told["events"]}}
    heads: dict[tuple[Any, Any], tuple[int, str]] = {}
    for place, event in enumerate(told["events"], start=1):
        subject, at = _subject(event), {"place": place, "sentence": _said(event)}
        if chain.digest(event) != event["hash"]:
            return _("Event %(place)d was changed: %(sentence)s") % at
        seq, head = heads.get(subject, (0, ""))
        if subject[0] not in of_parts and event["seq"] != seq + 1:
            return _("Before event %(place)d one was taken out: %(sentence)s") % at
        if head and event["seq"] == seq + 1 and event["previous"] != head:
            return _("Event %(place)d follows another than the one before it: %(sentence)s") % at
        heads[subject] = (event["seq"], event["hash"])
        if _leads_to(event, size) != root:
            return _("Event %(place)d is not in the tree that the root stands for: %(sentence)s") % at
    return ""


def _subject(event: dict[str, Any]) -> tuple[Any, Any]:
    return event["subject_kind"], event["subject_id"]


def _said(event: dict[str, Any]) -> str:
    return str(event.get("sentence", ""))[:200]


def _leads_to(event: dict[str, Any], size: int) -> str:
    path = [bytes.fromhex(each) for each in event["path"]]
    place = event["place"]
    if not (isinstance(place, int) and isinstance(size, int) and 0 <= place < size < 2**63):
        raise ValueError
    try:
        return merkle.root_from(leaf(event["hash"]), place, size, path).hex()
    except ValueError:
        return ""


def _goes_on(signed: dict[str, Any], checkpoint: dict[str, Any]) -> bool:
    """Whether the tree of the checkpoint is the signed one, and what came after it."""
    path, size = [bytes.fromhex(each) for each in signed["path"]], checkpoint["size"]
    if not (isinstance(signed["size"], int) and isinstance(size, int)):
        raise ValueError
    try:
        found = merkle.roots_from(signed["size"], size, bytes.fromhex(signed["root"]), path)
    except ValueError:
        return False
    return [each.hex() for each in found] == [signed["root"], checkpoint["root"]]


def _named(*, named: bool) -> Check:
    name = _("The file in that trail")
    if named:
        return Check(name, Result.PASS, _("An event names the SHA-256 of this very file."))
    return Check(name, Result.UNKNOWN, _("No event names the file's SHA-256: it may be the trail of another version."))


def _rooted(reading: Reading, roots: dict[str, bool]) -> Check:
    """Each root that an unbroken signature carries is one that the trail goes on from."""
    name = _("Root of that trail in the signatures")
    signed = [NAMED.search(each.reason) for each in reading.signatures if each.intact]
    carried = [found[1] for found in signed if found]
    if not carried:
        found = _("No signature carries a root: the trail rests on the sender's word.")
        return Check(name, Result.UNKNOWN, found)
    if not all(roots.get(root) for root in carried):
        return Check(name, Result.FAIL, _("It does not go on from a root that a signature carries: it was rewritten."))
    return Check(name, Result.PASS, _("It goes on from every root that the signatures carry."))
