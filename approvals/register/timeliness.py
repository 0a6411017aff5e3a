"""Who is late with a document that is due somewhere: the ward, the line or the receiver, from what was noted of it."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from approvals.clock import ZONE, now
from approvals.models import Channel, Dispatch
from approvals.registry import Text


class Late(StrEnum):
    NOBODY = "nobody"
    WARD = "ward"
    LINE = "line"
    RECEIVER = "receiver"


WORDS: dict[Late, Text] = {
    Late.NOBODY: pgettext_lazy("dispatch", "In time"),
    Late.WARD: gettext_lazy("Late: by the ward"),
    Late.LINE: gettext_lazy("Late: on the line"),
    Late.RECEIVER: gettext_lazy("Late: at the receiver"),
}


class Timeliness(NamedTuple):
    late: Late
    words: str
    why: str


def of(sent: Dispatch) -> Timeliness | None:
    """None where it was due on no day, or nothing is late yet and nothing has come. Of dispatches with their channel.

    In time is what the ward sent before the due time, whatever the line and the receiver took after it: they are named.
    """
    if sent.due_at is None:
        return None
    late = _who(sent, sent.due_at)
    return Timeliness(late, str(WORDS[late]), _why(sent, sent.due_at)) if late else None


def _who(sent: Dispatch, due: datetime) -> Late | None:
    at = now()
    if sent.requested_at >= due:
        return Late.WARD
    if (sent.sent_at or at) >= due:
        return Late.WARD if sent.channel and sent.channel.kind == Channel.Kind.BY_HAND else Late.LINE
    if sent.delivered_at and sent.delivered_at >= due:
        return Late.LINE
    if sent.answered_at:
        return Late.RECEIVER if sent.answered_at >= due else Late.NOBODY
    return Late.RECEIVER if at >= due and sent.sent_at else None


def _why(sent: Dispatch, due: datetime) -> str:
    """The times that say it, as they were noted: "due 10/05 00:00, sent 09/05 16:42, received 10/05 08:03"."""
    known = (
        (_("due before %(time)s"), due),
        (_("asked to be sent %(time)s"), sent.requested_at),
        (_("sent %(time)s"), sent.sent_at),
        (_("arrived there %(time)s"), sent.delivered_at),
        (_("answered %(time)s"), sent.answered_at),
    )
    return ", ".join(words % {"time": _told(at)} for words, at in known if at)


def _told(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%d/%m/%Y %H:%M}"
