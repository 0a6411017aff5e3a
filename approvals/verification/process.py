"""Have a file read by a process of its own: what is wrong with the file ends that process, never ours."""

import json
import logging
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import BinaryIO

from django.conf import settings

from .facts import Reading

logger = logging.getLogger(__name__)

SECONDS = 20
AT_ONCE = 2
HOUSE = Path(__file__).resolve().parent.parent.parent
_free = BoundedSemaphore(AT_ONCE)


def read(file: BinaryIO) -> Reading:
    """The file as read within limits of time and memory. `file` is one of the operating system's, with a descriptor.

    A few at once in a process: who comes beside them reads "busy" at once instead of waiting.
    """
    if not _free.acquire(blocking=False):
        return Reading(fault="busy")
    try:
        return _read(file)
    finally:
        _free.release()


def _read(file: BinaryIO) -> Reading:
    file.flush()
    file.seek(0)
    reader = subprocess.Popen(
        [sys.executable, "-m", "approvals.verification.child", *trusted_folders()],
        stdin=file, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=HOUSE, env={"LANG": "C.UTF-8"},
    )  # fmt: skip
    try:
        told, said = reader.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        reader.kill()
        reader.communicate()
        return Reading(fault="limits")
    if said:
        logger.info("A file for verification could not be read: %s", said[-500:].decode(errors="replace"))
    return _understood(told) if reader.returncode == 0 else Reading(fault="limits")


def _understood(told: bytes) -> Reading:
    return Reading.from_json(json.loads(told))


def trusted_folders() -> list[str]:
    """The folders of roots and revocation lists that exist: what signing trusts, verifying trusts."""
    folders = dict.fromkeys((settings.SIGNING_ROOTS, settings.SIGNING_CRLS))
    return [str(folder) for folder in folders if folder.is_dir()]
