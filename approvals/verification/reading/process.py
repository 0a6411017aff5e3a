"""Have a file read by a process of its own: a malformed file can end that process alone."""

import json
import logging
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from approvals.files.slots import Slots

from .facts import Reading

logger = logging.getLogger(__name__)

HOUSE = Path(__file__).resolve().parents[3]
SMALL = 5 * 1024 * 1024  # bytes; a document of 60 pages has less than one million
UNHURRIED = 90.0  # seconds for a file that nobody waits for: the processor's limit is what ends it


@dataclass(frozen=True)
class ReadingSlots(Slots):
    """Of files that a process of its own reads: `work` is seconds of processor for each, `seconds` end a reading
    whatever it does.
    """

    work: int = 0
    seconds: float = 0


# Large files never take the places of small ones, which all real documents are.
FOR_SMALL = ReadingSlots(at_once=2, waiting=2, work=5, seconds=15)
FOR_LARGE = ReadingSlots(at_once=1, waiting=1, work=8, seconds=20)


def read(file: BinaryIO, *, hurried: bool = True) -> Reading:
    """The file as read within limits of time and memory. `file` is one of the operating system's, with a descriptor;
    `hurried`: somebody waits for it.

    "busy" where too many others are read or wait already, and where the machine has no time for it: a file that asks
    for too much is ended by the processor's limit.
    """
    places = FOR_SMALL if file.seek(0, 2) <= SMALL else FOR_LARGE
    with places.one() as free:
        limits = places if hurried else replace(places, seconds=UNHURRIED)
        return _read(file, limits) if free else Reading(fault="busy")


def _read(file: BinaryIO, places: ReadingSlots) -> Reading:
    file.flush()
    file.seek(0)
    reader = subprocess.Popen(
        [sys.executable, "-m", "approvals.verification.reading.child", str(places.work), *trusted_folders()],
        stdin=file, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=HOUSE, env={"LANG": "C.UTF-8"},
    )  # fmt: skip
    try:
        output, errors = reader.communicate(timeout=places.seconds)
    except subprocess.TimeoutExpired:
        reader.kill()
        reader.communicate()
        return Reading(fault="busy")
    if errors:
        logger.info("A file for verification could not be read: %s", errors[-500:].decode(errors="replace"))
    return _understood(output) if reader.returncode == 0 else Reading(fault="limits")


def _understood(output: bytes) -> Reading:
    return Reading.from_json(json.loads(output))


def trusted_folders() -> list[str]:
    """The folders of roots and revocation lists that exist: what signing trusts, verifying trusts."""
    folders = dict.fromkeys((settings.SIGNING_ROOTS, settings.SIGNING_CRLS))
    return [str(folder) for folder in folders if folder.is_dir()]
