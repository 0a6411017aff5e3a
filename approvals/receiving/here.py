"""The channel to a scope of this installation (docs/decisions/0125): the same messages, read as if they came over a
network, and the same answers. It is made by a one-use code (sending.py), never typed.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.channels import letters
from approvals.channels.seam import MOST_ANSWERS, Answer, Field, NotTaken, Outcome, Parcel, RecallNotice, Way
from approvals.edxml import reading
from approvals.edxml.messages import Letter, Status
from approvals.edxml.reading import MessageRefused
from approvals.edxml.schema import SchemaFault, validated
from approvals.errors import NotPossible
from approvals.models import ArrivalStatus, MessageKey, Sender

from . import actions

FIELDS: tuple[Field, ...] = (Field("organ", gettext_lazy("Own organ identifier")), Field("sender", ""))


def check(way: Way) -> None:
    """Whether the other side still takes documents."""
    _sender(way)


def send(way: Way, parcel: Parcel) -> Outcome:
    """What was taken before under this identity is taken once."""
    _take_in(way, letters.new(way, parcel))
    return Outcome.SENT


def recall(way: Way, notice: RecallNotice) -> None:
    _take_in(way, letters.recall(way, notice))


def answers(way: Way) -> Iterable[Answer]:
    """The statuses that wait. Each counts as taken once whoever asked for it has gone on to the next."""
    sender = _sender(way)
    own = MessageKey.objects.get(scope=sender.scope)
    waiting = ArrivalStatus.objects.filter(arrival__sender=sender, taken_at=None).select_related("arrival")
    for status in waiting.order_by("at", "pk")[:MOST_ANSWERS]:
        yield Answer(
            identity=status.arrival.identity,
            code=status.code,
            at=status.at,
            token=str(status.token),
            organ_id=own.organ_id,
            reference=status.text if status.code == Status.RECEIVED else "",
            reason=status.text,
        )
        actions.note_taken(status)


def _sender(way: Way) -> Sender:
    """Raises NotTaken where the other side takes nothing from here any more."""
    found = Sender.objects.filter(pk=int(way.address["sender"]), ended_at=None, origin__isnull=False).first()
    if found is None or found.organ_id != way.address["organ"]:
        sentence = _("%(recipient)s takes nothing from here any more. Ask its people for a one-use code.")
        raise NotTaken(sentence % {"recipient": way.recipient})
    return found


def _take_in(way: Way, message: bytes) -> None:
    sender = _sender(way)
    try:
        letter = reading.message_of(validated(reading.tree_of(message)))
        if isinstance(letter, Letter):
            actions.take_in(sender, letter)
    except (MessageRefused, SchemaFault, NotPossible) as refusal:
        sentence = _("%(recipient)s refused it: %(reason)s")
        raise NotTaken(sentence % {"recipient": way.recipient, "reason": refusal}) from refusal
