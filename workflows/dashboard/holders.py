"""Who holds what now: the cases of a ward that wait for somebody. Reads only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from approvals.clock import now
from approvals.text.vietnamese import sort_key
from units.models import Person
from workflows.cases.times.lateness import late_from
from workflows.cases.types import TYPES, CaseType
from workflows.pure.charts.drawing import ChartRow, Square

from .asked import Asked

MOST = 300  # of each type


@dataclass(frozen=True)
class HeldCase:
    """A case and who has to act on it next, in words; `late_from` is when it becomes late, if ever."""

    case: Any
    holder: str
    late_from: datetime | None

    @property
    def is_late(self) -> bool:
        return self.late_from is not None and self.late_from <= now()

    @property
    def square(self) -> Square:
        title = f"{self.case}: {self.case.get_state_display()}"
        return Square("bad" if self.is_late else "open", title, self.case.get_absolute_url())


@dataclass(frozen=True)
class CaseHolder:
    name: str
    cases: Sequence[HeldCase]

    @property
    def row(self) -> ChartRow:
        """Of the picture."""
        return ChartRow(self.name, [each.square for each in self.cases])


def held_now(asked: Asked, person: Person) -> list[CaseHolder]:
    """By holder, who has most first; of each the case that waits longest. A query for each type of case."""
    every = [each for case_type in TYPES.values() for each in _held(case_type, asked, person) if each.holder]
    every.sort(key=lambda each: (sort_key(each.holder), each.case.state_since))
    holders = [CaseHolder(name, list(own)) for name, own in groupby(every, lambda each: each.holder)]
    return sorted(holders, key=lambda holder: -len(holder.cases))


def _held(case_type: CaseType, asked: Asked, person: Person) -> Iterator[HeldCase]:
    model: Any = case_type.model
    waiting = model._default_manager.visible_to(person).filter(
        case_type.counted, ward=asked.ward.pk, state__in=list(case_type.next)
    )
    cases = case_type.named(waiting).annotate(late_from=late_from(case_type)).order_by("state_since", "pk")[:MOST]
    for case in cases:
        if asked.has_unit(getattr(case, "unit", None)):
            yield HeldCase(case, case_type.holder(case), case.late_from)
