"""The lines of a person's desk about documents that arrived and wait for an answer."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.models import Arrival
from units import grants
from units.models import Person
from workflows.cases.desks import SHOWN, Ask, Task
from workflows.cases.times.calendar_days import Calendars
from workflows.models import UnitReport

RECEIVE = Ask(_("This document has arrived: receive or refuse it"), _("Read and answer"), "arrival")


def lines_of(person: Person, calendars: Calendars) -> list[Task]:
    """Documents that wait for an answer, oldest first. One query for whoever may answer at a province; none else. What
    a report on the same desk tells already is left out.
    """
    held = grants.held_by(person)
    receiving = held.above & {*held.rights["issue_reports"], *held.rights["review_reports"]}
    return [_task(row) for row in _waiting(receiving, held.rights["review_reports"])] if receiving else []


def _waiting(scopes: Iterable[int], reviewing: Iterable[int]) -> QuerySet[Arrival]:
    is_report = Exists(UnitReport.objects.filter(arrival=OuterRef("pk"), period__cancelled_at=None))
    rows = Arrival.objects.filter(scope__in=scopes, state=Arrival.State.ARRIVED, recalled_at=None)
    rows = rows.exclude(Q(scope__in=list(reviewing)) & is_report)
    return rows.select_related("sender").defer("files", "checks").order_by("arrived_at", "pk")[: SHOWN + 1]


def _task(row: Arrival) -> Task:
    return Task(
        report=row,
        ask=RECEIVE,
        url=reverse(RECEIVE.page, args=[row.pk]),
        holder="",
        since=row.arrived_at,
        reason="",
        due=None,
    )
