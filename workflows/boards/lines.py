"""What a desk reads: the rows behind a person's lines, each built from the person alone, so that their SQL is compiled
once (units/compiled.py). Reads only.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from units import grants
from units.models import Person
from workflows.cases import standing
from workflows.cases.desks import SHOWN
from workflows.models import Difficulty, EntryComment, ReportingPeriod, UnitReport, WardReport
from workflows.models.querysets import UNIT_DUE, DifficultyQuerySet, UnitReportQuerySet, WardReportQuerySet, either
from workflows.models.states import HELD_BY_UNIT, HELD_BY_WARD, NOT_ASKED, Looked, UnitState, WardState
from workflows.routes.underway.opinions import unanswered
from workflows.ward_reports.restatements import desk as restatements

from .progress import counted
from .timelines import with_units

STRIPS = 3
BY_DUE = (UNIT_DUE, "pk")
# What no line tells of its report: long texts, and JSON that would be read for each line.
PROSE = ("results", "difficulties", "proposals", "directions")
UNTOLD = (*PROSE, "word", "reopened", "was", "informants")
UNTOLD_OF_WARD = (*PROSE, "leadership", "assessment", "taken_in", "drafted", "looked_at", "last_known", "overrides")
UNTOLD_BESIDE = (
    *("period__brief", "period__arrangement", "period__chosen", "period__kind__unit_kinds"),
    *("period__plan__recipients", "period__plan__note"),
)
WITH_COORDINATOR = [WardState.CONSOLIDATING, WardState.RETURNED]
BEYOND_COORDINATOR = [WardState.AWAITING_APPROVAL, WardState.APPROVED, WardState.ISSUED, WardState.DISPATCHED]
BEYOND_APPROVER = [WardState.AWAITING_APPROVAL, WardState.APPROVED, WardState.ISSUED]


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
        waits &= ~Q(state__in=NOT_ASKED)
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


DUE_FIRST = ("ward_due_at", "pk")


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
    """The periods due first that `person` coordinates and has not sent on, with counts of their unit reports."""
    theirs = grants.units_where(person, "review_reports")
    if not theirs:
        return ReportingPeriod.objects.none()
    open_reports = WardReport.objects.filter(period=OuterRef("pk"), state__in=WITH_COORDINATOR)
    soonest = ReportingPeriod.objects.filter(Exists(open_reports), ward__in=theirs).order_by(*DUE_FIRST)[:STRIPS]
    found = with_units(counted(ReportingPeriod.objects.filter(pk__in=soonest.values("pk"))))
    return found.annotate(is_above=F("ward__has_wards"), recipient=F("plan__province_recipient")).order_by(*DUE_FIRST)


def difficulties_of(person: Person) -> QuerySet[Difficulty]:
    """The oldest that `difficulties_asked` finds, one more than is shown."""
    return difficulties_asked(person).order_by("raised_at", "pk")[: SHOWN + 1]


def unit_reports_of(person: Person) -> UnitReportQuerySet:
    """The most urgent that wait for `person` and those for which `person` waits, with names: of each one more than is
    shown, so that `more` is known.
    """
    units = UnitsByRight.of(person)
    waits = (units.waits_for | units.unconfirmed, units.restated)  # apart: PostgreSQL then finds each by its index
    asked, waited = (
        unit_reports_asked(person),
        UnitReport.objects.filter(either(*(UnitReport.objects.filter(each) for each in waits))),
    )
    first = UnitReport.objects.filter(either(_most_urgent(asked), _most_urgent(waited)))
    named = standing.with_unit_standing(first).with_authored(person).with_step_asked(person)
    reports = restatements.with_restatements(_with_talk(named), units.submitting, units.coordinated)
    return reports.order_by(*BY_DUE).defer(*UNTOLD, *UNTOLD_BESIDE)


def _most_urgent(reports: UnitReportQuerySet) -> QuerySet:
    """As a query within one, since no part of a union may be a slice."""
    return UnitReport.objects.filter(pk__in=reports.order_by(*BY_DUE)[: SHOWN + 1].values("pk"))


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


def ward_reports_of(person: Person) -> WardReportQuerySet:
    """The ward reports that wait for `person`, those that `person` sent on and others have, and those that are overdue
    with others, of which an office of theirs was told, or issued and for their information; one more than is shown.
    Each with `units_missing`: how many of its units' reports are neither taken in nor waived.
    """
    asked = _ward_reports_asked(person)
    coordinated = grants.units_where(person, "review_reports")
    sent_on = Q(state__in=BEYOND_COORDINATOR, ward__in=coordinated)
    decided = Q(state__in=BEYOND_APPROVER, ward__in=grants.units_where(person, "approve_reports"))
    overdue, informed = WardReport.objects.overdue_for(person), WardReport.objects.to_know(person)
    every = WardReport.objects
    parts = [every.to_consolidate(person), every.to_issue(person), *every.deciding_parts(person)]
    parts += [sent_on | decided, overdue, informed]
    reports = every.filter(either(*(every.filter(part) for part in parts)))
    asked_first = reports.with_opinion_due(person).annotate(
        asked=ExpressionWrapper(asked, output_field=BooleanField()),
        told=ExpressionWrapper(overdue, output_field=BooleanField()),
        informed=ExpressionWrapper(informed, output_field=BooleanField()),
        unanswered=unanswered(WardReport, coordinated),
        units_missing=_units_missing(),
    )
    ordered = asked_first.order_by("-asked", "-urgency", "period__ward_due_at", "pk")
    return standing.with_ward_standing(ordered).defer(*UNTOLD_OF_WARD, *UNTOLD_BESIDE)[: SHOWN + 1]


def _units_missing() -> Coalesce:
    open_ones = UnitReport.objects.filter(period=OuterRef("period"), state__in=HELD_BY_UNIT + HELD_BY_WARD)
    counts = open_ones.order_by().values("period").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counts), 0)
