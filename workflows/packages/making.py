"""The packages of a ward's report, signed by the ward's key for messages."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.errors import NotPossible
from approvals.models import Channel, MessageKey
from approvals.receiving import keys
from workflows.models import WardReport

from . import writing
from .rows import ROWS
from .table import PACKAGES

SENT = (4, 6, 7, 8, 9)  # beside a report: its figures, texts and state, and what explains their codes


def files_of(report: WardReport, numbers: Iterable[int] = SENT) -> dict[str, bytes]:
    """By name, in Vietnamese. Raises NotPossible where the ward's own organ identifier is not known."""
    own = key_of(report)
    pair = keys.opened(own)
    with override("vi"):
        made = {
            PACKAGES[number].file: writing.package(
                PACKAGES[number], ROWS[number](report), organ_id=own.organ_id, name=report.ward.name
            )
            for number in numbers
        }
    return {name: writing.signed(tree, pair.key, pair.certificate) for name, tree in made.items()}


def key_of(report: WardReport) -> MessageKey:
    """The ward's key for messages, made when it is first needed under the identifier of its channels."""
    kept = MessageKey.objects.filter(scope=report.ward_id).first()
    if kept:
        return kept
    addresses = Channel.objects.filter(recipient__scope=report.ward_id, ended_at=None).values_list("address", flat=True)
    organ = next((address["organ"] for address in addresses if address.get("organ")), "")
    if not organ:
        sentence = _("The organ identifier of %(ward)s is not known: enter it at a channel of the document exchange.")
        raise NotPossible(sentence % {"ward": report.ward})
    return keys.of_scope(report.ward_id, organ)
