"""Phụ lục II: how the plan's assignments stand, and what their units reported on each. Vietnamese always."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Subquery

from approvals.text.vietnamese import sort_key
from units.models import Assignment
from workflows.figures.last_known import LastKnown, last_known_of, moment_of
from workflows.models import WardReport
from workflows.models.joined import Joined
from workflows.pure.progress import AssignmentStatus, Moment, Status, goes_on, standing
from workflows.pure.wording.words import NOT_ANSWERED

from .answers import Answer, AssignmentAnswer
from .content import AssignmentGroup, AssignmentLine

STATUSES: dict[Status, str] = {
    "done": "Hoàn thành",
    "in_progress": "Đang thực hiện",
    "not_started": "Chưa thực hiện",
    "late": "Quá hạn",
    "not_reported": "",
    "overdue_silent": "Quá hạn",
}
KEPT = ", chưa có số liệu kỳ này"
GOES_ON = ", còn thực hiện các kỳ sau"  # of what recurs and is finished before it came for the last time in the year


@dataclass(frozen=True)
class Silent:
    """Assignments of which a period tells nothing: each with how it stands in Phụ lục II. `unit` leads them."""

    unit: str
    tasks: list[str]


def assignments_of(
    ward_report: WardReport, answers: list[Answer], rows: Iterable[Any] | None = None
) -> tuple[AssignmentGroup, ...]:
    """By the plan's groups. A unit that cooperates is named whether it reports or not. `rows` are those of
    `rows_of`, where the caller has them.
    """
    groups: dict[str, list[AssignmentLine]] = defaultdict(list)
    known, moment = last_known_of(ward_report), moment_of(ward_report)
    for assignment in rows_of(ward_report) if rows is None else rows:
        groups[assignment.group.name].append(_row(assignment, answers, known, moment))
    return tuple(AssignmentGroup(title, tuple(rows)) for title, rows in groups.items())


def rows_of(ward_report: WardReport) -> Any:
    """The plan's assignments in order, with the names of their units. One query, when they are first looked at."""
    cooperating = Assignment.cooperating.through.objects.filter(assignment=OuterRef("pk")).order_by()
    named = cooperating.values("assignment").annotate(names=Joined("unit__name"))
    names = Subquery(named.values("names"))  # type: ignore[misc]
    return (
        ward_report.period.assignments.select_related("group")
        .annotate(lead_name=F("lead__name"), cooperating_names=names)
        .order_by("group__order", "number")
    )


def silent_of(ward_report: WardReport, answers: list[Answer], rows: Iterable[Any] | None = None) -> list[Silent]:
    """The assignments of which nothing is told in the period, by the unit that leads them. `rows` as for
    `assignments_of`.
    """
    found: dict[str, list[str]] = defaultdict(list)
    known, moment = last_known_of(ward_report), moment_of(ward_report)
    for assignment in rows_of(ward_report) if rows is None else rows:
        stands = _standing(assignment, _by_unit(assignment, answers), known, moment)
        if stands.is_silent:
            words = words_of(stands, goes_on=goes_on(assignment.recurring, moment.ends))
            found[assignment.lead_name].append(f"{assignment}: {words or NOT_ANSWERED}")
    return [Silent(unit, tasks) for unit, tasks in found.items()]


def _by_unit(assignment: Any, answers: list[Answer]) -> dict[int, Answer]:
    return {answer.unit_id: answer for answer in answers if answer.is_taken_in and assignment.pk in answer.assignments}


def _standing(assignment: Any, by_unit: dict[int, Answer], known: LastKnown, moment: Moment) -> AssignmentStatus:
    """By what its lead unit told, else by what was last accepted."""
    status = by_unit[assignment.lead_id].assignments[assignment.pk].status if assignment.lead_id in by_unit else ""
    return standing(status, known.get(str(assignment.pk), ""), late=moment.is_late(assignment.due_on))


def _row(assignment: Any, answers: list[Answer], known: LastKnown, moment: Moment) -> AssignmentLine:
    """`assignment` carries the names that `rows_of` reads with it."""
    by_unit = _by_unit(assignment, answers)
    lead = by_unit[assignment.lead_id].assignments[assignment.pk] if assignment.lead_id in by_unit else None
    others = [answer for unit_id, answer in by_unit.items() if unit_id != assignment.lead_id]
    return AssignmentLine(
        number=assignment.number,
        work=assignment.name,
        product=assignment.product,
        due=assignment.due_text,
        lead=assignment.lead_name,
        cooperating="; ".join(sorted((assignment.cooperating_names or "").splitlines(), key=sort_key)),
        status=words_of(
            _standing(assignment, by_unit, known, moment), goes_on=goes_on(assignment.recurring, moment.ends)
        ),
        progress="\n".join(
            _progress(lead, [(answer.unit, answer.assignments[assignment.pk].words) for answer in others])
        ),
    )


def words_of(stands: AssignmentStatus, *, goes_on: bool = False) -> str:
    """As the annex says it; blank where nothing was ever reported. `goes_on`: it comes again in the year."""
    again = GOES_ON if goes_on and stands.status == "done" else ""
    return STATUSES[stands.status] + again + (KEPT if stands.kept else "")


def _progress(lead: AssignmentAnswer | None, others: Iterable[tuple[str, str]]) -> Iterable[str]:
    """The lead unit's words, then those of the others under their names; what several say stands once."""
    if lead and lead.result:
        yield lead.words
    units: dict[str, list[str]] = defaultdict(list)
    for unit, result in others:
        units[result].append(unit)
    yield from (f"{'; '.join(names)}: {result}" for result, names in units.items() if result)
