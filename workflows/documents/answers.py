"""What became of each unit's report in a period, as a ward's report tells of it. Reads only."""

from dataclasses import dataclass, field
from typing import Any

from workflows.models import UnitReport, WardReport
from workflows.models.states import TAKEN_IN, UnitState
from workflows.pure.informants import note_of


@dataclass(frozen=True)
class AssignmentAnswer:
    """What a unit reported on an assignment."""

    status: str
    result: str
    informant: str = ""

    @property
    def words(self) -> str:
        """The result, and who told it where the office entered it on the unit's behalf."""
        return f"{self.result} ({note_of(self.informant)})" if self.result and self.informant else self.result


@dataclass(frozen=True)
class Answer:
    """A unit's part in a period: how its report stands, what its fields changed since a return were, and what it told,
    by assignment. `unconfirmed`: the office entered some of it, and the unit has not confirmed that.
    """

    report_id: int
    unit_id: int
    unit: str
    state: str
    reason: str
    version: int
    was: dict[str, Any]
    unconfirmed: bool = False
    assignments: dict[int, AssignmentAnswer] = field(default_factory=dict)
    delivers: bool = False

    @property
    def pk(self) -> int:
        """As `sources.is_outdated` asks for it."""
        return self.report_id

    @property
    def is_taken_in(self) -> bool:
        return self.state in TAKEN_IN

    @property
    def is_waived(self) -> bool:
        return self.state == UnitState.WAIVED

    @property
    def state_words(self) -> str:
        return str(UnitState(self.state).label)


def answers_of(ward_report: WardReport) -> list[Answer]:
    """What became of each unit's report in the period, in the units' order. One query."""
    reports = UnitReport.objects.filter(period_id=ward_report.period_id).order_by("unit__order", "unit__code", "pk")
    rows = reports.values_list(
        *("pk", "unit_id", "unit__name", "state", "reason", "version", "was", "unconfirmed_since"),
        "unit__delivers",
        *(f"assignment_entries__{name}" for name in ("assignment_id", "status", "result", "informant")),
    )
    answers: dict[int, Answer] = {}
    for pk, unit_id, unit, state, reason, version, was, since, delivers, assignment_id, *facts in rows:
        own = (pk, unit_id, unit, state, reason, version, was, since is not None)
        answer = answers.setdefault(pk, Answer(*own, delivers=delivers))
        if assignment_id is not None:
            answer.assignments[assignment_id] = AssignmentAnswer(*facts)
    return list(answers.values())
