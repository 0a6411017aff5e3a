"""Ward reports at which the last safe moment of the open steps has passed: reads only."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from units.hours import spans_of
from units.models import Person
from workflows.cases import rules
from workflows.cases.times import calendar_days, slack
from workflows.cases.times.calendar_days import Calendars
from workflows.models import CaseStep, Reminder, WardReport
from workflows.models.states import WardState
from workflows.pure.hours import Hours

from .due import FORGOTTEN

MOST = 10  # cases of one tick: who holds their steps is asked of each


@dataclass(frozen=True)
class Unsafe:
    """A report, its steps that are not decided, and until when the stage that is open was safe."""

    case: WardReport
    steps: list[CaseStep]
    moment: datetime

    @property
    def stage(self) -> int:
        return min(step.stage for step in self.steps)

    @property
    def begins(self) -> str:
        """How the keys of its lines in the ledger begin."""
        return f"{self.case.kind}-{self.case.pk}-unsafe-{self.stage}-{self.case.ends_at:%Y%m%dT%H%M%SZ}-"


def unsafe(at: datetime, ward_id: int | None = None) -> list[Unsafe]:
    """Those of which nobody was told yet, the first MOST. Four queries, however many wards there are."""
    found = [each for each in _waiting(at, ward_id) if each.moment <= at]
    known = _known_beginnings(found)
    return [each for each in found if each.begins not in known][:MOST]


def next_moment(ward_id: int, at: datetime) -> datetime | None:
    """When the next of the ward's reports is safe no more, after `at`."""
    return min((each.moment for each in _waiting(at, ward_id) if each.moment > at), default=None)


def whom(each: Unsafe) -> list[Person]:
    """Whoever may decide the open stage, and the one after it. Three queries."""
    stages = sorted({step.stage for step in each.steps})[:2]
    held = rules.deciders_by_step(each.case, each.case.steps.filter(decided_at=None, stage__in=stages))
    return list(dict.fromkeys(person for people in held.values() for person in people))


def _waiting(at: datetime, ward_id: int | None) -> list[Unsafe]:
    """The reports at whose open steps somebody is waited for, and that are due near `at`, where a step comes after."""
    near = (at - FORGOTTEN, at + FORGOTTEN)
    cases = WardReport.objects.filter(state=WardState.AWAITING_APPROVAL, period__ward_due_at__range=near)
    if ward_id:
        cases = cases.filter(ward=ward_id)
    steps = _undecided(list(cases.select_related("period__kind", "ward").order_by("pk")))
    calendars = calendar_days.every() if steps else None
    found = []
    for case, own in steps.items():
        hours = Hours(spans_of(case.ward.hours), cast(Calendars, calendars).of(case.ward_id))
        moment = slack.of_open(own, case.period.ward_due_at, hours, case.urgency)
        if moment:
            found.append(Unsafe(case, own, moment))
    return found


def _undecided(cases: Sequence[WardReport]) -> dict[WardReport, list[CaseStep]]:
    """By case its steps that are not decided. No query where there are no cases."""
    by_id = {case.pk: case for case in cases}
    steps: dict[WardReport, list[CaseStep]] = defaultdict(list)
    rows = CaseStep.objects.of_kind(WardReport).filter(subject_id__in=by_id, decided_at=None)
    for step in rows.order_by("order"):
        steps[by_id[step.subject_id]].append(step)
    return steps


def _known_beginnings(found: Collection[Unsafe]) -> set[str]:
    """How the lines of the ledger begin that tell of these. No query where there are none."""
    lines = Reminder.objects.filter(subject_kind="wardreport", subject_id__in=[each.case.pk for each in found])
    keys = lines.filter(rung=None, by=None).values_list("key", flat=True)
    return {f"{key.rpartition('-')[0]}-" for key in keys}
