import unicodedata
from typing import Any, BinaryIO, NoReturn
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.files import contents, scanning
from approvals.files import store as files
from approvals.models import OutboxMessage
from approvals.outbox import queue as outbox
from approvals.statements import lock
from approvals.text.plain import one_line, plain_lines
from units.models import Person
from workflows.cases.authors import add_author
from workflows.cases.mails import tell
from workflows.cases.moves import locked, note
from workflows.models import Evidence, UnitReport
from workflows.unit_reports.entries.actions import refuse_locked
from workflows.unit_reports.parts import entry_of

Scan = Evidence.Scan
LONGEST_NAME = 150
ONLY_HTTPS = URLValidator(schemes=["https"])
Changes = dict[str, list[Any]]


def attach_file(report: UnitReport, *, by: Person, part: str, file: File) -> Evidence:
    """The drafter attaches a file to an entry, while the report may be written: a PDF, picture, Word or Excel file.

    It is scanned first, outside any transaction; where the scanner does not answer, it is stored, handed to nobody, and
    scanned by the outbox. Raises NotPossible, PermissionDenied.
    """
    with transaction.atomic():
        _opened(report, part, by=by)
    kind = _kind(file)
    name = _file_name(file.name or "", kind)
    sha256, scan, malware = files.digest(_bytes(file)), *_scanned(_bytes(file))
    if malware:
        _condemn(sha256, malware)  # the same bytes, attached before the scanner knew them
        _refuse(report, malware, by=by, changes=_attached(part, name, sha256))
    files.store(_bytes(file))
    with transaction.atomic():
        row = _opened(report, part, by=by)
        return _attach(row, by=by, part=part, name=name, sha256=sha256, kind=kind, size=file.size, scan=scan)


def attach_link(report: UnitReport, *, by: Person, part: str, link: str, name: str) -> Evidence:
    """The drafter attaches an https link, which nobody opens here; without a name it is called by its host."""
    link, host = _link(link)
    with transaction.atomic():
        row = _opened(report, part, by=by)
        return _attach(row, by=by, part=part, name=one_line(name)[:LONGEST_NAME] or host, link=link)


def remove_evidence(evidence: Evidence, *, by: Person) -> UnitReport:
    """The drafter takes it away, while the report may be written. The trail keeps its name and SHA-256."""
    with transaction.atomic():
        row = _opened(evidence.report, evidence.part, by=by)
        deleted, _rows = Evidence.objects.filter(pk=evidence.pk).delete()
        if not deleted:
            raise NotPossible(_("This has been removed already."))
        attached = _attached(evidence.part, evidence.name, evidence.sha256, evidence.link)
        note(row, "remove_evidence", by=by, changes={field: [new, old] for field, (old, new) in attached.items()})
        add_author(row, by)
        outbox.settle(_key(evidence), by=by)
        return row


def scan_asked(message: OutboxMessage) -> None:
    """Outbox handler for `scan`: the file that was kept while the scanner was away. Raises ScannerAway."""
    evidence = Evidence.objects.filter(pk=message.payload["evidence"], scan=Scan.WAITING).first()
    if evidence:
        scan_kept(evidence.sha256)


def scan_kept(sha256: str) -> None:
    """Scan a stored file, and write the result into every row that names it. Raises ScannerAway, OSError."""
    with files.opened(files.stored_path(sha256), sha256) as file:
        malware = scanning.scan(file)
    if malware:
        _condemn(sha256, malware)
        return
    for evidence in Evidence.objects.filter(sha256=sha256, scan__in=[Scan.UNSCANNED, Scan.WAITING]):
        _judge(evidence, "clear_evidence", Scan.CLEAN)


def look_for_bytes(message: OutboxMessage) -> None:
    """Outbox handler for `bytes`: done once the file is there again as it was, or nobody names it any more.

    Raises FileFault.
    """
    evidence = Evidence.objects.filter(pk=message.payload["evidence"]).exclude(scan=Scan.INFECTED).first()
    if evidence:
        files.opened(files.stored_path(evidence.sha256), evidence.sha256).close()


