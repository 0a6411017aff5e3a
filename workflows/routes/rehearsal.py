"""A route run over the real cases of the last twelve months: who would have been asked, how long the steps took, and
what differs from what happened. Reads only.

The conditions are those that the trail kept when a case was sent; what it did not ask then is read from the case as it
stands, and what was filled in on its way from its steps. Who sits where a step asks is asked of this day, since the
question is who the route would ask.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import TrailEvent
from units import seats
from units.models import Person, Unit
from workflows.cases.times import calendar_days, clocks
from workflows.cases.types import TYPES
from workflows.models import CaseStep, Change, Route, Step
from workflows.pure.hours import Hours

from .underway import deciding
from .versions import units_of
from .when import conditions, filled
from .when.conditions import AskedCondition as Condition
from .who import finding

YEAR = timedelta(days=365)
MOST_CASES = 24  # the newest; each may cost a query for a condition that was not asked then, and for a way to find


@dataclass
class RehearsedStep:
    """A step that a case would have taken: whom it asks in words, who that is, and how long the step of this name took
    in working hours; blank where there was none, or it is not over.
    """

    copy: CaseStep
    took: str = ""
    people: list[Person] = field(default_factory=list)

    @property
    def whom(self) -> str:
        return finding.whom(self.copy)


@dataclass
class Rehearsed:
    """A case on the route: whom it would have asked, and in sentences what differs. `refused` is why it could not have
    been sent; blank where it could.
    """

    case: Any
    asked: list[RehearsedStep]
    differences: list[str]
    refused: str = ""


@dataclass(frozen=True)
class _Named:
    """What copies of steps name, by ids, and the working hours of the ward."""

    units: Mapping[int, Unit]
    people: Mapping[int | None, Person | None]
    hours: Hours

    def give(self, copy: CaseStep) -> CaseStep:
        if copy.unit_id in self.units:
            copy.unit = self.units[copy.unit_id]
        if copy.person_id in self.people:
            copy.person = self.people[copy.person_id]
        return copy


def rehearse(route: Route, steps: Sequence[Step], *, by: Person) -> list[Rehearsed]:
    """The newest cases that took the route, or were sent, within a year and that the person may see, on these steps.

    Ten queries at most, and for each case those of the conditions and ways that its trail says nothing of.
    """
    cases = _cases(route, by)
    happened, recorded = _steps_of(route, cases), _conditions_of(route, cases)
    named = _Named(
        {unit.pk: unit for unit in units_of(route.ward).values()},
        {step.person_id: step.person for step in steps},
        calendar_days.hours_of(route.ward),
    )
    found = [_one(case, steps, recorded[case.pk], happened[case.pk], named) for case in cases]
    _name_people(route, found)
    return found


def _cases(route: Route, by: Person) -> list[Any]:
    model: Any = TYPES[route.case_kind].model
    seen = model._default_manager.visible_to(by).of_kind(route.kind).with_names()
    sent = seen.filter(ward=route.ward_id, state_since__gte=now() - YEAR).exclude(content="")
    return list(sent.order_by("-state_since", "-pk")[:MOST_CASES])


def _steps_of(route: Route, cases: Iterable[Any]) -> dict[int, list[CaseStep]]:
    """By the case's id the steps that it really took. One query."""
    found: dict[int, list[CaseStep]] = defaultdict(list)
    steps = CaseStep.objects.of_kind(TYPES[route.case_kind].model).filter(subject_id__in=[case.pk for case in cases])
    for step in steps.select_related("unit", "person", "charged").order_by("order"):
        found[step.subject_id].append(step)
    return found


def _conditions_of(route: Route, cases: Iterable[Any]) -> dict[int, dict[Condition, bool]]:
    """By the case's id the conditions as they were when it was last sent. One query."""
    found: dict[int, dict[Condition, bool]] = defaultdict(dict)
    sent = TrailEvent.objects.filter(subject_kind=route.case_kind, subject_id__in=[case.pk for case in cases])
    for pk, changes in sent.filter(action="send_for_approval").order_by("seq").values_list("subject_id", "changes"):
        found[pk] = conditions.recorded(changes)
    return found


def _one(
    case: Any, steps: Sequence[Step], values: dict[Condition, bool], happened: Sequence[CaseStep], named: _Named
) -> Rehearsed:
    happened = [step for step in happened if step.change != Change.UNTAKEN]
    values = filled.answered(steps, happened) | values
    try:
        copies = [named.give(copy) for copy in deciding.numbered(case, conditions.chosen(steps, case, values))]
    except NotPossible as refused:
        return Rehearsed(case, [], [], refused.message)
    real = {step.title: step for step in happened}
    asked = [RehearsedStep(copy, _took(real.get(copy.title), named.hours)) for copy in copies]
    return Rehearsed(case, asked, list(_differences(copies, happened)))


def _took(step: CaseStep | None, hours: Hours) -> str:
    if step is None or not (step.opened_at and step.decided_at):
        return ""
    return clocks.worked_words(hours.between(step.opened_at, step.decided_at))


def _differences(copies: Sequence[CaseStep], happened: Sequence[CaseStep]) -> Iterable[str]:
    real, new = {step.title: step for step in happened}, {copy.title for copy in copies}
    for copy in copies:
        if copy.pending:
            values = {"step": copy, "when": conditions.pending_in_words(copy)}
            yield _("The step “%(step)s” depends on what would have been filled in on the way: %(when)s.") % values
        old = real.get(copy.title)
        if old is None:
            yield _("The step “%(step)s” is new: %(who)s.") % {"step": copy, "who": finding.whom(copy)}
        elif finding.whom(copy) != finding.whom(old) and old.change != Change.HANDED:
            values = {"step": copy, "old": finding.whom(old), "new": finding.whom(copy)}
            yield _("The step “%(step)s” asks %(new)s instead of %(old)s.") % values
    for step in happened:
        if step.title not in new:
            yield _("The step “%(step)s” would not be asked.") % {"step": step}


def _name_people(route: Route, found: Sequence[Rehearsed]) -> None:
    """Who sits there now, but for who wrote the case. Two queries."""
    held = seats.seated(asked.copy.seat for row in found for asked in row.asked)
    authors = _authors(route, [row.case for row in found])
    for row in found:
        for asked in row.asked:
            people = dict.fromkeys(membership.person for membership in held[asked.copy.seat])
            asked.people = [person for person in people if person.pk not in authors[row.case.pk]]


def _authors(route: Route, cases: Sequence[Any]) -> Mapping[int, set[int]]:
    model: Any = TYPES[route.case_kind].model
    found: dict[int, set[int]] = defaultdict(set)
    rows = model.authors.through.objects.filter(report__in=[case.pk for case in cases])
    for pk, person in rows.values_list("report_id", "person_id"):
        found[pk].add(person)
    return found
