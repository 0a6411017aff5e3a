"""The digests by which the register knows a file: its own, and those of the beginnings that were files before it.

A PDF grows by revisions that are appended, and mail gateways and viewers append too: what was issued is then still
there, byte for byte, as a beginning of the file.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from mmap import ACCESS_READ, mmap
from typing import BinaryIO

END = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")
MOST_ENDS = 64  # of a file's revisions; a document of ours has eight at most
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Digests:
    """SHA-256 of the whole file, and of each beginning with its length in bytes."""

    whole: str
    beginnings: Mapping[str, int] = field(default_factory=dict)


def digests(file: BinaryIO) -> Digests:
    """Read the file once. It is one of the operating system's, with a descriptor."""
    size = file.seek(0, 2)
    beginnings: dict[str, int] = {}
    running, place = hashlib.sha256(), file.seek(0)
    for end in [*_ends(file, size), size]:
        for chunk in _chunks(file, end - place):
            running.update(chunk)
        beginnings[running.hexdigest()] = place = end
    whole = running.hexdigest()
    beginnings.pop(whole)
    return Digests(whole, beginnings)


def _ends(file: BinaryIO, size: int) -> list[int]:
    """Where a revision may end: behind its mark, with or without the line's end."""
    if not size:
        return []
    with mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        found = [each.span() for each, _count in zip(END.finditer(content), range(MOST_ENDS), strict=False)]
    return sorted({place for start, end in found for place in (start + len(b"%%EOF"), end)} - {size})


def _chunks(file: BinaryIO, length: int) -> Iterator[bytes]:
    while length and (chunk := file.read(min(length, CHUNK))):
        length -= len(chunk)
        yield chunk
