"""What a person did lately, as their desk tells it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

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


@dataclass(frozen=True)
class Deed:
    """Something that the person did, from the trail: the newest of `times` events of the same kind in a row. `url` is
    blank where it has no page.
    """

    event: TrailEvent
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
    return _folded(compiled.rows(_newest, person))[:RECENT]


def _newest(person: Person) -> QuerySet[TrailEvent]:
    own = TrailEvent.objects.filter(actor=person).exclude(subject_kind="unitreport", action__in=BY_CONSOLIDATION)
    return own.defer("changes").order_by("-at", "-id")[:READ]


def _folded(events: Iterable[TrailEvent]) -> list[Deed]:
    deeds: list[Deed] = []
    for event in events:
        last = deeds[-1] if deeds else None
        if last and event.action == FOLDED and _same(last.event, event):
            deeds[-1] = replace(last, times=last.times + 1)
        else:
            deeds.append(Deed(event))
    return deeds


def _same(event: TrailEvent, other: TrailEvent) -> bool:
    told, asked = ((each.action, each.subject_kind, each.subject_id) for each in (event, other))
    return told == asked
