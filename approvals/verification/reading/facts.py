"""What the reading process tells of a file: plain values, so that they pass as JSON from one process to the other."""

import re
from dataclasses import dataclass, field

PERSON, SEAL = "person", "organ"
FILLABLE = ("number", "issued_on")
STRUCTURE = re.compile(
    rb"(?<![A-Za-z])(?:obj|xref|startxref|trailer)(?![A-Za-z])"
)  # what a reader of PDF looks for in bytes


@dataclass(frozen=True)
class SignatureFacts:
    """A signature or a time stamp over the document. Instants are ISO 8601 with their offset, or empty.

    `covers` is "file", "revision" or empty; `revocation` is "good", "revoked" or "unknown" at `at`, the time by which
    the certificate was judged: that of the time stamp (`stamped`), else the one the signer claims.
    """

    field: str
    stamp: bool
    revision: int
    subject: str
    issuer: str
    serial: str
    fingerprint: str
    not_after: str
    at: str
    stamped: bool
    intact: bool
    contiguous: bool
    covers: str
    trusted: bool
    problem: str
    revocation: str
    revoked_at: str
    root: str
    permits: int
    reason: str
    level: str


@dataclass(frozen=True)
class Increment:
    """What was appended to the file after the first signature. `wrong` names what it may not touch."""

    revision: int
    seal: bool
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """A file as read. `fault` is empty, or a key of `file_checks.FAULTS`: then nothing else is told.

    `before` is how many bytes stand before the PDF, `ours` whether its form has the fields of our documents; `lost`
    names fields that were signed and are no more.
    """

    fault: str = ""
    before: int = 0
    revisions: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    symbol: str = ""
    abstract: str = ""
    issuer: str = ""
    ours: bool = False
    certified: bool = False
    lost: tuple[str, ...] = ()
    signatures: tuple[SignatureFacts, ...] = ()
    increments: tuple[Increment, ...] = ()

    @classmethod
    def from_json(cls, plain: dict) -> "Reading":
        signatures = tuple(SignatureFacts(**each) for each in plain.pop("signatures", ()))
        increments = tuple(
            Increment(each["revision"], each["seal"], tuple(each["wrong"])) for each in plain.pop("increments", ())
        )
        lost = tuple(plain.pop("lost", ()))
        return cls(**plain, lost=lost, signatures=signatures, increments=increments)

    def signature(self, name: str) -> SignatureFacts | None:
        return next((each for each in self.signatures if each.field == name and not each.stamp), None)
