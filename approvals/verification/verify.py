"""A file checked against itself, the register and the trail: one of three answers, with each check behind it."""

from dataclasses import dataclass, replace
from tempfile import TemporaryFile
from typing import BinaryIO

from approvals.models import Document

from .checks.of_file import file_checks
from .checks.of_register import register_checks
from .checks.result import Check, Result, verdict
from .digests import Digests, Span, digests
from .identify import Found, Kinship, claimed, find
from .names import hint
from .reading import process
from .reading.facts import STRUCTURE, Reading


@dataclass(frozen=True)
class Verification:
    """The answer about a file. `demo`: it rests on the demo's own authority and has no legal value.

    `busy`: the file was not looked at, since others are. `original` is the SHA-256 of the issued document, where it is
    a part of the file. `hint` says what the file's name claims wrongly: no part of the result.
    """

    result: Result
    checks: tuple[Check, ...]
    sha256: str
    document: Document | None
    demo: bool
    busy: bool = False
    original: str = ""
    hint: str = ""

    @property
    def ended(self) -> str:
        """What replaced or recalled the document that the file holds, as a sentence; empty while it is in force."""
        if self.result == Result.FAIL:
            return ""
        return next((check.found for check in self.checks if check.result == Result.ENDED), "")


def verify(file: BinaryIO, *, name: str = "") -> Verification:
    """Check a PDF that nobody has looked at yet. `file` has a descriptor; `name` is what its bearer calls it."""
    kept = digests(file)
    found = find(kept)
    reading = _read(file, found, kept)
    if found.kinship == Kinship.NONE:
        found = claimed(reading, kept.whole)
    checks = (*file_checks(reading), *register_checks(found, reading, sha256=kept.whole))
    inside = found.kinship == Kinship.INSIDE
    return Verification(
        result=verdict(checks),
        checks=checks,
        sha256=kept.whole,
        document=found.document,
        demo=is_demo(reading),
        busy=reading.fault == "busy",
        original=next((each for each, span in kept.parts.items() if inside and span == found.span), ""),
        hint=hint(name, found.document) if found.document and found.is_ours else "",
    )


def _read(file: BinaryIO, found: Found, kept: Digests) -> Reading:
    """The file as read from its header on; where no reader of PDF looks at what follows the document, to its end."""
    start, end = found.span if found.kinship == Kinship.INSIDE else (kept.start, 0)
    file.seek(0)
    if STRUCTURE.search(file.read(start)):
        return Reading(fault="before")
    file.seek(end)
    if not end or STRUCTURE.search(file.read()):
        end = file.seek(0, 2)
    return replace(_read_part(file, Span(start, end)), before=start)


def _read_part(file: BinaryIO, span: Span) -> Reading:
    if span == (0, file.seek(0, 2)):
        return process.read(file)
    file.seek(span.start)
    with TemporaryFile() as part:
        part.write(file.read(span.end - span.start))
        return process.read(part)


def is_demo(reading: Reading) -> bool:
    """Whether a signature leads to the root of the demo's own authority, which every certificate of it names so."""
    return any("DEMO" in each.root for each in reading.signatures)
