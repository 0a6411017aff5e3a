"""A file checked against itself, the register and the trail: one of three answers, with each check behind it."""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from approvals.models import Document

from . import process
from .checks import Check, Result, verdict
from .facts import Reading
from .file_checks import file_checks
from .identify import find
from .register_checks import register_checks


@dataclass(frozen=True)
class Verification:
    """The answer about a file. `demo`: it rests on the demo's own authority and has no legal value.

    `busy`: the file was not looked at, since others are.
    """

    result: Result
    checks: tuple[Check, ...]
    sha256: str
    document: Document | None
    demo: bool
    busy: bool = False


def verify(file: BinaryIO, *, name: str = "") -> Verification:
    """Check a PDF that nobody has looked at yet. `file` has a descriptor; `name` is what its bearer calls it."""
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    reading = process.read(file)
    found = find(sha256, reading)
    checks = (*file_checks(reading), *register_checks(found, reading, name=name, sha256=sha256))
    return Verification(verdict(checks), checks, sha256, found.document, is_demo(reading), reading.fault == "busy")


def is_demo(reading: Reading) -> bool:
    """Whether a signature leads to the root of the demo's own authority, which every certificate of it names so."""
    return any("DEMO" in each.root for each in reading.signatures)
