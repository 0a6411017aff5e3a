"""What waits for a person, and for whom the person waits: computed from the states of reports, never stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import cached_property

from units import grants
from units.models import Person
from workflows.cases import standing
from workflows.cases.desks import LOOK, SHOWN, SOURCES, Task
from workflows.cases.times import calendar_days
from workflows.cases.times.calendar_days import Calendars
from workflows.models import Difficulty, EntryComment, ReportingPeriod, UnitReport, Verb, WardReport
from workflows.models.querysets import UNIT_DUE, DifficultyQuerySet, UnitReportQuerySet, WardReportQuerySet, either
from workflows.models.states import HELD_BY_UNIT, HELD_BY_WARD, DifficultyState, Looked, UnitState, WardState
from workflows.routes.underway.opinions import unanswered
from workflows.signoff.opinions.desk import to_reply
from workflows.ward_reports.restatements import desk as restatements

from .asks import (
    ANSWER,
    CONFIRM,
    CONFIRM_ACCEPTANCE,
    EXAMINE,
    FINISHED,
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
    UNFINISHED,
    UNIT_ASKS,
    WAITED_FOR,
    WARD_ASKS,
    Ask,
)
from .deeds import Deed, recent
from .progress import NEWEST_FIRST, counted

STRIPS = 3
BY_DUE = (UNIT_DUE, "pk")

WITH_COORDINATOR = [WardState.CONSOLIDATING, WardState.RETURNED]
BEYOND_COORDINATOR = [WardState.AWAITING_APPROVAL, WardState.APPROVED, WardState.ISSUED, WardState.DISPATCHED]
BEYOND_APPROVER = [WardState.AWAITING_APPROVAL, WardState.APPROVED, WardState.ISSUED]


@dataclass(frozen=True)
class Desk:
    """All lines of a person's desk, most urgent first, at most SHOWN of each sort; `more`: whether there are others."""

    tasks: list[Task]
    strips: list[ReportingPeriod]
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


@dataclass(frozen=True)
class UnitsByRight:
    """The ids of the units for which a person writes or submits (`own`: both) or whose reports they read, and of the
    wards that they coordinate; from these follows which unit reports wait for them, and for which they wait.
    """

    writing: set[int]
    submitting: set[int]
    readable: set[int]
    coordinated: set[int]

    @classmethod
    def of(cls, person: Person) -> "UnitsByRight":
        rights = ("write_reports", "submit_reports", "view_reports", "review_reports")
        return cls(*(set(grants.units_where(person, right)) for right in rights))

    @property
    def own(self) -> set[int]:
        return self.writing | self.submitting

    @property
    def waits_for(self) -> Q:
        """Own ones that the office has or asks about, or another of the unit looks at or submits, those that the office
        returned, and what waits for nobody.
        """
        asked = Q(unit__in=self.own, state=UnitState.ACCEPTED) & Exists(_asked())
        returned = Q(ward__in=self.coordinated, state=UnitState.RETURNED) & ~Q(unit__in=self.own)
        unseen = Q(ward__in=self.coordinated, state__in=[UnitState.DRAFT, UnitState.IN_REVIEW])
        left = unseen & Q(standing.is_stranded(UnitReport))
        looked = Q(unit__in=self.own, state__in=HELD_BY_UNIT, looked__in=[Looked.ASKED, Looked.DONE])
        return Q(unit__in=self.own, state__in=HELD_BY_WARD) | asked | returned | left | looked

    @property
    def unconfirmed(self) -> Q:
        """What the office entered on a unit's behalf: for those of the unit to confirm, for the office to wait for."""
        waits = Q(unconfirmed_since__isnull=False)  # repeated in each half: SQLite picks an index for each by itself
        return waits & Q(unit__in=self.readable) | waits & Q(ward__in=self.coordinated)

    @property
    def restated(self) -> Q:
        """In which a corrected figure waits for whoever submits, or for the office."""
        return restatements.is_restated(self.submitting, self.coordinated)

    def asks(self, report: Any) -> bool:
        """Whether `unit_reports_asked` finds it."""
        if report.state in HELD_BY_UNIT and report.being_looked_at:
            return report.at_step or (report.looked == Looked.DONE and report.unit_id in self.submitting)
        if report.state in HELD_BY_UNIT:
            return report.unit_id in self.own
        if report.proposed_by_id and report.state == UnitState.IN_REVIEW:
            return bool(report.at_step)
        waits = report.state == UnitState.SUBMITTED or (report.state == UnitState.IN_REVIEW and not report.authored)
        return waits and report.ward_id in self.coordinated

    def tasks(self, report: Any) -> Iterator[Task]:
        """The lines of a report that `waits_for`, `unconfirmed` or `restated` finds."""
        if self._with_office(report) if report.unit_id in self.own else self._returned(report):
            yield _unit_waiting(report, answers=report.unit_id in self.writing)
        if report.unconfirmed_since and (report.unit_id in self.readable or report.ward_id in self.coordinated):
            yield _to_confirm(report, CONFIRM if report.unit_id in self.readable else UNCONFIRMED)
        if report.restated_pk:
            yield restatements.line_of(report)

    def _with_office(self, report: Any) -> bool:
        looked = report.state in HELD_BY_UNIT and report.being_looked_at and not self.asks(report)
        return report.state in HELD_BY_WARD or looked or (report.state == UnitState.ACCEPTED and report.question)

    def _returned(self, report: Any) -> bool:
        left = report.state == UnitState.RETURNED or report.stranded
        return left and report.ward_id in self.coordinated


