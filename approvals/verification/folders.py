"""The register held against the folders, both ways: repairs notes, removes what a killed process left, opens
incidents for the rest.

A database restored from an older copy beside newer folders is found here: numbers that a file bears and the register
does not know become incidents, and are never given again (approvals/register/given_numbers.py).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from approvals.clock import now
from approvals.files import store as files
from approvals.models import Dispatch, Document, Incident, NumberSeries, OutboxMessage, Rendition, Signature
from approvals.outbox import queue as outbox
from approvals.register import given_numbers, inventory
from approvals.register.dispatch import outgoing_name
from approvals.register.given_numbers import GivenNumber

from .identify import number_of, scopes_named, year_of
from .reading import process
from .reading.facts import Reading

KEPT_FOR = timedelta(days=1)
PLACE = ("scope", "symbol", "year", "number")
NAMED = re.compile(r"(?P<sha256>[0-9a-f]{64})[-.]")


class NumberUnknown(Exception):
    """A document bears a number that the register does not have."""


@dataclass(frozen=True)
class FolderOutcome:
    """How many files are missing or changed, how many sent ones are, numbers unknown to the register, files removed."""

    files: int
    sent: int
    numbers: int
    dropped: int


def reconcile(*, thorough: bool) -> FolderOutcome:
    """`thorough` reads every file through; else a share of them, all in the course of a day.

    Nothing is removed while numbers are unknown: the database is then older than the folders, and lacks rows of theirs.
    """
    note_digests()
    note_numbers()
    orphans = note_orphans()
    numbers = look_at_numbers()
    dropped = 0 if numbers else drop(orphans)
    return FolderOutcome(look_at_files(thorough=thorough), look_at_sent(thorough=thorough), numbers, dropped)


def note_digests() -> None:
    """Of renditions of before digests were noted: those of the files that lie beside them now."""
    for row in Rendition.objects.filter(beside={}):
        if beside := files.beside(row.sha256):
            Rendition.objects.filter(pk=row.pk, beside={}).update(beside=beside)


def look_at_files(*, thorough: bool) -> int:
    """Open an incident for each file that is missing or changed, and close it where it is right again."""
    waiting, wrong = inventory.open_keys("file"), 0
    for item in inventory.items():
        fault = item.fault(thorough=thorough or item.key in waiting or inventory.is_due(item.sha256))
        wrong += bool(fault)
        if fault:
            inventory.tell_of(item, fault)
        elif item.key in waiting:
            outbox.settle(item.key, by=None)
    return wrong


def look_at_sent(*, thorough: bool) -> int:
    """The same for the folder of what was sent; "try again" writes it anew."""
    waiting, wrong = inventory.open_keys("outgoing"), 0
    for dispatch, fault in inventory.sent(thorough=thorough, waiting=waiting):
        key, what = inventory.sent_key(dispatch), f"{outgoing_name(dispatch)}: {fault}"
        wrong += bool(fault)
        if fault:
            inventory.tell("outgoing", key, what, scope=dispatch.document.scope, dispatch=dispatch.pk)
        elif key in waiting:
            outbox.settle(key, by=None)
    return wrong


def note_numbers() -> None:
    """What the register and the outgoing folder know, where it is not noted beside the documents yet."""
    finals = Rendition.objects.filter(final=True).values_list("subject_kind", "subject_id", "sha256")
    hashes = {(kind, pk): sha256 for kind, pk, sha256 in finals}
    for line in Document.objects.order_by("pk").iterator():
        issued = hashes.get((line.subject_kind, line.subject_id), "") if line.state == Document.State.ISSUED else ""
        given_numbers.note(GivenNumber(line.scope, line.symbol, line.year, line.number, line.abstract, issued))
    for given in sent_without_row():
        given_numbers.note(given)


def look_at_numbers() -> int:
    """Open an incident for each noted number that the register has not, or has not as issued, and close it once it has.

    Returns how many there are, without those that somebody skipped with a reason.
    """
    noted = list(given_numbers.all_noted())  # before the register: a line is committed before its note is written
    lines = {tuple(place): state for *place, state in Document.objects.values_list(*PLACE, "state")}
    skipped = Incident.objects.filter(message__topic="number", state=Incident.State.SKIPPED)
    settled, waiting = set(skipped.values_list("message__key", flat=True)), inventory.open_keys("number")
    wrong = 0
    for each in noted:
        key, agrees = _key(each), _agrees(each, lines.get(each.place, ""))
        if agrees and key in waiting:
            outbox.settle(key, by=None)
        elif not agrees and key not in settled:
            wrong += 1
            payload = {"symbol": each.symbol, "year": each.year, "number": each.number, "issued": each.issued}
            inventory.tell("number", key, f"{each} {each.abstract}".strip(), scope=each.scope, **payload)
    return wrong


def _agrees(noted: GivenNumber, state: str) -> bool:
    return state == Document.State.ISSUED if noted.issued else bool(state)


def look_again(message: OutboxMessage) -> None:
    """Outbox handler for `number`: done once the register has the number as its note has. Raises NumberUnknown."""
    payload = message.payload
    given = GivenNumber(message.scope, payload["symbol"], payload["year"], payload["number"], issued=payload["issued"])
    if not _agrees(given, _state_of(given)):
        raise NumberUnknown(str(given))


def _state_of(given: GivenNumber) -> str:
    """How the register has the number; empty where it has no line of it."""
    lines = Document.objects.filter(**dict(zip(PLACE, given.place, strict=True)))
    return lines.values_list("state", flat=True).first() or ""


def _key(given: GivenNumber) -> str:
    return f"number:{given.path.relative_to(settings.DOCUMENTS_DIR / 'numbers')}"


def note_orphans() -> list[Path]:
    """The files of documents that no row names and that a killed work left.

    A document whose number the register does not know is no such file: its number is noted, and it stays.
    """
    named = {*Rendition.objects.values_list("sha256", flat=True)}
    for pair in Signature.objects.values_list("before", "after"):
        named.update(pair)
    orphans = [path for path in files.document_files() if _sha256(path) not in named]
    stay = {_sha256(path) for path in orphans if path.suffix == ".pdf" and not _may_go(path)}
    return [path for path in orphans if _sha256(path) not in stay]


def drop(orphans: list[Path]) -> int:
    """Remove those that are a day old; younger ones may be on their way to their row."""
    oldest = (now() - KEPT_FOR).timestamp()
    old = [path for path in orphans if path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _sha256(path: Path) -> str:
    """The SHA-256 in the file's name; empty for one that is half written."""
    named = NAMED.match(path.name)
    return named["sha256"] if named else ""


