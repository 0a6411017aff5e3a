"""The outbox's handler that tells whoever mailed figures why these were not taken."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.models import OutboxMessage
from approvals.outbox import mailing
from workflows.models import FigureDelivery


def deliver(message: OutboxMessage) -> None:
    """Outbox handler for `figures_refused`: to the address that proved to have sent them. In Vietnamese."""
    row = FigureDelivery.objects.select_related("source").get(pk=message.payload["delivery"])
    with override("vi"):
        head = _("“%(file)s” was not taken in, and nothing was changed. Mend this and send it again:")
        lines = [(head % {"file": row.name}, ""), *((f"- {sentence}", "") for sentence in row.sentences)]
        subject = _("Figures of %(source)s were not taken in") % {"source": row.source.name}
        mailing.send(row.sender, message.key, subject, lines)
