"""Documents on their way to their recipients: how they stand, sending again, giving up, and what was taken by hand."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Router, Schema

from approvals.channels import actions as channels
from approvals.errors import NotPossible
from approvals.models import Dispatch, Incident
from approvals.outbox import actions as incidents
from approvals.outbox.querysets import incidents_to_close
from approvals.register.querysets import visible_documents
from workflows.api.callers import ACT, Call
from workflows.api.paging import Paging, page
from workflows.api.shapes import ID, Reason

router = Router(tags=[_("Dispatches")])


class DispatchOut(Schema):
    id: int = Field(description=ID)
    document: int = Field(description=_("The number of the document in the register"), alias="document_id")
    code: str = Field(description=_("Number and symbol"))
    recipient: str = Field(description=_("Whom it goes to"))
    where: str = Field(description=_("Where that is: ward, province or outside; blank where nobody has said"))
    channel: str = Field(description=_("By what channel; blank before the first try"))
    identity: str = Field(description=_("The same at each try: by it the receiver knows what comes twice"))
    standing: str = Field(description=_("queued, sent, delivered, received or refused"))
    requested_at: datetime = Field(description=_("When it was asked for"))
    sent_at: datetime | None = Field(description=_("When the channel said that it has it"))
    delivered_at: datetime | None = Field(description=_("When the recipient's system had it"))
    answered_at: datetime | None = Field(description=_("When the recipient answered"))
    answer_reference: str = Field(description=_("The number under which it was received there"))
    answer_reason: str = Field(description=_("Why it was refused"))

    @staticmethod
    def resolve_code(row: Dispatch) -> str:
        return row.document.code

    @staticmethod
    def resolve_where(row: Dispatch) -> str:
        return row.addressee.where if row.addressee else ""

    @staticmethod
    def resolve_channel(row: Dispatch) -> str:
        return row.channel.kind if row.channel else ""

    @staticmethod
    def resolve_identity(row: Dispatch) -> str:
        return str(row.identity or "")


class Dispatches(Schema):
    items: list[DispatchOut]
    next: str = Field(description=_("The cursor of the next page; blank on the last"))


class DispatchesAsked(Paging):
    document: int | None = Field(None, description=_("Only of this document"), ge=1, le=2**63 - 1)
    answer: str = Field("", description=_("Only those that were answered so: received or refused"))


class Handed(Schema):
    at: datetime = Field(description=_("When it was taken there"))
    how: str = Field(description=_("How: by whom, by what"), min_length=1, max_length=200)
    to_whom: str = Field(description=_("Who received it"), min_length=1, max_length=200)


@router.get("", response=Dispatches, operation_id="list_dispatches", summary=_("Dispatches, newest first"))
def dispatch_list(request: Call, asked: Query[DispatchesAsked]) -> dict[str, Any]:
    given = {"document": asked.document, "answer": asked.answer}
    return page(_visible(request).filter(**{name: value for name, value in given.items() if value}), asked)


@router.get("/{int:dispatch}", response=DispatchOut, operation_id="dispatch", summary=_("A dispatch"))
def dispatch(request: Call, dispatch: int) -> Any:
    return _found(request, dispatch)


@router.post(
    "/{int:dispatch}/resend",
    response=DispatchOut,
    auth=ACT,
    operation_id="resend_dispatch",
    summary=_("Try again what could not be sent, under the same identity"),
)
def resend(request: Call, dispatch: int) -> Any:
    incidents.retry_incident(_incident(request, dispatch), by=request.user)
    return _found(request, dispatch)


@router.post(
    "/{int:dispatch}/give-up",
    response=DispatchOut,
    auth=ACT,
    operation_id="give_up_dispatch",
    summary=_("Give up what could not be sent"),
)
def give_up(request: Call, dispatch: int, given: Reason) -> Any:
    incidents.skip_incident(_incident(request, dispatch), by=request.user, reason=given.reason)
    return _found(request, dispatch)


@router.post(
    "/{int:dispatch}/by-hand",
    response=DispatchOut,
    auth=ACT,
    operation_id="record_dispatch_by_hand",
    summary=_("Record that it was taken there by hand"),
)
def by_hand(request: Call, dispatch: int, given: Handed) -> Any:
    row = _found(request, dispatch)
    if given.at.tzinfo is None:
        raise NotPossible(gettext("Write the time with its offset: 2026-11-03T16:42:00+07:00."))
    channels.record_by_hand(row, by=request.user, at=given.at, how=given.how, to_whom=given.to_whom)
    return _found(request, dispatch)


def _visible(request: HttpRequest) -> Any:
    documents = visible_documents(request.user).values("pk")
    return Dispatch.objects.filter(document__in=documents).select_related("document", "channel", "addressee")


def _found(request: HttpRequest, dispatch: int) -> Dispatch:
    return get_object_or_404(_visible(request), pk=dispatch)


def _incident(request: HttpRequest, dispatch: int) -> Incident:
    """The open incident of a dispatch. Raises NotPossible where nothing of it has failed, or it is not theirs."""
    row = _found(request, dispatch)
    found = incidents_to_close(request.user).filter(message__key=f"dispatch-{row.pk}")
    incident = found.select_related("message").first()
    if incident is None:
        raise NotPossible(gettext("Nothing of this sending waits to be decided: look at how it stands."))
    return incident
