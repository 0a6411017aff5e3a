"""The status last accepted of the assignments of which a period's reports say nothing. Reads only."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from approvals.clock import ZONE, now
from workflows.models import AssignmentEntry, AssignmentStatus, ReportingPeriod, WardReport
from workflows.models.states import TAKEN_IN
from workflows.pure.progress import Moment

LastKnown = dict[str, str]


def statuses_of(period: ReportingPeriod) -> QuerySet[Any]:
    """The plan's assignments: `reported` is the status that the lead unit reported, None where nothing is taken in;
    `last` the one that was last accepted in another period of the plan up to this one, None where there is none.

    An assignment's number names it in every version of the plan, whoever leads it there.
    """
    by_lead = AssignmentEntry.objects.filter(report__unit=F("assignment__lead"), report__state__in=TAKEN_IN)
    reported = by_lead.filter(assignment=OuterRef("pk"), report__period=period)
    before = by_lead.filter(
        assignment__number=OuterRef("number"),
        assignment__plan__number=period.plan.number,
        assignment__plan__year=period.plan.year,
        report__ward=period.ward_id,
        report__period__ends__lte=period.ends,
    )
    before = before.exclude(report__period=period).exclude(status=AssignmentStatus.NOT_REPORTED)
    before = before.filter(report__period__kind__practice=False)
    last = before.order_by("-report__period__ends", "-report__accepted_at", "-pk")
    return period.assignments.annotate(
        reported=Subquery(reported.values("status")[:1]), last=Subquery(last.values("status")[:1])
    )


def silent(rows: Iterable[tuple[int, str | None, str | None]]) -> LastKnown:
    """The last known status of each assignment of which nothing is reported, by its id as JSON stores it. `rows`
    are ids, `reported` and `last`.
    """
    return {str(pk): last for pk, reported, last in rows if not reported and last}


def last_known_of(report: WardReport) -> LastKnown:
    """As of the report's consolidation; read now, by one query, where the report has not stored it."""
    if report.last_known is not None:
        return report.last_known
    return silent(statuses_of(report.period).values_list("pk", "reported", "last"))


def moment_of(report: WardReport) -> Moment:
    """The moment for `is_late`: that of the consolidation, so that a document rendered again reads the same."""
    return Moment(report.period.ends, (report.consolidated_at or now()).astimezone(ZONE).date())
