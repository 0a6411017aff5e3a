"""What moves to a substitute while somebody is absent, and what waits for them now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from approvals.registry import Registry, Text
from units.models import Membership, Person


@dataclass(frozen=True)
class WaitingWork:
    """Work that waits for a person: `label` says what it is, `count` how much there is now. What does not `move` stays
    theirs while they are absent.
    """

    label: Text
    count: Callable[[Person], int]
    moves: bool = True


WAITING: Registry[WaitingWork] = Registry()  # each app above registers its own


def moving_offices(person: Person, starts_at: datetime, ends_at: datetime) -> list[Membership]:
    """The offices that the person holds at any moment of the term, but for those that they hold for another: neither a
    delegation nor a substitution is passed on (NĐ 30/2020, Điều 13).
    """
    held = Membership.objects.within(starts_at, ends_at).filter(person=person, unit__retired_at=None)
    own = held.filter(delegation=None, substitution=None)
    return list(own.select_related("unit__ward").order_by("pk"))


def delegated_offices(person: Person, starts_at: datetime, ends_at: datetime) -> list[Membership]:
    """The offices that the person holds by delegation in the term: they stay with them."""
    held = Membership.objects.within(starts_at, ends_at).filter(person=person, delegation__isnull=False)
    return list(held.select_related("unit").order_by("pk"))


def waiting_for(person: Person) -> list[dict[str, object]]:
    """What waits for the person now, in words with its number; of nothing no line."""
    counted = [(each, each.count(person)) for each in WAITING.values()]
    return [{"label": each.label, "count": count, "moves": each.moves} for each, count in counted if count]