def desk_of(person: Person) -> Desk:
    """The desk of `person` now. Six queries and one for each further type of case, however many cases there are."""
    calendars = calendar_days.every()
    units = UnitsByRight.of(person)
    unit_reports = list(_unit_reports_of(person, units))
    asked = [report for report in unit_reports if units.asks(report)]
    waited = [report for report in unit_reports if list(units.tasks(report))]
    ward_reports = list(standing.with_ward_standing(_ward_reports_of(person))[: SHOWN + 1])
    items = list(difficulties_asked(person).order_by("raised_at", "pk")[: SHOWN + 1])
    others = [lines_of(person, calendars) for lines_of in SOURCES.values()]
    tasks = [
        *(_unit_task(report, calendars, submits=report.unit_id in units.submitting) for report in asked[:SHOWN]),
        *(task for report in waited[:SHOWN] for task in units.tasks(report)),
        *(_ward_task(report, calendars) for report in ward_reports[:SHOWN]),
        *to_reply(ward_reports[:SHOWN]),
        *(_difficulty_task(item) for item in items[:SHOWN]),
        *(task for lines in others for task in lines[:SHOWN]),
    ]
    more = any(len(rows) > SHOWN for rows in (asked, waited, ward_reports, items, *others))
    return Desk(sorted(tasks, key=_order), list(strips_of(person)), recent(person), more)


def unit_reports_asked(person: Person) -> UnitReportQuerySet:
    """The unit reports on which `person` can do the next thing."""
    reports = UnitReport.objects
    asked = reports.to_write(person) | reports.to_submit(person) | reports.to_take(person) | reports.to_accept(person)
    of_any_kind = either(asked, reports.to_look_at(person), reports.to_confirm(person))
    return reports.filter(of_any_kind, state__in=HELD_BY_UNIT + HELD_BY_WARD)


def ward_reports_asked(person: Person) -> WardReportQuerySet:
    """The ward reports on which `person` can do the next thing."""
    return WardReport.objects.filter(_ward_reports_asked(person))


def difficulties_asked(person: Person) -> DifficultyQuerySet:
    """The difficulties addressed to `person`, or whose answer their unit has to judge."""
    return Difficulty.objects.addressed_to(person) | Difficulty.objects.to_settle(person)


def strips_of(person: Person) -> QuerySet[ReportingPeriod]:
    """The newest periods that `person` coordinates and has not sent on, with counts of their unit reports."""
    theirs = grants.units_where(person, "review_reports")
    if not theirs:
        return ReportingPeriod.objects.none()
    open_reports = WardReport.objects.filter(period=OuterRef("pk"), state__in=WITH_COORDINATOR)
    newest = ReportingPeriod.objects.filter(Exists(open_reports), ward__in=theirs).order_by(*NEWEST_FIRST)[:STRIPS]
    return counted(ReportingPeriod.objects.filter(pk__in=newest.values("pk")))


def _asked() -> QuerySet[EntryComment]:
    """What the office asked about a unit report since it was last submitted, and the unit did not answer."""
    since = Q(report__submitted_at=None) | Q(at__gte=F("report__submitted_at"))
    return EntryComment.objects.filter(since, report=OuterRef("pk"), answered_at=None)


def _with_talk(reports: UnitReportQuerySet) -> UnitReportQuerySet:
    answers = EntryComment.objects.filter(report=OuterRef("pk"), answered_at__isnull=False).order_by("-answered_at")
    return reports.annotate(
        question=Subquery(_asked().order_by("-at").values("text")[:1]),
        last_answer=Subquery(answers.values("answer")[:1]),
    )


