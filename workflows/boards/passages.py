"""How long cases stood where: from the trail, and from the steps of their routes, in working hours. Reads only."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from django.db.models import F, QuerySet

from approvals.clock import now
from approvals.models import Decision, TrailEvent
from approvals.trail import sentences
from units.models import Person, Unit
from workflows.cases.times import calendar_days, clocks
from workflows.cases.types import TYPES, CaseType, type_of
from workflows.models import CaseStep
from workflows.pure.hours import Hours

from .cases import name_of, states_of

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Passage:
    """The time from one instant to another, which is None while it goes on, and how much was worked in it."""

    since: datetime
    until: datetime | None
    worked: timedelta

    @property
    def words(self) -> str:
        return clocks.worked_words(self.worked)

    @classmethod
    def of(cls, since: datetime, until: datetime | None, hours: Hours) -> "Passage":
        return cls(since, until, hours.between(since, until or now()))


@dataclass(frozen=True)
class Stay:
    """How long a case stood in a state, and the event that led it on; None while it is there."""

    state: str
    passage: Passage
    event: TrailEvent | None

    @property
    def action(self) -> str:
        return sentences.label(self.event.action) if self.event else ""


@dataclass(frozen=True)
class Turn:
    """A step of a case's route, what was decided at it, and how long it took."""

    step: CaseStep
    decisions: list[Decision]
    passage: Passage | None


@dataclass(frozen=True)
class Measure:
    """How long one step or state took: the median and the longest of `count`, and the case that took that long."""

    type_name: str
    name: str
    is_step: bool
    count: int
    middle: timedelta
    longest: timedelta
    url: str

    @property
    def middle_words(self) -> str:
        return clocks.worked_words(self.middle)

    @property
    def longest_words(self) -> str:
        return clocks.worked_words(self.longest)


def stays_of(case: Any, events: QuerySet[TrailEvent], hours: Hours) -> list[Stay]:
    """Where the case stood, as its `events` tell it, the present state last. Two queries."""
    moved = list(_moves(events).order_by("seq"))
    begun = type(case).objects.values_list("process__created", flat=True).get(pk=case.pk)
    states = dict(states_of(type_of(case)))
    starts = [begun, *(event.at for event in moved)]
    stays = [
        Stay(str(states[event.source]), Passage.of(since, event.at, hours), event)
        for since, event in zip(starts, moved, strict=False)
    ]
    goes_on = case.state in type_of(case).next
    last = Passage.of(starts[-1], None, hours) if goes_on else Passage(starts[-1], None, timedelta())
    return [*stays, Stay(case.get_state_display(), last, None)]


def turns_of(case: Any, decisions: Iterable[Decision], hours: Hours) -> list[Turn]:
    """The steps of the case's route in order, with what was decided at each."""
    at_step: dict[int | None, list[Decision]] = defaultdict(list)
    for decision in decisions:
        at_step[decision.step].append(decision)
    return [Turn(step, at_step[step.pk], _passage_of(step, hours)) for step in case.way]


def measures_of(ward: Unit, person: Person) -> list[Measure]:
    """How long each step and each state took in the ward within the last year, by type: those of the cases that the
    person may see. Two queries a type, and one for the calendar.
    """
    hours, since = calendar_days.hours_of(ward), now() - YEAR
    return [
        measure
        for case_type in TYPES.values()
        for measure in _measured(case_type, _cases(case_type, ward, person), since, hours)
    ]


def _cases(case_type: CaseType, ward: Unit, person: Person) -> QuerySet[Any]:
    model: Any = case_type.model
    return model._default_manager.visible_to(person).filter(ward=ward)


def _measured(case_type: CaseType, cases: QuerySet[Any], since: datetime, hours: Hours) -> Iterator[Measure]:
    found: dict[tuple[bool, str], list[tuple[timedelta, int]]] = defaultdict(list)
    begun = dict(cases.filter(state_since__gte=since).values_list("pk", "process__created"))
    for state, pk, first, last in _state_times(case_type, begun):
        if last >= since:
            found[False, state].append((hours.between(first, last), pk))
    steps = CaseStep.objects.of_kind(case_type.model).filter(decided_at__gte=since, opened_at__isnull=False)
    for step in steps.filter(subject_id__in=list(begun)).order_by("order"):
        found[True, step.title].append((hours.between(step.opened_at, step.decided_at), step.subject_id))
    states = dict(states_of(case_type))
    for (is_step, name), times in sorted(found.items(), key=lambda each: each[0][0]):
        longest, pk = max(times)
        yield Measure(
            type_name=name_of(case_type),
            name=name if is_step else str(states[name]),
            is_step=is_step,
            count=len(times),
            middle=timedelta(seconds=median(time.total_seconds() for time, _pk in times)),
            longest=longest,
            url=case_type.model.PATH % pk,
        )


def _state_times(case_type: CaseType, begun: dict[int, datetime]) -> Iterator[tuple[str, int, datetime, datetime]]:
    """Each state that one of these cases has left: its id, since when and until when."""
    moved = _moves(TrailEvent.objects.filter(subject_kind=case_type.model._meta.model_name, subject_id__in=list(begun)))
    by_case: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
    for pk, source, at in moved.order_by("subject_id", "seq").values_list("subject_id", "source", "at"):
        by_case[pk].append((source, at))
    for pk, left in by_case.items():
        for (_source, first), (source, last) in pairwise([("", begun[pk]), *left]):
            yield source, pk, first, last


def _moves(events: QuerySet[TrailEvent]) -> QuerySet[TrailEvent]:
    """Those by which a state was left for another."""
    return events.exclude(source="").exclude(source=F("target"))


def _passage_of(step: CaseStep, hours: Hours) -> Passage | None:
    return Passage.of(step.opened_at, step.decided_at, hours) if step.opened_at else None