def _may_go(path: Path) -> bool:
    """Whether a PDF that no row names bears no number, or one that the register has for a document of its own."""
    reading = _read(path)
    if reading.fault:
        return reading.fault == "unreadable"
    if not number_of(reading):
        return True
    numbers = numbers_in(reading, issued="")
    unknown = [given for given in numbers if not _state_of(given)]
    for given in unknown:
        given_numbers.note(replace(given, issued=_sha256(path)))
    noted = [given.noted for given in numbers]
    sent = any(each and each.issued == _sha256(path) for each in noted)
    return bool(numbers) and not unknown and not sent


def sent_without_row() -> Iterator[GivenNumber]:
    """The numbers of what lies in the outgoing folder and was sent by no dispatch that the database knows."""
    known = {outgoing_name(dispatch) for dispatch in Dispatch.objects.select_related("document")}
    for path in settings.OUTGOING_DIR.glob("*.pdf"):
        if path.stem not in known:
            with path.open("rb") as file:
                sha256 = files.digest(file)
            yield from numbers_in(_read(path), issued=sha256)


def _read(path: Path) -> Reading:
    with path.open("rb") as file:
        return process.read(file)


def numbers_in(reading: Reading, *, issued: str) -> list[GivenNumber]:
    """The number that a PDF bears, in each register of ours that it may belong to: of the ward that it names."""
    number, year, symbol = number_of(reading), year_of(reading), reading.symbol
    if not (number and year and symbol):
        return []
    scopes = scopes_named(reading)
    if scopes is None:
        scopes = set(NumberSeries.objects.filter(symbol=symbol).values_list("scope", flat=True))
    return [GivenNumber(scope, symbol, year, number, reading.abstract, issued) for scope in scopes]