def too_large() -> str:
    """Why a file is refused for its size."""
    words = _("The file is larger than %(most)d MB. Save it smaller, or attach a link to it.")
    return words % {"most": settings.LARGEST_FILE // 1024 // 1024}


def _opened(report: UnitReport, part: str, *, by: Person) -> UnitReport:
    """The report's row, locked, where the person may write this entry of it now."""
    row = locked(report, "save_draft", by=by)
    if entry_of(row, part) is None:
        raise NotPossible(_("This report has no such entry. Open it again and choose anew."))
    refuse_locked(row, [part])
    return row


def _attach(row: UnitReport, *, by: Person, part: str, **values: Any) -> Evidence:
    same = {name: values.get(name, "") for name in ("sha256", "link")}
    if there := Evidence.objects.filter(report=row, part=part, **same).first():
        if there.by_id == by.pk:
            return there  # sent twice
        raise NotPossible(_("This entry has this file or link already."))
    made = Evidence.objects.create(report=row, part=part, by=by, at=now(), **values)
    note(row, "attach_evidence", by=by, changes=_attached(part, made.name, **same))
    add_author(row, by)
    if made.scan == Scan.WAITING:
        outbox.put("scan", _key(made), scope=row.unit_id, evidence=made.pk)
    return made


def _refuse(report: UnitReport, malware: str, *, by: Person, changes: Changes) -> NoReturn:
    """Record the refusal, store nothing of the file, and raise NotPossible."""
    with transaction.atomic():
        note(locked(report, "save_draft", by=by), "refuse_evidence", by=by, reason=malware, changes=changes)
    raise NotPossible(
        _("The file holds malware (%(malware)s): it was refused and deleted. Have the device checked that it is from.")
        % {"malware": malware}
    )


def _condemn(sha256: str, malware: str) -> None:
    for evidence in Evidence.objects.filter(sha256=sha256).exclude(scan=Scan.INFECTED):
        _judge(evidence, "drop_evidence", Scan.INFECTED, malware)
    files.stored_path(sha256).unlink(missing_ok=True)


def _judge(evidence: Evidence, action: str, scan: str, malware: str = "") -> None:
    """Write the scanner's result into a row, once, and mail the unit where its file was deleted."""
    with transaction.atomic():
        row = lock(UnitReport, evidence.report_id)
        if Evidence.objects.filter(pk=evidence.pk).exclude(scan=scan).update(scan=scan, malware=malware):
            note(row, action, by=None, reason=malware, changes=_attached(evidence.part, evidence.name, evidence.sha256))
            if malware:
                tell(row, "infected", "write_reports", row.unit_id, words=f"{evidence.name}: {malware}")
        outbox.settle(_key(evidence), by=None)


def _scanned(file: BinaryIO) -> tuple[str, str]:
    """The scan's result, and the name of the malware found."""
    if not scanning.is_set():
        return Scan.UNSCANNED, ""
    try:
        malware = scanning.scan(file)
    except scanning.ScannerAway:
        return Scan.WAITING, ""
    return (Scan.INFECTED if malware else Scan.CLEAN), malware


def _attached(part: str, name: str, sha256: str, link: str = "") -> Changes:
    """What was attached, as the trail event records it."""
    what = {f"{part}.sha256": [None, sha256]} if sha256 else {f"{part}.link": [None, link]}
    return {f"{part}.evidence": [None, name], **what}


def _kind(file: File) -> str:
    if file.size > settings.LARGEST_FILE:
        raise NotPossible(too_large())
    kind = contents.kind_of(_bytes(file))
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


def _link(given: str) -> tuple[str, str]:
    """The link and its host. Raises NotPossible where it is not https, or carries a name or password."""
    link = one_line(given)
    try:
        ONLY_HTTPS(link)
        parts = urlsplit(link)
    except (ValidationError, ValueError):
        parts = None
    if parts is None or parts.username is not None or len(link) > 500:
        raise NotPossible(_("Write the whole address of a page, beginning with https://, without a password in it."))
    return link, parts.hostname or ""


def _bytes(file: File) -> BinaryIO:
    return file.file  # type: ignore[return-value]


def _key(evidence: Evidence) -> str:
    return f"scan:{evidence.pk}"
