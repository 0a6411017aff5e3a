"""What the outbox is asked for where a rung speaks by the gateway too."""

from collections.abc import Collection, Mapping, Sequence

from approvals.outbox import queue as outbox
from units.models import Person
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
    _put([(row.key, row.waiting.ward_id) for row in asked if row.holder and row.holder.person.phone])


def put_asked(ward: int, people: Mapping[str, Person]) -> None:
    """Ask for what somebody of the ward reminds these people of, by the key of each one's notice, where they want it on
    their telephone too.
    """
    _put([(key, ward) for key, person in people.items() if person.asked_by_phone and person.phone])


def _put(reached: Sequence[tuple[str, int]]) -> None:
    """`reached` are the keys of notices, each with its ward."""
    if not reached:
        return
    wards = {ward for _key, ward in reached}
    having = set(Gateway.objects.filter(ward__in=wards, stopped_at=None).values_list("ward", flat=True))
    outbox.put_all(
        [outbox.message("gateway", key_of(key), scope=ward, notice=key) for key, ward in reached if ward in having]
    )