def _ward_reports_asked(person: Person) -> Q:
    reports = WardReport.objects
    return reports.to_consolidate(person) | reports.to_issue(person) | reports.deciding(person)


def _ward_reports_of(person: Person) -> WardReportQuerySet:
    """The ward reports that wait for `person`, those that `person` sent on and others have, and those that are overdue
    with others, of which an office of theirs was told, or issued and for their information.
    """
    asked = _ward_reports_asked(person)
    coordinated = grants.units_where(person, "review_reports")
    sent_on = Q(state__in=BEYOND_COORDINATOR, ward__in=coordinated)
    decided = Q(state__in=BEYOND_APPROVER, ward__in=grants.units_where(person, "approve_reports"))
    told, informed = WardReport.objects.overdue_for(person), WardReport.objects.to_know(person)
    reports = WardReport.objects.filter(asked | sent_on | decided | told | informed)
    asked_first = reports.with_opinion_due(person).annotate(
        asked=ExpressionWrapper(asked, output_field=BooleanField()),
        told=ExpressionWrapper(told, output_field=BooleanField()),
        informed=ExpressionWrapper(informed, output_field=BooleanField()),
        unanswered=unanswered(WardReport, coordinated),
    )
    return asked_first.order_by("-asked", "-urgency", "period__ward_due_at", "pk")


def _to_confirm(report: Any, ask: Ask) -> Task:
    return Task(
        report=report,
        ask=ask,
        url=reverse(ask.page, args=[report.pk]),
        holder=report.unit.short_name,
        since=report.unconfirmed_since,
        reason="",
        due=None,
    )


def _unit_reports_of(person: Person, units: UnitsByRight) -> UnitReportQuerySet:
    """The most urgent that wait for `person` and those for which `person` waits, with names: of each one more than is
    shown, so that `more` is known.
    """
    waits = units.waits_for | units.unconfirmed | units.restated
    asked, waited = unit_reports_asked(person), UnitReport.objects.filter(waits)
    first = UnitReport.objects.filter(either(_most_urgent(asked), _most_urgent(waited)))
    named = standing.with_unit_standing(first).with_authored(person).with_step_asked(person)
    told = restatements.with_restatements(_with_talk(named), units.submitting, units.coordinated)
    return told.order_by(*BY_DUE)


def _most_urgent(reports: UnitReportQuerySet) -> QuerySet:
    """As a query within one, since no part of a union may be a slice."""
    return UnitReport.objects.filter(pk__in=reports.order_by(*BY_DUE)[: SHOWN + 1].values("pk"))


def _unit_task(report: Any, calendars: Calendars, *, submits: bool) -> Task:
    own = report.state in HELD_BY_UNIT
    ask = _step_ask(report) or (_head_ask(report) if own and submits else UNIT_ASKS[report.state])
    due_at = report.due_at if own else report.period.ward_due_at
    return Task(
        report=report,
        ask=ask,
        url=reverse(ask.page, args=[report.pk]),
        holder="",
        since=report.state_since,
        reason=report.reason if report.state == UnitState.RETURNED else "",
        due=standing.due(due_at, calendars.of(report.ward_id)),
        question=report.question or "" if own else "",
        answer="" if own else report.last_answer or "",
        missing=report.unanswered if ask is UNFINISHED else 0,
    )


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
        url=reverse("unit_report", args=[report.pk]),
        holder=standing.unit_holder(report),
        since=report.state_since,
        reason=report.reason if report.state == UnitState.RETURNED else "",
        due=None,
        question=report.question or "",
    )


def _ward_task(report: Any, calendars: Calendars) -> Task:
    ask = _ward_ask(report)
    answered = report.state == WardState.DISPATCHED
    due_at = report.opinion_due if ask in (OPINE, EXAMINE) else report.period.ward_due_at
    return Task(
        report=report,
        ask=ask,
        url=reverse(ask.page or "ward_report", args=[report.pk]),
        holder=standing.ward_holder(report),
        since=report.state_since,
        reason=report.reason if report.state in WITH_COORDINATOR else "",
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
        url=reverse(ask.page, args=[item.pk]),
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
    return WARD_ASKS[report.state]


def _order(task: Task) -> tuple[int, bool, datetime]:
    return -task.urgency, task.due is None, task.due.at if task.due else task.since
