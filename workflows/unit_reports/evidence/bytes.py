"""The files of evidence and the rows that name them: unnamed files are removed, missing ones become incidents."""

from datetime import timedelta

from django.db.models import QuerySet

from approvals.clock import now
from approvals.files import store as files
from approvals.outbox import queue as outbox
from approvals.register import inventory
from workflows.models import Evidence

KEPT_FOR = timedelta(days=1)


def is_there(evidence: Evidence, *, thorough: bool = True) -> bool:
    """Whether the bytes of a file lie where they should; without `thorough` they are counted and not read."""
    path = files.stored_path(evidence.sha256)
    if thorough:
        return not files.fault(path, evidence.sha256)
    return path.is_file() and path.stat().st_size == evidence.size


def drop_orphans() -> int:
    """Remove files that no row names and that are older than a day: those of today may be on their way to their row."""
    named = set(_held().values_list("sha256", flat=True))
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
    for evidence in _held().select_related("report").only("sha256", "size", "name", "report__unit").iterator():
        whole = thorough or _key(evidence) in waiting or inventory.is_due(evidence.sha256)
        lost = not is_there(evidence, thorough=whole)
        missing += lost
        if lost:
            open_incident(evidence)
        elif _key(evidence) in waiting:
            outbox.settle(_key(evidence), by=None)
    return missing


def open_incident(evidence: Evidence) -> None:
    """Open the incident of a file that is missing or changed."""
    scope = evidence.report.unit_id
    inventory.tell("bytes", _key(evidence), evidence.name, scope=scope, evidence=evidence.pk)


def _key(evidence: Evidence) -> str:
    return f"bytes:{evidence.pk}"


def to_scan() -> list[str]:
    """The SHA-256 of the files that no scanner has judged, the oldest first."""
    rows = Evidence.objects.filter(scan__in=[Evidence.Scan.UNSCANNED, Evidence.Scan.WAITING]).order_by("pk")
    return list(dict.fromkeys(rows.values_list("sha256", flat=True)))


def _held() -> QuerySet[Evidence]:
    """Every row whose bytes should be there."""
    return Evidence.objects.exclude(sha256="").exclude(scan=Evidence.Scan.INFECTED)
