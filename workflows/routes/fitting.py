"""Whether the time that a route allows lies between the two due times of its kind's newest period."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from units.models import Unit
from workflows.cases.times import calendar_days
from workflows.models import ReportingPeriod, Route, Step, Verb
from workflows.pure.aggregation import format_number
from workflows.pure.calendar import HOUR

from .when.conditions import chains


def with_periods(routes: QuerySet[Route]) -> QuerySet[Route]:
    """With their kinds, and of the newest period of each `units_due` and `ward_due`; None where it has no periods."""
    newest = ReportingPeriod.objects.standing().filter(kind=OuterRef("kind")).order_by("-ends")
    due = {"units_due": newest.values("unit_due_at")[:1], "ward_due": newest.values("ward_due_at")[:1]}
    return routes.select_related("kind").annotate(**{name: Subquery(value) for name, value in due.items()})


def longest(steps: Sequence[Step]) -> timedelta:
    """How much working time a case may take over these steps, in order, until it is numbered."""
    stages: list[int] = []
    for chain in chains(step for step in steps if step.verb != Verb.INFORM):
        hours = max(step.allowance for step in chain)
        if chain[0].beside and stages:
            stages[-1] = max(stages[-1], hours)
        else:
            stages.append(hours)
    return sum(stages) * HOUR


def too_tight(routes: Iterable[Any], ward: Unit) -> dict[int, str]:
    """By the ids of those of the ward's routes, from `with_periods`, whose steps may take longer than there is between
    the due times of their kind, a sentence. One query, none where no kind has periods.
    """
    periodic = [route for route in routes if route.units_due]
    if not periodic:
        return {}
    hours = calendar_days.hours_of(ward)
    found = {}
    for route in periodic:
        needed, there = longest(route.steps.all()), hours.between(route.units_due, route.ward_due)
        if needed > there:
            found[route.pk] = _too_long(needed, there)
    return found


def _too_long(needed: timedelta, there: timedelta) -> str:
    sentence = _(
        "The steps may take %(needed)s working hours, and %(there)s lie between the due time of the units and that of "
        "the ward: a report may be late although every step was in time. Allow less at the steps, or have units report "
        "earlier."
    )
    return sentence % {"needed": _in_hours(needed), "there": _in_hours(there)}


def _in_hours(time: timedelta) -> str:
    return format_number(Decimal(time // timedelta(minutes=1)) / 60)
