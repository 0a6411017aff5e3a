"""The kinds of channel, each a module with the four functions of `approvals.channels.seam.Module`."""

from approvals.channels.seam import Module
from approvals.models import Channel
from approvals.registry import Registry

from . import by_hand, folder, mail, sftp, vxp

KINDS: Registry[Module] = Registry()  # rooms above add theirs
TYPED: dict[str, Module] = {  # those whose address an administrator types
    Channel.Kind.VXP.value: vxp,
    Channel.Kind.SFTP.value: sftp,
    Channel.Kind.MAIL.value: mail,
    Channel.Kind.FOLDER.value: folder,
    Channel.Kind.BY_HAND.value: by_hand,
}
KINDS.add(TYPED)
