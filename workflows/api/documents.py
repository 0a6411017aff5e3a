"""The register of issued documents, and the trail with its chain of hashes."""

from datetime import date, datetime
from typing import Any

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Router, Schema

from approvals.errors import NotPossible
from approvals.register.downloads import final_rendition, pdf_file
from approvals.register.querysets import matching, visible_documents
from approvals.trail import checkpoints
from approvals.trail.querysets import sought, visible_events

from .callers import Call
from .paging import Paging, page
from .shapes import ID

router = Router(tags=[_("Documents and trail")])


PDF = {
    "description": _("The file"),
    "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
}


class DocumentOut(Schema):
    id: int = Field(description=ID)
    code: str = Field(description=_("Number and symbol"))
    abstract: str = Field(description=_("What it is about"))
    issued_on: date | None = Field(description=_("The day on which it was issued"))
    signer: str = Field(description=_("Who signed it"))
    state: str = Field(description=_("Its state, as the glossary names it"))
    recalled_at: datetime | None = Field(description=_("When it was recalled"))


class DocumentsAsked(Paging):
    words: str = Field("", description=_("Only those whose number, abstract, period or signer hold these words"))


class EventsAsked(Paging):
    action: str = Field("", description=_("Only this action"))
    subject: str = Field("", description=_("Only of one subject: unitreport:17"), pattern="^([a-z]+:[0-9]{1,18})?$")


class Documents(Schema):
    items: list[DocumentOut]
    next: str = Field(description=_("The cursor of the next page; blank on the last"))


class EventOut(Schema):
    id: int = Field(description=ID)
    subject_kind: str = Field(description=_("The type of what it happened to"))
    subject_id: int = Field(description=_("The number of what it happened to"))
    seq: int = Field(description=_("Its place in the chain of its subject, from 1"))
    at: datetime = Field(description=_("When it happened"))
    actor_name: str = Field(description=_("Who acted; blank for the system"))
    action: str = Field(description=_("What was done"))
    source: str = Field(description=_("The state before"))
    target: str = Field(description=_("The state after"))
    reason: str = Field(description=_("The reason that was given"))
    changes: dict[str, Any] = Field(description=_("What changed: before and after, by name"))
    previous: str = Field(description=_("The hash of the event before on the same subject; blank on the first"))
    hash: str = Field(description=_("SHA-256 of the event's canonical form and of the hash before"))


class Events(Schema):
    items: list[EventOut]
    next: str = Field(description=_("The cursor of the next page; blank on the last"))


class ProofOut(Schema):
    root: str = Field(
        description=_("The root of the checkpoint: of the Merkle tree (RFC 6962) over the whole trail then")
    )
    size: int = Field(description=_("How many events the checkpoint holds"))
    made_at: datetime = Field(description=_("When the checkpoint was made"))
    place: int = Field(description=_("The place of the event among them, from 0"))
    path: list[str] = Field(description=_("The audit path: with the hash of the event it leads to the root"))


@router.get("/documents", response=Documents, operation_id="list_documents", summary=_("Documents of the register"))
def documents(request: Call, asked: Query[DocumentsAsked]) -> dict[str, Any]:
    return page(matching(visible_documents(request.user), asked.words), asked)


@router.get("/documents/{int:document}", response=DocumentOut, operation_id="document", summary=_("A document"))
def document(request: Call, document: int) -> Any:
    return get_object_or_404(visible_documents(request.user), pk=document)


@router.get(
    "/documents/{int:document}/file",
    operation_id="document_file",
    summary=_("The issued document as it was signed, a PDF"),
    openapi_extra={"responses": {200: PDF}},
)
def document_file(request: Call, document: int) -> FileResponse:
    row = get_object_or_404(visible_documents(request.user), pk=document)
    return pdf_file(final_rendition(row), row.code)


@router.get("/trail", response=Events, operation_id="list_trail", summary=_("The trail, newest first"))
def trail(request: Call, asked: Query[EventsAsked]) -> dict[str, Any]:
    return page(sought(visible_events(request.user), action=asked.action, subject=asked.subject), asked)


@router.get(
    "/trail/{int:event}/proof",
    response=ProofOut,
    operation_id="proof_of_event",
    summary=_("What proves that an event is in the newest checkpoint of the trail"),
)
def proof(request: Call, event: int) -> dict[str, Any]:
    row = get_object_or_404(visible_events(request.user), pk=event)
    held = checkpoints.newest()
    if held is None or held.last_event < row.pk:
        raise NotPossible(gettext("No checkpoint holds this event yet. One is made every ten minutes: ask again then."))
    place, path = checkpoints.prove_all([row.pk], held, []).events[row.pk]
    shown = {"root": held.root, "size": held.size, "made_at": held.made_at}
    return {**shown, "place": place, "path": [each.hex() for each in path]}
