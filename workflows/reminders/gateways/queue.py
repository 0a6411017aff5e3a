"""What the outbox is asked for where a rung speaks by the gateway too."""

from collections.abc import Collection, Sequence

from approvals.outbox import queue as outbox
from workflows.models import Gateway
from workflows.reminders.due import DueReminder


def key_of(notice: str) -> str:
    """The key of the row of the outbox, by that of the notice."""
    return f"{notice}-gateway"


def put(messages: Collection[Sequence[DueReminder]]) -> None:
    """Ask for each of these messages, the reminders for one person, of which one goes by the gateway too, where the
    ward has one and the person a telephone number. A query and a statement, none where no rung says so.
    """
    asked = [own[0] for own in messages if any(row.rung.by_gateway for row in own)]
    reached = [row for row in asked if row.holder and row.holder.person.phone]
    if not reached:
        return
    wards = {row.waiting.ward_id for row in reached}
    having = set(Gateway.objects.filter(ward__in=wards, stopped_at=None).values_list("ward", flat=True))
    outbox.put_all(
        [
            outbox.message("gateway", key_of(row.key), scope=row.waiting.ward_id, notice=row.key)
            for row in reached
            if row.waiting.ward_id in having
        ]
    )
