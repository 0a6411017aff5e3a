"""Entries of unit reports in long form: a line for each indicator that a unit reports in a period. Reads only."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from approvals.clock import ZONE
from units.models import Person
from workflows.models import IndicatorEntry, UnitReport

AT_ONCE = 2000  # rows of a fetch: no more of them are held in memory
# Each column by its name, with where it comes from. The view for BI tools has the same (view.py).
COLUMNS = {
    "entry": "id",
    "ward_code": "report__ward__code",
    "ward": "report__ward__name",
    "unit_code": "report__unit__code",
    "unit": "report__unit__name",
    "kind": "report__period__kind__code",
    "period": "report__period__code",
    "starts": "report__period__starts",
    "ends": "report__period__ends",
    "state": "report__state",
    "submitted_at": "report__submitted_at",
    "accepted_at": "report__accepted_at",
    "plan": "indicator__plan__number",
    "indicator": "indicator__number",
    "indicator_name": "indicator__name",
    "measure": "indicator__measure",
    "aggregation": "indicator__aggregation",
    "stock": "indicator__stock",
    "goal": "indicator__goal",
    "value": "value",
    "numerator": "numerator",
    "denominator": "denominator",
    "note": "note",
    "explanation": "explanation",
    "sent_by": "sent_by",
}
NUMBERS = ("goal", "value", "numerator", "denominator")
DAYS = ("starts", "ends")
TIMES = ("submitted_at", "accepted_at")
Line = tuple[Any, ...]


def counted() -> QuerySet[IndicatorEntry]:
    """Of every ward: what was reported in earnest, in periods that stand."""
    return IndicatorEntry.objects.filter(report__period__kind__practice=False, report__period__cancelled_at=None)


def visible(person: Person, *, year: int, ward: str = "", kind: str = "") -> QuerySet[IndicatorEntry]:
    """Those that the person may read, of periods that end in this year."""
    reports = UnitReport.objects.visible_to(person)
    found = of_year(year).filter(report__in=reports)
    given = {"report__ward__code": ward, "report__period__kind__code": kind}
    return found.filter(**{name: value for name, value in given.items() if value})


def of_year(year: int) -> QuerySet[IndicatorEntry]:
    return counted().filter(report__period__ends__year=year)


def lines(entries: QuerySet[IndicatorEntry]) -> Iterator[Line]:
    """By the columns in order, the oldest entry first; fetched in lots, so that memory does not grow with the rows."""
    return entries.order_by("pk").values_list(*COLUMNS.values()).iterator(chunk_size=AT_ONCE)


def plain(value: Any) -> Any:
    """As a CSV file has it, whatever reads it: a point in numbers, ISO 8601 in days and times of Vietnam."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime):
        return value.astimezone(ZONE).isoformat(timespec="seconds")
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if isinstance(value, date) else value
