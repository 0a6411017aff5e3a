"""What a person did lately, as their desk tells it."""

from dataclasses import dataclass

from approvals.models import TrailEvent
from approvals.trail import sentences
from units.models import Person
from workflows.cases.types import TYPES

RECENT = 10
BY_CONSOLIDATION = ["consolidate", "release"]
DIFFICULTY = {"difficulty": "/difficulties/%d/"}


@dataclass(frozen=True)
class Deed:
    """Something that the person did, from the trail; `url` is blank where it has no page."""

    event: TrailEvent

    @property
    def words(self) -> str:
        return sentences.label(self.event.action)

    @property
    def url(self) -> str:
        paths = {kind: found.model.PATH for kind, found in TYPES.items()} | DIFFICULTY
        return paths[kind] % self.event.subject_id if (kind := self.event.subject_kind) in paths else ""


def recent(person: Person) -> list[Deed]:
    """The person's newest events, without those that consolidating the ward's report writes for each unit's."""
    own = TrailEvent.objects.filter(actor=person).exclude(subject_kind="unitreport", action__in=BY_CONSOLIDATION)
    return [Deed(event) for event in own.order_by("-id")[:RECENT]]
