"""Pages: server time and statements of each, for those who use it, beside the whole history."""

from collections.abc import Iterator
from functools import partial
from statistics import median
from time import perf_counter, process_time
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from units.models import Office, Person
from workflows.boards.lines import unit_reports_asked
from workflows.models import UnitReport, WardReport

from .bare import signed_in, times_bare
from .history import OPEN_MONTH
from .measure import Row, Statements, at_most, milliseconds, percentile
from .world import Ward

P95 = 150  # ms
STATEMENTS = 10
OF_PAGE = {"period": 8, "unit_report": 12, "unit_report_part": 12}  # statements, where another figure is to be reached
INBOX = 10  # ms
TIMES_BARE = {"desk": 3, "unit_report_write": 3}  # times a bare signed-in page of the same size


def visits(ward: Ward) -> Iterator[tuple[str, Person, list[Any], str]]:
    """(page, who, its arguments, what follows the address) for every page that is only read."""
    unit = ward.units[0]
    head, drafter = ward.holder(Office.UNIT_HEAD, unit.pk), ward.holder(Office.DRAFTER, unit.pk)
    coordinator, admin = ward.holder(Office.COORDINATOR), ward.holder(Office.ADMIN)
    month = f"2026-{OPEN_MONTH}"
    reports = UnitReport.objects.filter(ward=ward.unit, period__code=month).order_by("pk")
    theirs = reports.get(unit=unit)
    reviewed = reports.filter(state="in_review").first()
    ward_report = WardReport.objects.get(ward=ward.unit, period__code=month)
    for person in (drafter, head, coordinator, ward.holder(Office.APPROVER), ward.holder(Office.CLERK), admin):
        yield "desk", person, [], ""
    yield "periods", coordinator, [], ""
    yield "period", coordinator, [month], ""
    yield "period", coordinator, ["2026-03"], ""
    yield "period", coordinator, [month], "?mark=found"
    yield "reports", coordinator, [], ""
    yield "reports", drafter, [], ""
    yield "unit_report", coordinator, [reviewed.pk], ""
    yield "unit_report", head, [theirs.pk], ""
    yield "unit_report_write", drafter, [theirs.pk], ""
    yield "unit_report_check", head, [theirs.pk], ""
    yield "unit_report_return", coordinator, [reviewed.pk], ""
    yield "unit_report_return", coordinator, [reviewed.pk], "?part=1&part=2"
    yield "unit_report_part", coordinator, [reviewed.pk, "1"], ""
    yield "ward_report", coordinator, [ward_report.pk], ""
    finished = WardReport.objects.get(ward=ward.unit, period__code="2026-03")
    yield "ward_report_figures", coordinator, [finished.pk], ""
    yield "ward_report_figure", coordinator, [finished.pk, 1], ""
    yield "plan", coordinator, [], ""
    yield "plan_import", admin, [], ""
    yield "units", admin, [], ""
    yield "unit", admin, [unit.pk], ""
    yield "person", admin, [head.pk], ""
    yield "person_add", admin, [], f"?unit={unit.pk}"
    yield "routes", admin, [ward.unit.pk], ""
    yield "documents", coordinator, [], ""
    yield "trail", coordinator, [], ""
    yield "incidents", admin, [], ""


def rows(ward: Ward, everywhere: Person, requests: int) -> Iterator[Row]:
    yield from inbox_rows(ward, everywhere)
    for name, person, arguments, query in [*visits(ward), ("desk", everywhere, [], "")]:
        office = "for all wards" if person == everywhere else person.name.split(" ")[0]
        yield from page_rows(f"{name}, {office}", person, reverse(name, args=arguments) + query, requests)
        if name in TIMES_BARE:
            client, address = signed_in(person), reverse(name, args=arguments)
            ask = partial(client.get, address)
            yield from times_bare(f"{name}, {office}", person, ask, len(ask().content), TIMES_BARE[name], requests)


def page_rows(name: str, person: Person, address: str, requests: int) -> Iterator[Row]:
    """p95 over so many requests, after one that warms what is cached; and the statements of one."""
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.get(address)
    with Statements() as statements:
        answer = client.get(address)
    queries = len(statements)
    if answer.status_code != 200:
        raise RuntimeError(f"{name}: {address} answered {answer.status_code}")
    began = process_time()
    times = [milliseconds(lambda: client.get(address)) for _ in range(requests)]
    busy = (process_time() - began) / requests * 1000
    beside = f"median {median(times):.0f} ms, of which computing {busy:.0f} ms, {len(answer.content) // 1024} KB"
    yield at_most(f"page {name}: p95", percentile(times, 0.95), P95, " ms", beside)
    page = name.partition(",")[0]
    yield at_most(f"page {name}: statements", queries, OF_PAGE.get(page, STATEMENTS))


def inbox_rows(ward: Ward, everywhere: Person) -> Iterator[Row]:
    """What waits for a person: the first page of it."""
    people = {
        "drafter": ward.holder(Office.DRAFTER, ward.units[0].pk),
        "coordinator": ward.holder(Office.COORDINATOR),
        "for all wards": everywhere,
    }
    for name, person in people.items():
        asked = unit_reports_asked(person).order_by("period__unit_due_at", "pk")[:51]
        times = []
        for _turn in range(20):
            began = perf_counter()
            list(asked.all())
            times.append((perf_counter() - began) * 1000)
        yield at_most(f"inbox query, {name}", median(times), INBOX, " ms")
