from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.text.plain import one_line
from units.models import Person
from workflows.cases.attached.actions import (
    LONGEST_NAME,
    Changes,
    ask_to_scan,
    attached_change,
    settle,
    take_in,
    undone,
)
from workflows.cases.authors import add_author
from workflows.cases.moves import locked, note
from workflows.models import AttachedFile, Evidence, UnitReport
from workflows.models.states import HELD_BY_UNIT
from workflows.unit_reports.entries.actions import refuse_locked, set_files
from workflows.unit_reports.parts import FIELD, entry_of

ONLY_HTTPS = URLValidator(schemes=["https"])
MOST_IN_A_FIELD = 20  # files
Scan = Evidence.Scan


def attach_file(report: UnitReport, *, by: Person, part: str, file: File) -> Evidence:
    """The drafter attaches a file to an entry, while the report may be written (cases/attached/actions.py).

    Raises NotPossible, PermissionDenied.
    """
    return take_in(
        file,
        part,
        by=by,
        opened=lambda: _opened(report, part, by=by),
        keep=lambda row, values: _attach(row, by=by, part=part, **values),
    )


def attach_link(report: UnitReport, *, by: Person, part: str, link: str, name: str) -> Evidence:
    """The drafter attaches an https link, which nobody opens here; without a name it is called by its host."""
    link, host = _link(link)
    if part.startswith(FIELD):
        raise NotPossible(_("This field takes files. Attach the file itself."))
    with transaction.atomic():
        row = _opened(report, part, by=by)
        return _attach(row, by=by, part=part, name=one_line(name)[:LONGEST_NAME] or host, link=link)


def adopt(row: UnitReport, file: AttachedFile, *, by: Person) -> None:
    """Make a file that came with an answer evidence of its part, in a report that `by` writes and that is locked by the
    caller. Nothing happens where it is evidence there already, or held malware.
    """
    if file.scan == Scan.INFECTED or Evidence.objects.filter(report=row, part=file.part, sha256=file.sha256).exists():
        return
    refuse_locked(row, [file.part])
    same = {"name": file.name, "sha256": file.sha256, "kind": file.kind, "size": file.size, "scan": file.scan}
    _attach(row, by=by, part=file.part, **same)


def remove_evidence(evidence: Evidence, *, by: Person) -> UnitReport:
    """The drafter takes it away, while the report may be written. The trail keeps its name and SHA-256."""
    with transaction.atomic():
        row = _opened(evidence.report, evidence.part, by=by)
        deleted, _rows = Evidence.objects.filter(pk=evidence.pk).delete()
        if not deleted:
            raise NotPossible(_("This has been removed already."))
        note(
            row, "remove_evidence", by=by, changes=undone(_changes_of(evidence)) | _as_attached(row, evidence.part, by)
        )
        add_author(row, by)
        settle(evidence, by=by)
        return row


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
    if part.startswith(FIELD) and _files(row, part).count() >= MOST_IN_A_FIELD:
        raise NotPossible(_("A field takes at most %(most)d files. Remove one first.") % {"most": MOST_IN_A_FIELD})
    made = Evidence.objects.create(report=row, part=part, by=by, at=now(), **values)
    note(row, "attach_evidence", by=by, changes=_changes_of(made) | _as_attached(row, part, by))
    add_author(row, by)
    ask_to_scan(made)
    return made


def dropped(evidence: Evidence) -> Changes:
    """The file held malware and is deleted: it leaves its field while the unit still writes. Returns what changed."""
    report = evidence.report
    return _as_attached(report, evidence.part, None) if report.state in HELD_BY_UNIT else {}


def _as_attached(row: UnitReport, part: str, by: Person | None) -> Changes:
    """A field of files tells what is attached to it now; nothing follows for any other entry."""
    if not part.startswith(FIELD):
        return {}
    files = [list(file) for file in _files(row, part).values_list("name", "sha256")]
    return {name: change for name, change in set_files(row, part, files, by=by).items() if not name.endswith(".rows")}


def _files(row: UnitReport, part: str) -> QuerySet[Evidence]:
    return Evidence.objects.filter(report=row, part=part).exclude(scan=Scan.INFECTED).order_by("at", "id")


def _changes_of(row: Evidence) -> Changes:
    """What was attached, as the trail event records it."""
    if row.sha256:
        return attached_change(row.part, row.name, row.sha256)
    return {f"{row.part}.evidence": [None, row.name], f"{row.part}.link": [None, row.link]}


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
