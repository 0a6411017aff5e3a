"""What waits for a person, and for whom the person waits: computed from the states of reports, never stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import cached_property

from approvals.addresses import address_of
from units import compiled
from units.models import Person
from workflows.cases import standing
from workflows.cases.desks import LOOK, SHOWN, SOURCES, Task
from workflows.cases.times import calendar_days
from workflows.cases.times.calendar_days import Calendars
from workflows.models import Difficulty, Verb
from workflows.models.states import (
    HELD_BY_UNIT,
    HELD_BY_WARD,
    NOT_ASKED,
    DifficultyState,
    Looked,
    UnitState,
    WardState,
)
from workflows.signoff.opinions.desk import to_reply
from workflows.ward_reports.restatements import desk as restatements

from . import lines
from .asks import (
    ABOVE,
    ANSWER,
    CONFIRM,
    CONFIRM_ACCEPTANCE,
    EXAMINE,
    FINISHED,
    HANDED,
    HEAD_ASKS,
    INFORMED,
    KNOW,
    LOOK_AT,
    LOOKED_AT,
    NOT_BEGUN,
    OPINE,
    REPLY,
    SEND,
    SETTLE,
    UNCONFIRMED,
    UNCONFIRMED_ALL,
    UNFINISHED,
    UNIT_ASKS,
    UNITS_MISSING,
    WAITED_FOR,
    WARD_ASKS,
    Ask,
)
from .deeds import Deed, recent
from .lines import WITH_COORDINATOR, UnitsByRight
from .timelines import Timeline, timeline_of


@dataclass(frozen=True)
class Desk:
    """All lines of a person's desk, most urgent first, at most SHOWN of each sort; `more`: whether there are others."""

    tasks: list[Task]
    strips: list[Timeline]
    recent: list[Deed]
    more: bool

    @cached_property
    def to_approve(self) -> list[Task]:
        return [task for task in self.tasks if task.ask.decides]

    @cached_property
    def at_once(self) -> list[Task]:
        return [task for task in self._asked if task.presses]

    @cached_property
    def this_period(self) -> list[Task]:
        return [task for task in self._asked if not task.presses]

    @cached_property
    def to_know(self) -> list[Task]:
        """What is overdue with others, of which an office of the person was told."""
        return [task for task in self.tasks if task.ask.informs]

    @property
    def anything_asked(self) -> bool:
        return bool(self.to_approve or self._asked)

    @cached_property
    def waiting(self) -> list[Task]:
        """With others; also the province's answer, although the clerk records it, and what units are to confirm."""
        return [task for task in self.tasks if not task.mine or task.ask in WAITED_FOR]

    @property
    def _asked(self) -> list[Task]:
        return [
            task
            for task in self.tasks
            if task.mine and not (task.ask.decides or task.ask.informs or task.ask in WAITED_FOR)
        ]


def desk_of(person: Person) -> Desk:
    """The desk of `person` now. Six queries and one for each further type of case, however many cases there are."""
    calendars = calendar_days.every()
    units = UnitsByRight.of(person)
    unit_reports = compiled.rows(lines.unit_reports_of, person, also=SHOWN)
    asked = [report for report in unit_reports if units.asks(report)]
    waited = [report for report in unit_reports if list(_waited(units, report))]
    ward_reports = compiled.rows(lines.ward_reports_of, person, also=SHOWN)
    items = compiled.rows(lines.difficulties_of, person, also=SHOWN)
    others = [lines_of(person, calendars) for lines_of in SOURCES.values()]
    tasks = [
        *(_unit_task(report, calendars, units) for report in asked[:SHOWN]),
        *_joined([task for report in waited[:SHOWN] for task in _waited(units, report)]),
        *(_ward_task(report, calendars) for report in ward_reports[:SHOWN]),
        *to_reply(ward_reports[:SHOWN]),
        *(_difficulty_task(item) for item in items[:SHOWN]),
        *(task for found in others for task in found[:SHOWN]),
    ]
    more = any(len(rows) > SHOWN for rows in (asked, waited, ward_reports, items, *others))
    strips = [timeline_of(period) for period in compiled.rows(lines.strips_of, person)]
    return Desk(sorted(tasks, key=_order), strips, recent(person), more)


def _waited(units: UnitsByRight, report: Any) -> Iterator[Task]:
    """The lines of a report that `waits_for`, `unconfirmed` or `restated` of `UnitsByRight` finds."""
    if _with_office(units, report) if report.unit_id in units.own else _returned(units, report):
        yield _unit_waiting(report, answers=report.unit_id in units.writing)
    reads = report.unit_id in units.readable or report.ward_id in units.coordinated
    if report.unconfirmed_since and report.state not in NOT_ASKED and reads:
        yield _to_confirm(report, CONFIRM if report.unit_id in units.readable else UNCONFIRMED)
    if report.restated_pk:
        yield restatements.line_of(report)


def _with_office(units: UnitsByRight, report: Any) -> bool:
    looked = report.state in HELD_BY_UNIT and report.being_looked_at and not units.asks(report)
    return report.state in HELD_BY_WARD or looked or (report.state == UnitState.ACCEPTED and report.question)


def _returned(units: UnitsByRight, report: Any) -> bool:
    left = report.state == UnitState.RETURNED or report.stranded
    return left and report.ward_id in units.coordinated


