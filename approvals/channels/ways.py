"""A channel's row as its module uses it, and which of a recipient's channels a try goes by."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from approvals.models import Channel, Dispatch

from . import secrets
from .kinds import KINDS
from .seam import Module, NotTaken, Way

TRIES_EACH = 2  # of a channel, before the next in order takes over
FOLDER = Channel(kind=Channel.Kind.FOLDER)  # for recipients that nobody has set up: the outgoing folder itself


def module_of(channel: Channel) -> Module:
    return KINDS[channel.kind]


def way_of(channel: Channel, name: str, organ_id: str = "") -> Way:
    """Raises NotTaken where its secrets can no longer be opened."""
    return Way(name, organ_id, channel.address, secrets.opened(bytes(channel.sealed)))


def way_to(dispatch: Dispatch, channel: Channel) -> Way:
    return way_of(channel, dispatch.recipient, dispatch.addressee.organ_id if dispatch.addressee else "")


def channel_for(dispatch: Dispatch, number: int) -> Channel:
    """What try `number`, counted from 1, goes by. What the document may have gone by already is stayed with.

    Raises NotTaken where its recipient has no channel any more.
    """
    if dispatch.addressee is None:
        return FOLDER
    if dispatch.channel and not dispatch.channel.ended_at:
        return dispatch.channel
    channels = in_use(dispatch)
    if not channels:
        raise NotTaken(_("This recipient has no channel any more. The administrator gives it one."))
    return channels[min((number - 1) // TRIES_EACH, len(channels) - 1)]


def in_use(dispatch: Dispatch) -> Sequence[Channel]:
    """The channels of its recipient in order; none where nobody has set one up."""
    return list(dispatch.addressee.channels.filter(ended_at=None)) if dispatch.addressee else []


def gone_by(dispatch: Dispatch) -> Channel:
    """What a dispatch that has begun went by."""
    return dispatch.channel or FOLDER


def recalled_by(dispatch: Dispatch) -> Channel:
    """What the recall of a dispatch goes by: what it went by. The secrets of a channel that has ended are thrown away:
    then by another of its recipient's, of the same kind before any other. Raises NotTaken where there is none.
    """
    gone = gone_by(dispatch)
    if not gone.ended_at:
        return gone
    others = sorted(in_use(dispatch), key=lambda channel: channel.kind != gone.kind)
    if not others:
        sentence = _("The channel that %(recipient)s got it by is used no more, and there is no other to recall it by.")
        raise NotTaken(sentence % {"recipient": dispatch.recipient})
    return others[0]
