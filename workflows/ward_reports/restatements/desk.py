"""The lines of a person's desk about corrected figures of earlier periods: they come with its unit reports."""

from collections.abc import Collection
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workflows.cases.desks import Ask, Task
from workflows.models import Restatement

DECIDE = Ask(_("A unit corrects a figure of this period: decide"), _("Read and decide"), "restatement")
PROPOSE = Ask(_("Your unit corrects a figure of this period: check it"), _("Read and propose"), "restatement")
TOLD = ("pk", "state", "at", "reason")


def waiting_for(heads: Collection[int], coordinates: Collection[int]) -> QuerySet[Restatement]:
    """What waits for whoever submits for these units or coordinates these wards, the oldest first."""
    written = Q(state=Restatement.State.WRITTEN, report__unit__in=heads)
    proposed = Q(state=Restatement.State.PROPOSED, report__ward__in=coordinates)
    return Restatement.objects.waiting().filter(written | proposed).order_by("at", "pk")


def is_restated(heads: Collection[int], coordinates: Collection[int]) -> Q:
    """Of a unit report. Not asked of each row: SQLite would ask every report of the installation."""
    return Q(pk__in=waiting_for(heads, coordinates).order_by().values("report"))


def with_restatements(reports: Any, heads: Collection[int], coordinates: Collection[int]) -> Any:
    """The unit reports, each with the correction that waits for the person, if any; runs no query of its own."""
    waiting = waiting_for(heads, coordinates).filter(report=OuterRef("pk"))
    return reports.annotate(**{f"restated_{name}": Subquery(waiting.values(name)[:1]) for name in TOLD})


def line_of(report: Any) -> Task:
    """The line of a report from `with_restatements` in which a correction waits."""
    return Task(
        report=report,
        ask=DECIDE if report.restated_state == Restatement.State.PROPOSED else PROPOSE,
        url=reverse("restatement", args=[report.pk, report.restated_pk]),
        holder="",
        since=report.restated_at,
        reason=report.restated_reason,
        due=None,
    )
