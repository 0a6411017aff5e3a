"""Taking a file in, whatever it belongs to, and what a scanner finds in it at once or later."""

import unicodedata
from collections.abc import Callable
from typing import Any, BinaryIO, NoReturn, TypeVar

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.files import contents, scanning
from approvals.files import store as files
from approvals.models import OutboxMessage
from approvals.outbox import queue as outbox
from approvals.statements import lock
from approvals.text.plain import plain_lines
from units.models import Person
from workflows.cases.mails import tell
from workflows.cases.moves import note
from workflows.models import AttachedFile, Case

from . import kinds

Scan = AttachedFile.Scan
LONGEST_NAME = 150
KEPT = (Scan.UNSCANNED, Scan.WAITING, Scan.CLEAN)
Changes = dict[str, list[Any]]
AnyCase = TypeVar("AnyCase", bound=Case)
Row = TypeVar("Row", bound=AttachedFile)


def take_in(
    file: File,
    part: str,
    *,
    by: Person | None,
    opened: Callable[[], AnyCase],
    keep: Callable[[AnyCase, dict[str, Any]], Row],
    kind_of: Callable[[BinaryIO], str] = contents.kind_of,
) -> Row:
    """Take in a file: a PDF, picture, Word or Excel file, or what else `kind_of` knows. `opened` gives the case's row,
    locked, where `by` may attach to it now, else it raises; `keep` makes the row of the file from its values. `by` is
    None for somebody without an account.

    It is scanned first, outside any transaction; where the scanner does not answer, it is stored, handed to nobody, and
    scanned by the outbox. Raises NotPossible, PermissionDenied.
    """
    with transaction.atomic():
        opened()
    kind = _kind(file, kind_of)
    name = _file_name(file.name or "", kind)
    sha256, scan, malware = digest(file), *_scanned(_bytes(file))
    if malware:
        _condemn(sha256, malware)  # the same bytes, attached before the scanner knew them
        _refuse(opened, malware, by=by, changes=attached_change(part, name, sha256))
    files.store(_bytes(file))
    with transaction.atomic():
        return keep(opened(), {"name": name, "sha256": sha256, "kind": kind, "size": file.size, "scan": scan})


def ask_to_scan(row: AttachedFile) -> None:
    """Have the outbox scan a file that waits for the scanner."""
    if row.scan == Scan.WAITING:
        outbox.put("scan", _key(row), scope=row.report.scope, **{row.NAME: row.pk})


def settle(row: AttachedFile, *, by: Person | None) -> None:
    """Nobody waits for the scan of this file any more."""
    outbox.settle(_key(row), by=by)


def scan_asked(message: OutboxMessage) -> None:
    """Outbox handler for `scan`: the file that was kept while the scanner was away. Raises ScannerAway."""
    if row := kinds.named_in(message.payload, Scan.WAITING):
        scan_kept(row.sha256)


def scan_kept(sha256: str) -> None:
    """Scan a stored file, and write the result into every row that names it. Raises ScannerAway, OSError."""
    with files.opened(files.stored_path(sha256), sha256) as file:
        malware = scanning.scan(file)
    if malware:
        _condemn(sha256, malware)
        return
    for row in kinds.rows(sha256=sha256, scan__in=[Scan.UNSCANNED, Scan.WAITING]):
        _judge(row, "clear_evidence", Scan.CLEAN)


def look_for_bytes(message: OutboxMessage) -> None:
    """Outbox handler for `bytes`: done once the file is there again as it was, or nobody names it any more.

    Raises FileFault.
    """
    if row := kinds.named_in(message.payload, *KEPT):
        files.opened(files.stored_path(row.sha256), row.sha256).close()


def digest(file: File) -> str:
    """The SHA-256 of what is sent."""
    return files.digest(_bytes(file))


def attached_change(part: str, name: str, sha256: str) -> Changes:
    """What was attached to this part of a case, as the trail event records it."""
    return {f"{part}.evidence": [None, name], f"{part}.sha256": [None, sha256]}


def undone(changes: Changes) -> Changes:
    """The same, where it was taken away."""
    return {field: [new, old] for field, (old, new) in changes.items()}


def too_large() -> str:
    """Why a file is refused for its size."""
    words = _("The file is larger than %(most)d MB. Save it smaller.")
    return words % {"most": settings.LARGEST_FILE // 1024 // 1024}


def _refuse(opened: Callable[[], Case], malware: str, *, by: Person | None, changes: Changes) -> NoReturn:
    """Record the refusal, store nothing of the file, and raise NotPossible."""
    with transaction.atomic():
        note(opened(), "refuse_evidence", by=by, reason=malware, changes=changes)
    raise NotPossible(
        _("The file holds malware (%(malware)s): it was refused and deleted. Have the device checked that it is from.")
        % {"malware": malware}
    )


def _condemn(sha256: str, malware: str) -> None:
    for row in kinds.rows(sha256=sha256, scan__in=KEPT):
        _judge(row, "drop_evidence", Scan.INFECTED, malware)
    files.stored_path(sha256).unlink(missing_ok=True)


def _judge(row: AttachedFile, action: str, scan: str, malware: str = "") -> None:
    """Write the scanner's result into a row, once, and mail the unit where its file was deleted."""
    with transaction.atomic():
        case = lock(type(row.report), row.report_id)
        if type(row)._default_manager.filter(pk=row.pk).exclude(scan=scan).update(scan=scan, malware=malware):
            row.report = case
            follows = kinds.DROPPED[row.NAME](row) if malware and row.NAME in kinds.DROPPED else {}
            note(
                case, action, by=None, reason=malware, changes=attached_change(row.part, row.name, row.sha256) | follows
            )
            if malware:
                tell(case, "infected", *row.notified, words=f"{row.name}: {malware}")
        settle(row, by=None)


def _scanned(file: BinaryIO) -> tuple[str, str]:
    """The scan's result, and the name of the malware found."""
    if not scanning.is_set():
        return Scan.UNSCANNED, ""
    try:
        malware = scanning.scan(file)
    except scanning.ScannerAway:
        return Scan.WAITING, ""
    return (Scan.INFECTED if malware else Scan.CLEAN), malware


def _kind(file: File, kind_of: Callable[[BinaryIO], str]) -> str:
    if file.size > settings.LARGEST_FILE:
        raise NotPossible(too_large())
    kind = kind_of(_bytes(file))
    if not kind:
        raise NotPossible(
            _(
                "This is no PDF, PNG, JPEG, Word (.docx) or Excel (.xlsx) file, or it is damaged or holds macros. "
                "Save it as PDF and attach that."
            )
        )
    return kind


def _file_name(given: str, kind: str) -> str:
    """The name alone, without what cannot be seen, with the ending of what the file is."""
    base = plain_lines(given).replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in base if not unicodedata.category(sign).startswith("C")).strip(" .")
    stem, dot, ending = seen.rpartition(".")
    short = f"{(stem or ending)[:LONGEST_NAME]}{dot}{ending[:10]}" if stem else ending[:LONGEST_NAME]
    return contents.with_ending(short or _("file"), kind)


def _bytes(file: File) -> BinaryIO:
    return file.file  # type: ignore[return-value]


def _key(row: AttachedFile) -> str:
    return f"scan:{row.key}"
