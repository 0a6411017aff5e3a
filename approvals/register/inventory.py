"""The files that should lie in the folders, by the rows that name them. What is missing or changed is an incident."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.files import store as files
from approvals.models import (
    Arrival,
    Channel,
    Dispatch,
    DispatchLine,
    Incident,
    OutboxMessage,
    Rendition,
    Signature,
    TrailEvent,
)
from approvals.outbox import queue as outbox
from approvals.trail import words

from .attached import still_attached
from .dispatch import metadata, outgoing_folder, outgoing_name

SHARES = 24  # a file is hashed once a day by what runs each hour


@dataclass(frozen=True)
class DocumentFile:
    """A file of a document: where it lies and what its SHA-256 is, empty where none was noted; `scope` misses it."""

    path: Path
    sha256: str
    scope: int

    @property
    def key(self) -> str:
        return f"file:{self.path.name}"

    def fault(self, *, thorough: bool = True) -> str:
        """ "missing", "changed" or nothing; without `thorough` it is only looked for."""
        if thorough:
            return files.fault(self.path, self.sha256)
        return "" if self.path.is_file() else "missing"


def pdf(rendition: Rendition) -> DocumentFile:
    return DocumentFile(files.pdf_path(rendition.sha256), rendition.sha256, rendition.scope)


def beside(rendition: Rendition, ending: str) -> DocumentFile | None:
    """A file beside the PDF, by what its name has behind the PDF's; None where none was kept.

    Of renditions of before these digests were noted, `reconcile` notes them.
    """
    path = files.pdf_path(rendition.sha256).with_name(f"{rendition.sha256}{ending}")
    if ending not in rendition.beside and (rendition.beside or not path.is_file()):
        return None
    return DocumentFile(path, rendition.beside.get(ending, ""), rendition.scope)


def opened(item: DocumentFile) -> BinaryIO:
    """The file for whoever asked for it. Opens an incident and raises NotPossible where it is missing or changed."""
    try:
        return files.opened(item.path, item.sha256) if item.sha256 else item.path.open("rb")
    except files.FileFault as found:
        tell_of(item, found.fault)
        raise NotPossible(not_handed_out(found.fault)) from found


def not_handed_out(fault: str) -> str:
    """Why a file is not handed out, for whoever asked for it."""
    if fault == "missing":
        return _("The file is missing here. The administrators see it among the incidents.")
    return _(
        "The file here is not the one that was kept: it was changed on the disk, and is handed to nobody. The "
        "administrators see it among the incidents."
    )


def items() -> Iterator[DocumentFile]:
    """Every file of documents: the renditions with what is beside them, the files that people signed, and what came
    from others.
    """
    yield from receipts()
    yield from arrived()
    for row in Rendition.objects.order_by("pk").iterator():
        yield pdf(row)
        for ending in row.beside:
            if item := beside(row, ending):
                yield item
    finals = Rendition.objects.values("sha256")
    for sha256, scope in Signature.objects.exclude(after__in=finals).values_list("after", "scope"):
        yield DocumentFile(files.pdf_path(sha256), sha256, scope)


def sent(*, thorough: bool = True, waiting: Collection[str] = ()) -> Iterator[tuple[Dispatch, str]]:
    """What was written out for recipients and not recalled, with what is wrong with its files in OUTGOING_DIR.

    Without `thorough` those alone are read through whose hour it is, or whose incident is among `waiting`.
    """
    finals = {(row.subject_kind, row.subject_id): row for row in Rendition.objects.filter(final=True)}
    by_folder = Q(channel=None) | Q(channel__kind=Channel.Kind.FOLDER)
    written = Dispatch.objects.exclude(sent_at=None).filter(by_folder, document__recalled_at=None)
    for dispatch in written.select_related("document__replaces", "channel"):
        rendition = finals.get((dispatch.document.subject_kind, dispatch.document.subject_id))
        if rendition:
            name, sha256 = outgoing_name(dispatch), rendition.sha256
            folder = outgoing_folder(dispatch)
            copy = DocumentFile(folder / f"{name}.pdf", sha256, rendition.scope)
            fault = copy.fault(thorough=thorough or is_due(sha256) or sent_key(dispatch) in waiting)
            yield dispatch, fault or _fault_of_metadata(folder / f"{name}.json", dispatch, rendition)


def receipts() -> Iterator[DocumentFile]:
    """The scans of receipts of what was taken somewhere by hand."""
    scans = DispatchLine.objects.exclude(file="").values_list("file", "dispatch__document__scope")
    for sha256, scope in scans:
        yield DocumentFile(files.stored_path(sha256), sha256, scope)


def sent_key(dispatch: Dispatch) -> str:
    """The key of the incident of what was sent by it."""
    return f"outgoing-{dispatch.pk}"


def _fault_of_metadata(path: Path, dispatch: Dispatch, rendition: Rendition) -> str:
    """What an earlier release did not write yet is not asked for."""
    try:
        written = json.loads(path.read_bytes())
    except FileNotFoundError:
        return "missing"
    except ValueError:
        return "changed"
    wanted = metadata(dispatch, dispatch.document, rendition)
    whole = isinstance(written, dict) and written.get("sha256") == rendition.sha256
    return "" if whole and all(written[name] == wanted[name] for name in wanted if name in written) else "changed"


def arrived() -> Iterator[DocumentFile]:
    """The files that other organs sent: the documents, and what lies beside them."""
    for kept, scope in Arrival.objects.order_by("pk").values_list("files", "scope").iterator():
        for each in kept:
            yield DocumentFile(files.stored_path(each["sha256"]), each["sha256"], scope)


def attached() -> Iterator[DocumentFile]:
    """The files that are still attached, as the trail tells it."""
    events = TrailEvent.objects.filter(action__in=[*words.attaching(), *words.bringing()]).order_by("pk")
    for piece in still_attached(events.iterator()):
        if piece.sha256:
            yield DocumentFile(files.stored_path(piece.sha256), piece.sha256, 0)


def faults() -> Iterator[str]:
    """Everything that is missing or changed, read through and told by file names."""
    for item in (*items(), *attached()):
        if fault := item.fault():
            yield f"{item.path.name}: {fault}"
    for dispatch, fault in sent():
        if fault:
            yield f"{outgoing_name(dispatch)}: {fault}"


def tell(topic: str, key: str, what: str, *, scope: int, **payload: Any) -> None:
    """Open an incident, anew where an earlier one was closed since it had been set right. What was skipped stays so."""
    if Incident.objects.filter(message__key=key, state=Incident.State.SKIPPED).exists():
        return
    closed = OutboxMessage.objects.filter(key=key).exclude(done_at=None)
    closed.update(done_at=None, parked=True, lease=None, leased_until=None, tries=0)
    outbox.fail(topic, key, what, scope=scope, **payload)


def tell_of(item: DocumentFile, fault: str) -> None:
    tell("file", item.key, f"{item.path.name}: {fault}", scope=item.scope, name=item.path.name, sha256=item.sha256)


def open_keys(topic: str) -> set[str]:
    """The incidents of a topic that wait to be set right."""
    return set(OutboxMessage.objects.filter(topic=topic, done_at=None).values_list("key", flat=True))


def is_due(sha256: str) -> bool:
    """Whether it is this file's hour to be read through."""
    return int(sha256[:2] or "0", 16) % SHARES == now().hour


def look_again(message: OutboxMessage) -> None:
    """Outbox handler for `file`: done once the file is as it was kept. Raises FileFault."""
    payload: Mapping[str, str] = message.payload
    name, sha256 = payload["name"], payload["sha256"]
    path = files.stored_path(sha256) if name == sha256 else settings.DOCUMENTS_DIR / name[:2] / name
    files.opened(path, sha256).close()
