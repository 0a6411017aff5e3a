"""The kinds of channel, each a module with the four functions of `approvals.channels.seam.Module`."""

from approvals.channels.seam import Module
from approvals.models import Channel

from . import by_hand, folder, mail, sftp, vxp

KINDS: dict[str, Module] = {
    Channel.Kind.VXP: vxp,
    Channel.Kind.SFTP: sftp,
    Channel.Kind.MAIL: mail,
    Channel.Kind.FOLDER: folder,
    Channel.Kind.BY_HAND: by_hand,
}
