"""A zip archive written as a stream, with a list of what is inside."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from approvals.clock import ZONE
from approvals.text.plain import one_line

PIECE = 256 * 1024  # bytes that are in memory at a time
LONGEST = 120  # letters of a name
FORBIDDEN = '/\\:*?"<>|'  # in names of files, on one system or another


@dataclass(frozen=True)
class Loose:
    """A file that is made for the archive: where it lies there, and what it is in words."""

    path: str
    content: bytes
    words: str


@dataclass(frozen=True)
class ArchiveEntry:
    """A file in the archive."""

    path: str
    words: str
    sha256: str
    size: int


class Bundle:
    """The archive and what it holds so far. `at` is the time of its files."""

    def __init__(self, archive: ZipFile, at: datetime) -> None:
        self.archive, self.entries = archive, list[ArchiveEntry]()
        self.day = at.astimezone(ZONE).timetuple()[:6]

    def put(self, loose: Loose) -> ArchiveEntry:
        return self._put(loose.path, loose.words, iter([loose.content]))

    def put_file(self, path: str, words: str, file: BinaryIO) -> ArchiveEntry:
        """Copy an open file, piece by piece; it is closed."""
        with file:
            return self._put(path, words, iter(lambda: file.read(PIECE), b""))

    def _put(self, path: str, words: str, pieces: Iterator[bytes]) -> ArchiveEntry:
        info = ZipInfo(path, self.day)
        info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
        found, size = hashlib.sha256(), 0
        with self.archive.open(info, "w", force_zip64=True) as target:
            for piece in pieces:
                target.write(piece)
                found.update(piece)
                size += len(piece)
        entry = ArchiveEntry(path, words, found.hexdigest(), size)
        self.entries.append(entry)
        return entry


def name_of(words: str) -> str:
    """The words as a name of a file on any system; never empty."""
    plain = "".join("-" if sign in FORBIDDEN else sign for sign in one_line(words)).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > LONGEST and dot:
        plain = f"{stem[: LONGEST - len(ending) - 1]}.{ending}" if len(ending) < 10 else plain
    return plain[:LONGEST].strip(" .") or "tep"
