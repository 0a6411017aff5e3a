"""The files that are attached and the rows that name them: unnamed files are removed, missing ones become incidents."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from typing import Any

from approvals.clock import now
from approvals.files import store as files
from approvals.models import Arrival, DispatchLine
from approvals.outbox import queue as outbox
from approvals.register import inventory
from workflows.models import AttachedFile

from .actions import KEPT, Scan
from .kinds import KINDS

KEPT_FOR = timedelta(days=1)


def is_there(row: AttachedFile, *, thorough: bool = True) -> bool:
    """Whether the bytes of a file lie where they should; without `thorough` they are counted and not read."""
    path = files.stored_path(row.sha256)
    if thorough:
        return not files.fault(path, row.sha256)
    return path.is_file() and path.stat().st_size == row.size


def drop_orphans() -> int:
    """Remove files that no row names and that are older than a day: those of today may be on their way to their row."""
    receipts = DispatchLine.objects.exclude(file="").values_list("file", flat=True)
    arrived = (each["sha256"] for kept in Arrival.objects.values_list("files", flat=True) for each in kept)
    named = {*_hashes(*KEPT), *receipts, *arrived}
    oldest = (now() - KEPT_FOR).timestamp()
    dropped = 0
    for path in files.stored_files():
        if path.name not in named and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
            dropped += 1
    return dropped


def report_missing(*, thorough: bool = True) -> int:
    """Open an incident for each file that is missing or changed, and close it where it is there again.

    Returns how many are. Without `thorough` a share of them is read through, all in the course of a day.
    """
    waiting, missing = inventory.open_keys("bytes"), 0
    for row in _held():
        whole = thorough or _key(row) in waiting or inventory.is_due(row.sha256)
        lost = not is_there(row, thorough=whole)
        missing += lost
        if lost:
            open_incident(row)
        elif _key(row) in waiting:
            outbox.settle(_key(row), by=None)
    return missing


def open_incident(row: AttachedFile) -> None:
    """Open the incident of a file that is missing or changed."""
    inventory.tell("bytes", _key(row), row.name, scope=row.report.scope, **{row.NAME: row.pk})


def to_scan() -> list[str]:
    """The SHA-256 of the files that no scanner has judged, the oldest of a type first."""
    return list(dict.fromkeys(_hashes(Scan.UNSCANNED, Scan.WAITING)))


def _hashes(*scans: str) -> Iterator[str]:
    found = (model._default_manager.filter(scan__in=scans).order_by("pk") for model in KINDS.values())
    return chain.from_iterable(rows.values_list("sha256", flat=True) for rows in found)


def _held() -> Iterator[AttachedFile]:
    """Every row whose bytes should be there, with what its incident needs."""
    for model in KINDS.values():
        rows: Any = model._default_manager.filter(scan__in=KEPT).order_by("pk")
        yield from rows.select_related(model.CASE).only("sha256", "size", "name", model.SCOPE).iterator()


def _key(row: AttachedFile) -> str:
    return f"bytes:{row.key}"
