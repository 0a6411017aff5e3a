"""Outbox handlers that hand documents over to channels, and ask these what came back."""

from django.db import transaction
from django.db.models.functions import Coalesce

from approvals.clock import now
from approvals.models import Channel, Dispatch, DispatchLine, Document, OutboxMessage
from approvals.outbox import queue as outbox
from approvals.statements import lock
from approvals.text.plain import plain_lines

from . import answers, parcels, ways
from .querysets import waiting_channels
from .seam import NotTaken, Outcome, Parcel, Unclear

HELD = ("document__replaces", "addressee", "channel__recipient")


def deliver(message: OutboxMessage) -> None:
    """Outbox handler for `dispatch`: hands the document over to a channel of its recipient. Idempotent: what a channel
    has taken is handed over no more, and what it may have taken bears the same identity again.

    A document that was recalled meanwhile goes nowhere; one that is recalled after this began is followed by its
    recall. Raises what `parcels.parcel_of` raises, NotTaken and Unclear: the outbox tries again.
    """
    dispatch = Dispatch.objects.select_related(*HELD).get(pk=message.payload["dispatch"])
    if dispatch.document.recalled_at or dispatch.sent_at:
        return
    parcel = parcels.parcel_of(dispatch)
    channel = ways.channel_for(dispatch, message.tries)
    if not _begin(dispatch, channel):
        return
    standing = _note_sent(dispatch, channel, _handed_over(dispatch, channel, parcel))
    outbox.work_at_once(answers.key_of(dispatch, standing))


def write_again(message: OutboxMessage) -> None:
    """Outbox handler for `outgoing`: puts into its folder anew what is missing or changed there."""
    dispatch = Dispatch.objects.select_related(*HELD).get(pk=message.payload["dispatch"])
    if not dispatch.document.recalled_at:
        channel = ways.gone_by(dispatch)
        ways.module_of(channel).send(ways.way_to(dispatch, channel), parcels.parcel_of(dispatch))


def _begin(dispatch: Dispatch, channel: Channel) -> bool:
    """Note that the dispatch may have gone from now on, and by what. False where its document is recalled: one comes
    first.

    The lock is that of a recall, and is not held while it is handed over.
    """
    with transaction.atomic():
        if lock(Document, dispatch.document_id).recalled_at:
            return False
        begun = {} if channel.kind == Channel.Kind.BY_HAND else {"begun_at": Coalesce("begun_at", now())}
        Dispatch.objects.filter(pk=dispatch.pk).update(channel=channel if channel.pk else None, **begun)
        return True


def _handed_over(dispatch: Dispatch, channel: Channel, parcel: Parcel) -> Outcome:
    """Hand the parcel to the channel. A failure is noted as a line of the dispatch, then raised to the outbox."""
    try:
        return ways.module_of(channel).send(ways.way_to(dispatch, channel), parcel)
    except (NotTaken, Unclear) as fault:
        with transaction.atomic():
            if isinstance(fault, NotTaken) and dispatch.channel is None:  # nor was it before
                Dispatch.objects.filter(pk=dispatch.pk).update(channel=None, begun_at=None)
            line = {"what": DispatchLine.What.FAILED, "text": plain_lines(str(fault)), "at": now()}
            DispatchLine.objects.create(dispatch=dispatch, channel=channel if channel.pk else None, **line)
        raise


@transaction.atomic
def _note_sent(dispatch: Dispatch, channel: Channel, outcome: Outcome) -> str:
    """What the channel said. One that waits for a person is sent once they say so. Returns how the dispatch stands."""
    if outcome == Outcome.WAITS:
        return dispatch.standing
    row = lock(Dispatch, dispatch.pk)
    if row.sent_at:
        return row.standing
    row.sent_at = now()
    row.delivered_at = row.sent_at if outcome == Outcome.DELIVERED else row.delivered_at
    row.save(update_fields=["sent_at", "delivered_at"])
    line = {"what": DispatchLine.What.SENT, "at": row.sent_at}
    DispatchLine.objects.create(dispatch=row, channel=channel if channel.pk else None, **line)
    answers.announce(row)
    return row.standing


class BeingWritten(Exception):
    """The dispatch that is to be recalled is still on its way out: the outbox tries again."""


def recall(message: OutboxMessage) -> None:
    """Outbox handler for `recall`: asks the recipient of a dispatch to delete the document and to confirm it; nobody
    where no channel has taken it.

    Raises BeingWritten until the handler of the dispatch is done, so that no document follows its own recall.
    """
    dispatch = Dispatch.objects.select_related(*HELD).get(pk=message.payload["dispatch"])
    if OutboxMessage.objects.filter(key=f"dispatch-{dispatch.pk}", done_at=None, parked=False).exists():
        raise BeingWritten(dispatch)
    if dispatch.begun_at is None:
        return
    channel = ways.recalled_by(dispatch)
    ways.module_of(channel).recall(ways.way_to(dispatch, channel), parcels.notice_of(dispatch))


def ask_channels() -> None:
    """Have each exchange asked that may have something to tell. One that is being asked is left alone."""
    for channel in waiting_channels():
        outbox.put_again("answers", f"answers-{channel.pk}", scope=channel.recipient.scope, channel=channel.pk)


def ask(message: OutboxMessage) -> None:
    """Outbox handler for `answers`: what the receiver at the other end of a channel tells. Idempotent."""
    channel = Channel.objects.select_related("recipient").get(pk=message.payload["channel"])
    recipient = channel.recipient
    way = ways.way_of(channel, recipient.name, recipient.organ_id)
    for answer in ways.module_of(channel).answers(way):
        answers.take_in(answer, channel)


def attempt(message: OutboxMessage) -> None:
    """Outbox handler for `try_channel`: "Gửi thử", and what came of it. A failure is told on the page of channels."""
    channel = Channel.objects.select_related("recipient").get(pk=message.payload["channel"])
    recipient, fault = channel.recipient, ""
    try:
        ways.module_of(channel).check(ways.way_of(channel, recipient.name, recipient.organ_id))
    except (NotTaken, Unclear) as found:
        fault = plain_lines(str(found))
    Channel.objects.filter(pk=channel.pk).update(tried_at=now(), tried_fault=fault)
