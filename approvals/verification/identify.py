"""Which line of the register a file belongs to: by its SHA-256, else by the number and the issuer that it claims."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from unicodedata import normalize

from django.conf import settings
from django.db.models import Min, Q, QuerySet
from django.utils.formats import date_format
from django.utils.module_loading import import_string

from approvals.clock import ZONE
from approvals.files import store as files
from approvals.files.store import FileFault
from approvals.models import Document, NumberSeries, Rendition, Signature
from approvals.register.given_numbers import GivenNumber
from approvals.text.plain import plain_lines
from approvals.text.vietnamese import folded

from .digests import Digests, Span
from .reading.facts import FILLABLE, PERSON, SEAL, Reading

NOWHERE = Span(0, 0)
DIGITS = re.compile(r"0*(\d{1,40})")
MOST = 2**31 - 1  # that a column of numbers holds
SEPARATOR = re.compile("[,;]")
SHA256 = re.compile(r"[0-9a-f]{64}")


class Kinship(Enum):
    """What the register has to do with a file."""

    ISSUED = auto()  # this very file is the document
    INSIDE = auto()  # the document is a part of the file, and something stands before or behind it
    UNFINISHED = auto()  # a file from before issue
    CUT = auto()  # the document without its end
    BUILT_ON = auto()  # something stands around a file from before issue, and it is not the document
    LOST = auto()  # it was issued here, and its line is gone
    CLAIMED = auto()  # another file under the number of a line
    NEVER_GIVEN = auto()  # a number that the register of its office never gave
    NONE = auto()


@dataclass(frozen=True)
class Found:
    """The line with its noted signatures; `span`: which bytes are the document's, where it is INSIDE or CUT."""

    kinship: Kinship
    document: Document | None = None
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    span: Span = NOWHERE
    on_paper: bool = False  # it is the scan of a document that was signed in ink

    @property
    def is_ours(self) -> bool:
        """Whether the document itself is there, alone or with something around it."""
        return self.document is not None and self.kinship in (Kinship.ISSUED, Kinship.INSIDE)


def find(digests: Digests) -> Found:
    """What the register knows of the file or of a part of it, with what replaces its line."""
    hashes = [digests.whole, *digests.parts]
    renditions = {row.sha256: row for row in Rendition.objects.filter(sha256__in=hashes).order_by("final")}
    issued = next((renditions[each] for each in hashes if each in renditions and renditions[each].final), None)
    if issued:
        return _with_line(issued, span=digests.parts.get(issued.sha256))
    begun: list[Rendition | Signature] = [*renditions.values(), *Signature.objects.filter(after__in=hashes)]
    if not begun:
        return Found(Kinship.NONE)
    if digests.whole in (*renditions, *(row.after for row in begun if isinstance(row, Signature))):
        return Found(Kinship.UNFINISHED)
    return _cut(digests, begun) or Found(Kinship.BUILT_ON)


def _cut(digests: Digests, begun: Iterable[Rendition | Signature]) -> Found | None:
    """The issued document that begins with these bytes, of what was begun with parts of them; None where none does."""
    subjects = {(row.subject_kind, row.subject_id) for row in begun}
    for kind, pk in subjects:
        longer = Rendition.objects.filter(subject_kind=kind, subject_id=pk, final=True, size__gt=digests.size)
        for issued in longer:
            with suppress(FileFault):
                kept = files.content(files.pdf_path(issued.sha256), issued.sha256)
                if hashlib.sha256(kept[: digests.size]).hexdigest() == digests.whole:
                    found = _with_line(issued, span=Span(0, digests.size))
                    return replace(found, kinship=Kinship.CUT) if found.document else found
    return None


def known(sha256: str) -> Document | None:
    """The document whose file has this SHA-256; its line may be voided by now."""
    found = find(Digests(sha256))
    return found.document if found.kinship == Kinship.ISSUED else None


