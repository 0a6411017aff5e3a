"""What goes to a recipient, read from where it is kept."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from approvals.clock import ZONE
from approvals.errors import NotPossible
from approvals.files import contents
from approvals.files import store as files
from approvals.models import Dispatch, Rendition
from approvals.register.dispatch import metadata, outgoing_name

from .seam import Enclosure, NotTaken, Parcel, RecallNotice


def parcel_of(dispatch: Dispatch) -> Parcel:
    """Raises Rendition.DoesNotExist while the numbered PDF is not rendered yet, and FileFault where a file is missing
    or changed.
    """
    document = dispatch.document
    rendition = _renditions(dispatch).get()
    return Parcel(
        identity=identity_of(dispatch),
        name=outgoing_name(dispatch),
        code=document.code,
        abstract=document.abstract,
        facts=metadata(dispatch, document, rendition),
        letter=_letter(rendition),
        pdf=files.content(files.pdf_path(rendition.sha256), rendition.sha256),
        enclosures=(*(_enclosure(place, each) for place, each in enumerate(dispatch.files, 1)), *_shared(dispatch)),
        replaces=_replaced(dispatch),
        again=dispatch.begun_at is not None,
    )


def _replaced(dispatch: Dispatch) -> str:
    """By what its recipient knows the document in whose place this one is sent; blank where it got none."""
    if dispatch.document.replaces_id is None:
        return ""
    earlier = Dispatch.objects.filter(document=dispatch.document.replaces_id, recipient=dispatch.recipient)
    found = earlier.exclude(begun_at=None).order_by("-pk").first()
    return identity_of(found) if found else ""


def notice_of(dispatch: Dispatch) -> RecallNotice:
    """Why, and that it is to be deleted."""
    line = dispatch.document
    facts = {
        "recalls": dispatch.pk,
        "recipient": dispatch.recipient,
        "code": line.code,
        "issued_on": line.issued_on.isoformat(),
        "recalled_at": line.recalled_at.astimezone(ZONE).isoformat() if line.recalled_at else None,
        "reason": line.reason,
    }
    rendition = _renditions(dispatch).first()
    letter = {**_letter(rendition), **metadata(dispatch, line, rendition)} if rendition else {}
    return RecallNotice(identity_of(dispatch), outgoing_name(dispatch), line.code, facts, letter)


def identity_of(dispatch: Dispatch) -> str:
    """By what the recipient knows it; of dispatches of earlier releases their number."""
    return str(dispatch.identity or dispatch.pk)


def _renditions(dispatch: Dispatch) -> QuerySet[Rendition]:
    """The numbered PDF, once it is rendered."""
    line = dispatch.document
    return Rendition.objects.filter(subject_kind=line.subject_kind, subject_id=line.subject_id, final=True)


def _letter(rendition: Rendition) -> dict[str, Any]:
    """What the case tells of it; nothing of documents of releases that did not keep it."""
    path, sha256 = files.content_path(rendition.sha256), rendition.beside.get("-content.json", "")
    if not sha256:
        return {}
    letter: dict[str, Any] = import_string(settings.APPROVALS_LETTER)(files.content(path, sha256))
    return letter


def _shared(dispatch: Dispatch) -> list[Enclosure]:
    """What the case shares with its recipient beside the document: named by the setting APPROVALS_SHARED. Raises
    NotTaken where it cannot be made.
    """
    if dispatch.addressee is None or not dispatch.addressee.shares:
        return []
    shared = import_string(settings.APPROVALS_SHARED)
    try:
        files: dict[str, bytes] = shared(dispatch.document, dispatch.addressee.shares)
    except NotPossible as fault:
        raise NotTaken(fault.message) from fault
    kinds = {"json": "application/json", "xml": "application/xml"}
    return [Enclosure(name, kinds[name.rpartition(".")[2]], content) for name, content in files.items()]


def _enclosure(place: int, file: dict[str, str]) -> Enclosure:
    """Its name begins with its place, so that no two are one file, whatever they were called."""
    content = files.content(files.stored_path(file["sha256"]), file["sha256"])
    name = "".join("-" if sign in '/\\:*?"<>|' else sign for sign in file["name"])
    return Enclosure(f"{place:02d}-{name}", contents.TYPES.get(file["kind"], "application/octet-stream"), content)
