"""A file that the confined process has read is not read again: to start it and load what reads a PDF takes a second.

The same bytes under the same roots and revocation lists, within the same limits, have the same reading.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

from approvals.verification.reading import process
from approvals.verification.reading.facts import Reading

Key = tuple[str, str, process.ReadingSlots]
readings: dict[Key, Reading] = {}
_read = process._read


def sha256_of(*contents: bytes) -> str:
    return hashlib.sha256(b"".join(hashlib.sha256(each).digest() for each in contents)).hexdigest()


def trusted() -> str:
    files = (path for folder in process.trusted_folders() for path in sorted(Path(folder).iterdir()))
    return sha256_of(*(part for path in files if path.is_file() for part in (path.name.encode(), path.read_bytes())))


def read(file: BinaryIO, slots: process.ReadingSlots) -> Reading:
    file.seek(0)
    key = sha256_of(file.read()), trusted(), slots
    if key not in readings:
        readings[key] = _read(file, slots)
    return readings[key]


@contextmanager
def remembered() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(process, "_read", read)
        yield
