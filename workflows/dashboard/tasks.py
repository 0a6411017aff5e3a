"""How the assignments of the plans in force stand, by group, by what was last accepted of each. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.clock import today
from units.models import Assignment, Person
from workflows.models import AssignmentEntry, AssignmentStatus, UnitReport
from workflows.models.states import TAKEN_IN
from workflows.pure.charts.drawing import ChartRow, Square
from workflows.pure.progress import Moment, standing

from .asked import Asked
from .indicators import in_force

LOOKS = {
    "done": "full",
    "in_progress": "half",
    "not_started": "open",
    "late": "bad",
    "not_reported": "none",
}
WORDS = {
    "late": _("Behind schedule"),
    "not_started": AssignmentStatus.NOT_STARTED.label,
    "in_progress": AssignmentStatus.IN_PROGRESS.label,
    "done": AssignmentStatus.DONE.label,
    "not_reported": AssignmentStatus.NOT_REPORTED.label,
}
LIGHTS = {"late": "red", "not_started": "amber", "in_progress": "green", "done": "green", "not_reported": "none"}


@dataclass(frozen=True)
class TaskLine:
    """An assignment and its status, a key of WORDS; `report` is the one that told it last, if any."""

    row: Assignment
    status: str
    report: int | None

    @property
    def words(self) -> str:
        return str(WORDS[self.status])

    @property
    def light(self) -> str:
        return LIGHTS[self.status]

    @property
    def url(self) -> str:
        return reverse("plan_history", args=[self.row.plan_id, "assignment", self.row.number])

    @property
    def square(self) -> Square:
        return Square(LOOKS[self.status], f"{self.row}: {self.words}", self.url)


@dataclass(frozen=True)
class TaskGroup:
    name: str
    tasks: Sequence[TaskLine]

    @property
    def row(self) -> ChartRow:
        """Of the picture: what is behind first."""
        order = list(WORDS)
        ranked = sorted(self.tasks, key=lambda task: order.index(task.status))
        return ChartRow(self.name, [task.square for task in ranked])


def tasks_of(asked: Asked, person: Person) -> list[TaskLine]:
    """The assignments of the plans asked for, in the plans' order, each with its latest reported status. One query.

    Only reports that the person may see count; versions of a plan are matched by the assignment's number.
    """
    entries = AssignmentEntry.objects.filter(
        assignment__number=OuterRef("number"),
        assignment__plan__number=OuterRef("plan__number"),
        assignment__plan__year=OuterRef("plan__year"),
        report__in=UnitReport.objects.visible_to(person).filter(ward=asked.ward.pk).order_by().values("pk"),
        report__unit=F("assignment__lead"),
        report__state__in=TAKEN_IN,
        report__period__kind__practice=False,
    ).exclude(status=AssignmentStatus.NOT_REPORTED)
    last = entries.order_by("-report__period__ends", "-report__accepted_at", "-pk")
    rows = in_force(asked, Assignment.objects.all()).annotate(
        told=Subquery(last.values("status")[:1]), told_in=Subquery(last.values("report")[:1])
    )
    moment = Moment(today(), today())
    ordered = rows.select_related("plan", "group", "lead").order_by("plan__number", "group__order", "number")
    return [_task(row, moment) for row in ordered]


def by_group(tasks: Sequence[TaskLine]) -> list[TaskGroup]:
    return [
        TaskGroup(f"{group.code}. {group.name}", list(own))
        for group, own in groupby(tasks, lambda task: task.row.group)
    ]


def _task(row: Any, moment: Moment) -> TaskLine:
    status = standing(row.told or "", "", late=moment.is_late(row.due_on)).status

    return TaskLine(row, status, row.told_in)