def _to_confirm(report: Any, ask: Ask) -> Task:
    return Task(
        report=report,
        ask=ask,
        url=address_of(ask.page, report.pk),
        holder=report.unit.short_name,
        since=report.unconfirmed_since,
        reason="",
        due=None,
    )


def _joined(tasks: list[Task]) -> Iterator[Task]:
    """The lines, those of units of one period that have not confirmed what was entered for them as one."""
    together: dict[Any, list[Task]] = {}
    for task in tasks:
        if task.ask is UNCONFIRMED:
            together.setdefault(task.report.period, []).append(task)
        else:
            yield task
    for period, of_period in together.items():
        if len(of_period) == 1:
            yield of_period[0]
            continue
        url, since = address_of(UNCONFIRMED_ALL.page, period.pk), min(task.since for task in of_period)
        yield Task(period, UNCONFIRMED_ALL, url, holder="", since=since, reason="", due=None, missing=len(of_period))


def _unit_task(report: Any, calendars: Calendars, units: UnitsByRight) -> Task:
    own = report.state in HELD_BY_UNIT
    ask = _step_ask(report) or _unit_ask(report, units)
    due_at = report.due_at if own else report.period.ward_due_at
    return Task(
        report=report,
        ask=ask,
        url=address_of(ask.page, report.pk),
        holder=report.unit.short_name if ask in WAITED_FOR else "",
        since=report.state_since,
        reason=report.reason if report.state == UnitState.RETURNED else "",
        due=standing.due(due_at, calendars.of(report.ward_id)),
        question=report.question or "" if own else "",
        answer="" if own else report.last_answer or "",
        missing=report.unanswered if ask is UNFINISHED else 0,
    )


def _unit_ask(report: Any, units: UnitsByRight) -> Ask:
    """What is asked of whoever writes, submits or reviews. Who writes and submits is asked to write first; who has said
    that the draft is finished waits for the head.
    """
    if report.state in HELD_BY_UNIT and report.finished_at and report.unit_id not in units.submitting:
        return HANDED
    if report.state not in HELD_BY_UNIT or report.unit_id not in units.submitting:
        return UNIT_ASKS[report.state]
    ask = _head_ask(report)
    return UNIT_ASKS[report.state] if ask in WAITED_FOR and report.unit_id in units.writing else ask


def _step_ask(report: Any) -> Ask | None:
    """What is asked at a step of the route at the unit's own report; None where nothing is."""
    if report.state == UnitState.IN_REVIEW:
        return CONFIRM_ACCEPTANCE if report.proposed_by_id else None
    if report.state in HELD_BY_UNIT and report.being_looked_at:
        return LOOK_AT if report.looked == Looked.ASKED else LOOKED_AT
    return None


def _head_ask(report: Any) -> Ask:
    """What is asked of whoever submits the report: a draft is for the drafter until no check asks for a reason."""
    if report.finished_at:
        return FINISHED
    if report.state == UnitState.DRAFT and report.saved_at is None:
        return NOT_BEGUN
    return UNFINISHED if report.state == UnitState.DRAFT and report.unanswered else HEAD_ASKS[report.state]


def _unit_waiting(report: Any, *, answers: bool) -> Task:
    """What others have; where the office has asked something, it is for the unit to answer."""
    return Task(
        report=report,
        ask=REPLY if report.question and answers else LOOK,
        url=address_of("unit_report", report.pk),
        holder=standing.unit_holder(report),
        since=report.state_since,
        reason=report.reason if report.state == UnitState.RETURNED else "",
        due=None,
        question=report.question or "",
    )


def _ward_task(report: Any, calendars: Calendars) -> Task:
    ask = _ward_ask(report)
    if report.ward.has_wards:
        ask = ABOVE.get(ask, ask)
    answered = report.state == WardState.DISPATCHED
    due_at = report.opinion_due if ask in (OPINE, EXAMINE) else report.period.ward_due_at
    return Task(
        report=report,
        ask=ask,
        url=address_of(ask.page or "ward_report", report.pk),
        holder="" if ask is UNITS_MISSING else standing.ward_holder(report),
        since=report.state_since,
        reason=report.reason if report.state in WITH_COORDINATOR else "",
        missing=report.units_missing if ask is UNITS_MISSING else 0,
        due=standing.due(due_at, calendars.of(report.ward_id)) if report.asked and not answered else None,
        urgency=report.urgency,
        paused=report.paused,
    )


def _difficulty_task(item: Difficulty) -> Task:
    answered = item.state == DifficultyState.ANSWERED
    ask = SETTLE if answered else ANSWER
    return Task(
        report=item,
        ask=ask,
        url=address_of(ask.page, item.pk),
        holder="",
        since=item.state_since,
        reason=item.answer,
        due=None,
    )


def _ward_ask(report: Any) -> Ask:
    if not report.asked:
        return KNOW if report.told else INFORMED if report.informed else LOOK
    if report.opines:
        return EXAMINE if report.asked_verb == Verb.EXAMINE else OPINE
    if report.state == WardState.CONSOLIDATING and report.consolidated_at:
        return SEND
    if report.state == WardState.CONSOLIDATING and report.units_missing:
        return UNITS_MISSING
    return WARD_ASKS[report.state]


def _order(task: Task) -> tuple[int, bool, datetime]:
    return -task.urgency, task.due is None, task.due.at if task.due else task.since
