"""Which line of the register a file belongs to: by its SHA-256, else by the number and the issuer that it claims."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from unicodedata import normalize

from django.db.models import QuerySet
from django.utils.formats import date_format

from approvals.models import Document, Rendition, Signature

from .facts import FILLABLE, PERSON, SEAL, Reading

SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Found:
    """The line with its noted signatures. `known`: this very file is it; `unfinished`: as it was before issue."""

    document: Document | None
    known: bool = False
    unfinished: bool = False
    signatures: Mapping[str, Signature] = field(default_factory=dict)


def find(sha256: str, reading: Reading) -> Found:
    """The register's line of a file, with what replaces it."""
    rendition = Rendition.objects.filter(sha256=sha256).order_by("-final").first()
    if rendition:
        line = lines().exclude(state=Document.State.VOIDED)
        line = line.filter(subject_kind=rendition.subject_kind, subject_id=rendition.subject_id)
        return _with_signatures(line.first(), known=rendition.final, unfinished=not rendition.final)
    if Signature.objects.filter(after=sha256).exists():
        return Found(None, unfinished=True)
    return _claimed(reading)


def known(sha256: str) -> Document | None:
    """The issued document whose file has this SHA-256."""
    found = find(sha256, Reading())
    return found.document if found.known else None


def lines() -> "QuerySet[Document]":
    return Document.objects.select_related("replaces", "replaced_by")


def _claimed(reading: Reading) -> Found:
    """The line whose number the file bears, where its issuer is the one that the file names."""
    number, year = number_of(reading), year_of(reading)
    if not (number and year and reading.symbol):
        return Found(None)
    for line in lines().filter(number=number, symbol=reading.symbol, year=year):
        found = _with_signatures(line)
        if _same_issuer(found, reading):
            return found
    return Found(None)


def _same_issuer(found: Found, reading: Reading) -> bool:
    """By the organ's certificate where the line has one, else by the abstract: other wards have the same numbers."""
    noted, told = found.signatures.get(SEAL), reading.signature(SEAL)
    if noted and noted.subject:
        names = {reading.issuer, told.subject if told else ""} - {""}
        return any(folded(name) in folded(noted.subject) for name in names)
    return bool(found.document and reading.abstract == found.document.abstract)


def _with_signatures(line: Document | None, *, known: bool = False, unfinished: bool = False) -> Found:
    if line is None:
        return Found(None, known, unfinished)
    rows = Signature.objects.filter(subject_kind=line.subject_kind, subject_id=line.subject_id, voided_at=None)
    return Found(line, known, unfinished, {row.field: row for row in rows})


def number_of(reading: Reading) -> int:
    """The number that the file bears; 0 where it bears none."""
    told = re.search(r"[0-9]{1,6}", reading.fields.get(FILLABLE[0], ""))
    return int(told[0]) if told else 0


def year_of(reading: Reading) -> int:
    """The year in which the person signed; 0 where no signature tells."""
    person = reading.signature(PERSON)
    return int(person.at[:4]) if person and person.at else 0


def folded(name: str) -> str:
    return " ".join(normalize("NFC", name).casefold().split())


def day(document: Document) -> str:
    return date_format(document.issued_on, "DATE_FORMAT")
