"""The unit's desk: a report of sixty entries as it is opened, and one field of it saved while it is typed."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from itertools import count
from statistics import median
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from units.models import Aggregation, Assignment, Direction, Indicator, Office, Person
from workflows.models import AssignmentEntry, IndicatorEntry, UnitReport

from .bare import signed_in, times_bare
from .history import OPEN_MONTH
from .measure import Row, Statements, at_most, milliseconds, percentile
from .world import Ward

ENTRIES = 60
PAGE, AUTOSAVE = 100, 30  # ms
PAGE_STATEMENTS, AUTOSAVE_STATEMENTS = 12, 12
AS_THE_PAGE_SENDS = "application/x-www-form-urlencoded"
AUTOSAVE_SIZE = 500  # bytes of its answer
PAGE_RATIO, AUTOSAVE_RATIO = 3, 2  # times a bare page of the same size (bare.py)


def rows(ward: Ward, requests: int) -> Iterator[Row]:
    report = UnitReport.objects.get(ward=ward.unit, unit=ward.units[0], period__code=f"2026-{OPEN_MONTH}")
    fill_up(report, ward)
    drafter = ward.holder(Office.DRAFTER, report.unit_id)
    for name in ("unit_report", "unit_report_write", "unit_report_check"):
        yield from page(drafter, name, report, requests)
    yield from autosave(drafter, report, requests)


def fill_up(report: UnitReport, ward: Ward) -> None:
    """Give the report entries for everything in the plan, and the plan ten indicators more: sixty in all."""
    plan = report.period.plan
    Indicator.objects.bulk_create(
        Indicator(
            plan=plan,
            number=number,
            name=f"Chỉ tiêu {number}",
            measure="hồ sơ",
            goal=Decimal(60),
            direction=Direction.UP,
            aggregation=Aggregation.SUM,
            lead=ward.units[0],
        )
        for number in range(21, 31)
    )
    indicators = plan.indicators.exclude(entries__report=report)
    assignments = Assignment.objects.filter(plan=plan).exclude(entries__report=report)
    IndicatorEntry.objects.bulk_create(IndicatorEntry(report=report, indicator=each) for each in indicators)
    AssignmentEntry.objects.bulk_create(AssignmentEntry(report=report, assignment=each) for each in assignments)
    entries = report.indicator_entries.count() + report.assignment_entries.count()
    if entries != ENTRIES:
        raise RuntimeError(f"{entries} entries instead of {ENTRIES}")


def page(person: Person, name: str, report: UnitReport, requests: int) -> Iterator[Row]:
    client, address = signed_in(person), reverse(name, args=[report.pk])
    client.get(address)
    with Statements() as statements:
        answer = client.get(address)
    queries = len(statements)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    times = [milliseconds(lambda: client.get(address)) for _ in range(requests)]
    yield timed(f"desk of {ENTRIES} entries, {name}", times, PAGE)
    if name == "unit_report_write":
        ask, size = partial(client.get, address), len(answer.content)
        yield from times_bare(f"desk of {ENTRIES} entries, {name}", person, ask, size, PAGE_RATIO, requests)
    yield at_most(f"desk of {ENTRIES} entries, {name}: statements", queries, PAGE_STATEMENTS)


def timed(name: str, times: list[float], target: float) -> Row:
    """The median, and the p95 beside it."""
    return at_most(name, median(times), target, " ms", f"p95 {percentile(times, 0.95):.1f} ms")


def autosave(person: Person, report: UnitReport, requests: int) -> Iterator[Row]:
    """One field, another value each time."""
    client, address = signed_in(person), reverse("unit_report_autosave", args=[report.pk])
    name = f"i{report.indicator_entries.filter(indicator__aggregation=Aggregation.SUM).first().pk}_value"
    seen = report.version

    def save(value: int) -> HttpResponse:
        nonlocal seen
        answer = client.post(address, urlencode({"seen": seen, name: value}), content_type=AS_THE_PAGE_SENDS)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        seen = answer.json()["version"]
        return answer

    save(1)
    with Statements() as statements:
        save(2)
    queries = len(statements)
    times = [milliseconds(lambda value=value: save(value)) for value in range(3, requests + 3)]
    yield timed("desk, autosave of a field", times, AUTOSAVE)
    values = count(requests + 3)
    yield from times_bare(
        "desk, autosave of a field", person, lambda: save(next(values)), AUTOSAVE_SIZE, AUTOSAVE_RATIO, requests
    )
    yield at_most("desk, autosave of a field: statements", queries, AUTOSAVE_STATEMENTS)
