"""The sending end of a pairing: a recipient gets a channel to its own installation of this product."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.channels import actions as channels
from approvals.channels.kinds import vxp
from approvals.channels.names import is_organ_id
from approvals.channels.seam import NotTaken, Unclear
from approvals.errors import NotPossible
from approvals.models import Channel, MessageKey, Recipient
from approvals.scopes import Right, scopes

from . import keys, pairing


def pair_with(recipient: Recipient, *, by: Any, url: str, code: str, organ: str) -> Channel:
    """Exchange certificates with the recipient's installation by the one-use code that its people gave, and add the
    channel. `url` is that of its exchange, `organ` the own identifier. Raises NotPossible, PermissionDenied.
    """
    if recipient.scope not in set(scopes(by, Right.KEEP_CHANNELS)):
        raise PermissionDenied
    own = keys.made(organ)
    try:
        answer = vxp.pair(url, {"code": code, "organ": organ, "certificate": own.certificate})
        peer, other = keys.alone(answer["certificate"]), answer["organ"]
    except (NotTaken, Unclear) as fault:
        raise NotPossible(str(fault)) from fault
    except ValueError as error:
        raise NotPossible(_("The other side answered with something that is no certificate.")) from error
    if not is_organ_id(other):
        raise NotPossible(_("The other side answered with something that is no organ identifier."))
    _name(recipient, other, by)
    values = {"url": url, "organ": organ, "certificate": own.certificate, "peer": peer}
    secret = {"token": answer["token"], "signing_secret": own.key}
    return channels.add_channel(recipient, Channel.Kind.VXP, by=by, values=values | secret)


@transaction.atomic
def pair_here(recipient: Recipient, *, by: Any, code: str, organ: str) -> Channel:
    """The same with a recipient that works in this installation: nothing goes over a network."""
    if recipient.scope not in set(scopes(by, Right.KEEP_CHANNELS)):
        raise PermissionDenied
    sender = pairing.join(code, organ_id=organ, origin=recipient.scope)
    _name(recipient, MessageKey.objects.get(scope=sender.scope).organ_id, by)
    return channels.add_channel(recipient, Channel.Kind.HERE, by=by, values={"organ": organ, "sender": str(sender.pk)})


def _name(recipient: Recipient, organ: str, by: Any) -> None:
    """Note the other side's identifier. Raises NotPossible where the recipient is known under another."""
    if recipient.organ_id and recipient.organ_id != organ:
        sentence = _("The other side is %(organ)s, not %(recipient)s. Ask for the code of the right organ.")
        raise NotPossible(sentence % {"organ": organ, "recipient": recipient})
    if not recipient.organ_id:
        name, leads = recipient.name, recipient.leads
        channels.change_recipient(recipient, by=by, name=name, organ_id=organ, leads=leads)
