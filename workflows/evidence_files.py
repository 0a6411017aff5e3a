"""The files of evidence and the rows that name them: what nobody names goes, what is missing is told."""

from datetime import timedelta

from django.db.models import QuerySet

from approvals import files, outbox
from approvals.clock import now
from approvals.models import OutboxMessage

from .models import Evidence

KEPT_FOR = timedelta(days=1)
MISSING = "bytes:"


def is_there(evidence: Evidence) -> bool:
    """Whether the bytes of a file lie where they should, whole by their size."""
    path = files.stored_path(evidence.sha256)
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


def tell_missing() -> int:
    """Open an incident for each file that is missing, and close it where it is there again. Returns how many are."""
    told = set(OutboxMessage.objects.filter(key__startswith=MISSING).values_list("key", flat=True))
    missing = 0
    for evidence in _held().select_related("report").only("sha256", "size", "name", "report__unit").iterator():
        key, lost = f"{MISSING}{evidence.pk}", not is_there(evidence)
        missing += lost
        if lost and key not in told:
            outbox.fail("bytes", key, evidence.name, scope=evidence.report.unit_id, evidence=evidence.pk)
        elif not lost and key in told:
            outbox.settle(key, by=None)
    return missing


def to_scan() -> list[str]:
    """The SHA-256 of the files that no scanner has judged, the oldest first."""
    rows = Evidence.objects.filter(scan__in=[Evidence.Scan.UNSCANNED, Evidence.Scan.WAITING]).order_by("pk")
    return list(dict.fromkeys(rows.values_list("sha256", flat=True)))


def _held() -> QuerySet[Evidence]:
    """Every row whose bytes should be there."""
    return Evidence.objects.exclude(sha256="").exclude(scan=Evidence.Scan.INFECTED)
