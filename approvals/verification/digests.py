"""The digests by which the register knows a file: its own, and those of the parts that were files before it.

A PDF grows by revisions that are appended, and mail gateways and viewers append too; gateways and editors also put
something before it, which readers of PDF accept. What was issued is then still there, byte for byte, as a part.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from mmap import ACCESS_READ, mmap
from typing import BinaryIO, NamedTuple

HEADER = re.compile(rb"%PDF-")
HEADER_WITHIN = 1024  # bytes: where readers look for it (Adobe's implementation note on ISO 32000-1, 7.5.2)
MOST_HEADERS = 4  # each costs a pass over the file
END = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")
MOST_ENDS = 64  # of a file's revisions; a document of ours has eight at most
CHUNK = 1024 * 1024


class Span(NamedTuple):
    """The bytes of a file from `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True)
class Digests:
    """SHA-256 of the whole file, and of each part that may have been a file. `start` is where its first header is."""

    whole: str
    parts: Mapping[str, Span] = field(default_factory=dict)
    start: int = 0
    size: int = 0


def digests(file: BinaryIO) -> Digests:
    """Read the file once for each header. It is one of the operating system's, with a descriptor."""
    size = file.seek(0, 2)
    headers, ends = _headers(file), [*_ends(file, size), size]
    parts: dict[str, Span] = {}
    for start in dict.fromkeys([0, *headers]):
        parts |= _parts(file, start, ends)
    whole = next(digest for digest, span in parts.items() if span == (0, size))
    parts.pop(whole)
    return Digests(whole, parts, min(headers, default=0), size)


def _parts(file: BinaryIO, start: int, ends: list[int]) -> dict[str, Span]:
    found: dict[str, Span] = {}
    running, place = hashlib.sha256(), file.seek(start)
    for end in ends:
        if end < start:
            continue
        for chunk in _chunks(file, end - place):
            running.update(chunk)
        found[running.hexdigest()] = Span(start, place := end)
    return found


def _headers(file: BinaryIO) -> list[int]:
    file.seek(0)
    found = HEADER.finditer(file.read(HEADER_WITHIN))
    return [each.start() for each, _count in zip(found, range(MOST_HEADERS), strict=False)]


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
