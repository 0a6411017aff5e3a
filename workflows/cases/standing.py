"""Where a report stands: who holds it, and how near its due time is. Reads only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext

from approvals.clock import deadline, now
from approvals.models import Incident
from units.models import Office
from workflows.models import CaseStep, UnitReport, Verb, WardReport
from workflows.models.cases import Case
from workflows.models.joined import Joined
from workflows.models.querysets import UnitReportQuerySet, WardReportQuerySet
from workflows.models.states import UnitState, WardState
from workflows.pure.calendar import Calendar, slack, words

SOON = 2
STRANDED = "stranded"  # the topic, and the beginning of the key, of an incident of what waits for nobody


@dataclass(frozen=True)
class Due:
    """A due time as pages say it: the first instant that is late, the way to it in words, and ok, soon or late.

    `pressing` is true when it is late or no working day is left after today.
    """

    at: datetime
    words: str
    tone: str
    pressing: bool

    @property
    def before(self) -> str:
        """The first moment that is late."""
        return deadline(self.at)


def due(at: datetime, calendar: Calendar) -> Due:
    """How near the aware instant `at` is now; "soon" from two working days on."""
    left = slack(now(), at, calendar)
    tone = "late" if left.late else "soon" if left.working_days <= SOON else "ok"
    return Due(at, words(left), tone, left.late or left.hours is not None)


def is_stranded(model: type[Case]) -> Exists:
    """Of a case of this type: whether an incident says that it waits for nobody."""
    return Exists(
        Incident.objects.filter(
            state=Incident.State.OPEN,
            message__key=Concat(Value(f"{STRANDED}-{model._meta.model_name}-"), Cast(OuterRef("pk"), CharField())),
            opened_at__gte=OuterRef("state_since"),  # what has been moved since waits for whom its state says
        )
    )


def with_unit_standing(reports: UnitReportQuerySet) -> UnitReportQuerySet:
    """With the names that a report's own name and `unit_holder` read: PostgreSQL orders eight joins well, no more."""
    named = reports.select_related("period__kind", "period__plan__coordinating_unit", "unit", "reviewer")
    return named.annotate(stranded=is_stranded(UnitReport))


def with_open_steps(cases: Any) -> Any:
    """The cases of one type, each with the titles of the steps that are open, a line each (`open_steps`)."""
    steps = CaseStep.objects.of_kind(cases.model).filter(subject_id=OuterRef("pk"))
    open_ones = steps.filter(opened_at__isnull=False, decided_at=None).order_by().values("subject_id")
    return cases.annotate(open_steps=Subquery(open_ones.annotate(titles=Joined("title")).values("titles")))


def with_ward_standing(reports: WardReportQuerySet) -> WardReportQuerySet:
    """With the names that a report's own name and `ward_holder` read, and whether the clock of a step stands still."""
    steps = CaseStep.objects.of_kind(reports.model).filter(subject_id=OuterRef("pk"), decided_at=None)
    named = reports.select_related("period__kind", "period__plan__coordinating_unit", "ward")
    return with_open_steps(named).annotate(
        asks_opinions=Exists(steps.filter(verb=Verb.OPINION, opened_at__isnull=False)),
        paused=Exists(steps.filter(paused_at__isnull=False)),
        stranded=is_stranded(WardReport),
    )


def unit_holder(report: Any) -> str:
    """Who has to act next; blank where nobody has to. `report` is a unit report from `with_unit_standing`."""
    if report.stranded:
        return gettext("nobody: see the page of incidents")
    if report.state in (UnitState.DRAFT, UnitState.RETURNED):
        return report.unit.short_name
    if report.state == UnitState.IN_REVIEW and report.proposed_by_id:
        return gettext("a second person, to confirm it")
    if report.state == UnitState.IN_REVIEW and report.reviewer and report.reviewer.is_active:
        return str(report.reviewer)
    if report.state in (UnitState.CONSOLIDATED, UnitState.WAIVED, UnitState.CANCELLED):
        return ""
    return report.period.plan.coordinating_unit.short_name


def ward_holder(report: Any) -> str:
    """Who has to act next; blank where nobody has to. `report` is a ward report from `with_ward_standing`.

    While opinions are asked it is those who give them, even where a later step has nobody.
    """
    if report.stranded and not report.asks_opinions:
        return gettext("nobody: see the page of incidents")
    if report.state == WardState.AWAITING_APPROVAL:
        return ", ".join(report.open_steps.splitlines()) if report.open_steps else gettext("The approvers")
    if report.state in (WardState.CONSOLIDATING, WardState.RETURNED, WardState.REFUSED, WardState.RECALLED):
        return report.period.plan.coordinating_unit.short_name
    if report.state in (WardState.APPROVED, WardState.ISSUED):
        return str(Office.CLERK.label)
    return report.period.plan.province_recipient if report.state == WardState.DISPATCHED else ""
