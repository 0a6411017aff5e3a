"""What a person did lately, as their desk tells it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from approvals.models import TrailEvent
from approvals.trail import sentences
from units import compiled
from units.models import Person
from workflows.cases.types import TYPES

RECENT, READ = 10, 60  # lines, and events from which they are folded
BY_CONSOLIDATION = ["consolidate", "release"]
FOLDED = "save_draft"
DIFFICULTY = {"difficulty": "/difficulties/%d/"}


class Event(NamedTuple):
    """What a desk tells of an event of the trail: a model for each of sixty cost as much as reading them."""

    action: str
    subject_kind: str
    subject_id: int
    subject_name: str
    at: datetime


@dataclass(frozen=True)
class Deed:
    """Something that the person did, from the trail: the newest of `times` events of the same kind in a row. `url` is
    blank where it has no page.
    """

    event: Event
    times: int = 1

    @property
    def words(self) -> str:
        return sentences.label(self.event.action)

    @property
    def url(self) -> str:
        paths = {kind: found.model.PATH for kind, found in TYPES.items()} | DIFFICULTY
        return paths[kind] % self.event.subject_id if (kind := self.event.subject_kind) in paths else ""


def recent(person: Person) -> list[Deed]:
    """The person's newest events, without those that consolidating the ward's report writes for each unit's; saves of
    one report without anything between them are one line.
    """
    return _folded(map(Event._make, compiled.rows(_newest, person)))[:RECENT]


def _newest(person: Person) -> QuerySet[TrailEvent, Any]:
    own = TrailEvent.objects.filter(actor=person).exclude(subject_kind="unitreport", action__in=BY_CONSOLIDATION)
    return own.order_by("-at", "-id").values_list(*Event._fields)[:READ]


def _folded(events: Iterable[Event]) -> list[Deed]:
    deeds: list[Deed] = []
    for event in events:
        last = deeds[-1] if deeds else None
        if last and event.action == FOLDED and _same(last.event, event):
            deeds[-1] = replace(last, times=last.times + 1)
        else:
            deeds.append(Deed(event))
    return deeds


def _same(event: Event, other: Event) -> bool:
    key, other_key = ((each.action, each.subject_kind, each.subject_id) for each in (event, other))
    return key == other_key