def claimed(reading: Reading, sha256: str) -> Found:
    """What the register knows of the number that the file bears, where the office that it names is one of ours.

    A number of a year before the register's first proves nothing: the register was kept elsewhere then. Nor does one
    that is noted beside the documents, where the register has forgotten it.
    """
    number, year, scopes = number_of(reading), year_of(reading), scopes_named(reading)
    symbols = symbols_named(reading)
    if not (number and symbols):
        return Found(Kinship.NONE)
    of_series = Q(symbol__in=symbols) & (Q() if scopes is None else Q(scope__in=scopes))
    same = lines().filter(number=number, symbol__in=symbols, **({"year": year} if year else {}))
    for line in same.order_by("-year"):
        found = _with_signatures(line, Kinship.CLAIMED)
        if scopes is None or line.scope in scopes or _same_issuer(found, reading):
            return found
    series = NumberSeries.objects.filter(of_series)
    for scope, symbol in set(series.values_list("scope", "symbol")):
        noted = GivenNumber(scope, symbol, year, number).noted
        if noted:
            return Found(Kinship.LOST if noted.issued == sha256 else Kinship.NONE)
    first = series.aggregate(year=Min("year"))["year"]
    return Found(Kinship.NEVER_GIVEN if first and (not year or year >= first) else Kinship.NONE)


def symbols_named(reading: Reading) -> list[str]:
    """The symbols of registers here that the file bears; "/bc-bcđ " is "BC-BCĐ" to whoever reads it."""
    keys = {symbol_key(each) for each in SEPARATOR.split(reading.symbol)} - {""}
    kept = NumberSeries.objects.values_list("symbol", flat=True).distinct() if keys else ()
    return [symbol for symbol in kept if symbol_key(symbol) in keys]


def symbol_key(symbol: str) -> str:
    """Letters and digits alone, without marks: what two symbols are compared by."""
    return "".join(filter(str.isalnum, look(symbol)))


def scopes_named(reading: Reading) -> Collection[int] | None:
    """The scopes of this installation that the file or its seal names; None where they name nobody at all."""
    seal = reading.signature(SEAL)
    claims = [look(name) for name in (reading.issuer, seal.subject if seal else "") if name]
    names: Mapping[int, str] = import_string(settings.APPROVALS_SCOPE_NAMES)()
    wanted = {scope: re.compile(rf"\b{re.escape(look(name))}\b") for scope, name in names.items()}
    return [scope for scope, name in wanted.items() if any(name.search(each) for each in claims)] if claims else None


def lines() -> "QuerySet[Document]":
    return Document.objects.select_related("replaces", "replaced_by")


def _same_issuer(found: Found, reading: Reading) -> bool:
    """By the organ's certificate where the line has one, else by the abstract: other wards have the same numbers."""
    noted, seal = found.signatures.get(SEAL), reading.signature(SEAL)
    if noted and noted.subject:
        names = {reading.issuer, seal.subject if seal else ""} - {""}
        return any(look(name) in look(noted.subject) for name in names)
    return bool(found.document and look(reading.abstract) == look(found.document.abstract))


def _with_line(issued: Rendition, *, span: Span | None) -> Found:
    """The line of an issued file: the one that stands, else the last that was voided."""
    of_subject = lines().filter(subject_kind=issued.subject_kind, subject_id=issued.subject_id)
    rows = sorted(of_subject, key=lambda line: (line.state == Document.State.VOIDED, -line.pk))
    if not rows:
        return Found(Kinship.LOST)
    found = replace(_with_signatures(rows[0], Kinship.ISSUED), on_paper=issued.on_paper)
    return replace(found, kinship=Kinship.INSIDE, span=span) if span else found


def _with_signatures(line: Document, kinship: Kinship) -> Found:
    rows = Signature.objects.filter(subject_kind=line.subject_kind, subject_id=line.subject_id, voided_at=None)
    return Found(kinship, line, {row.field: row for row in rows})


def number_of(reading: Reading) -> int:
    """The number that the file bears; 0 where it bears none."""
    digits = DIGITS.search(normalize("NFKC", reading.fields.get(FILLABLE[0], "")))
    return min(int(digits[1]), MOST) if digits else 0


def year_of(reading: Reading) -> int:
    """The year of the register: of the day that the document bears, else of the seal or the person's signature.

    0 where none of them tells. Instants count by their day in Vietnam.
    """
    dated = re.search(r"\b\d{4}\b", normalize("NFKC", reading.fields.get(FILLABLE[1], "")))
    if dated:
        return int(dated[0])
    signed = [reading.signature(name) for name in (SEAL, PERSON)]
    at = next((each.at for each in signed if each and each.at), "")
    return datetime.fromisoformat(at).astimezone(ZONE).year if at else 0


def look(text: str) -> str:
    """What a reader takes the text for: forms of letters, case, marks, spaces and invisible signs do not count."""
    return folded(plain_lines(normalize("NFKC", text)))


def day(document: Document) -> str:
    return date_format(document.issued_on, "DATE_FORMAT")
