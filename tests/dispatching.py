"""Documents sent to recipients by name, and handed over to their channels."""

from typing import Any

from approvals.channels import actions as channels
from approvals.channels import delivery
from approvals.models import Dispatch, Document, OutboxMessage


def sent_to(document: Document, name: str, *, by: Any) -> Dispatch:
    """A dispatch that is asked for, and not handed over yet."""
    channels.dispatch(Document.objects.get(pk=document.pk), channels.addressed(document.scope, [name]), by=by)
    return document.dispatches.get(recipient=name)


def hand_over(dispatch: Dispatch, *, number: int = 1) -> Dispatch:
    """What the outbox does at try `number`."""
    delivery.deliver(OutboxMessage(topic="dispatch", payload={"dispatch": dispatch.pk}, tries=number))
    dispatch.refresh_from_db()
    return dispatch
