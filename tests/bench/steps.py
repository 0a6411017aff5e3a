"""What waits at the steps of routes for somebody who stands in for three others, among very many steps."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from django.db import connection, transaction

from approvals.clock import now
from units import grants
from units.absences import actions as absences
from units.models import Membership, Office, Person
from workflows.models import CaseStep, WardReport

from .history import OPEN_MONTH, pour
from .measure import Row, at_most, milliseconds
from .world import SINCE, Ward

STEPS = 100_000
SUBSTITUTIONS = 3
INBOX = 10  # ms
TURNS = 20
OPENED = datetime(2026, 11, 1, tzinfo=UTC)


def rows(ward: Ward) -> Iterator[Row]:
    """Leaves the database as it was."""
    with transaction.atomic():
        person = ward.holder(Office.APPROVER)
        _stand_in(ward, person)
        count = _steps()
        waiting = WardReport.objects.filter(WardReport.objects.deciding(person)).order_by("pk")[:51]
        with grants.read_once():
            found = list(waiting.all())
            times = [milliseconds(lambda: list(waiting.all())) for _turn in range(TURNS)]
        if not found:
            raise RuntimeError("nothing waits for the person whose inbox is measured")
        beside = f"{count:,} steps, {SUBSTITUTIONS} substitutions, {len(found)} waiting"
        yield at_most("inbox query, steps of routes", median(times), INBOX, " ms", beside)
        transaction.set_rollback(True)


def _stand_in(ward: Ward, person: Person) -> None:
    own = Membership.objects.get(person=person, office=Office.APPROVER)
    people = Person.objects.bulk_create(
        Person(username=f"away{n}", name=f"Away {n}", password="!") for n in range(SUBSTITUTIONS)
    )
    Membership.objects.bulk_create(
        Membership(person=each, unit=ward.unit, office=own.office, group_id=own.group_id, starts_at=SINCE)
        for each in people
    )
    for each in people:
        term = {"starts_at": now(), "ends_at": now() + timedelta(days=30)}
        absences.start_absence(each, by=None, substitute=person, **term)


def _steps() -> int:
    """As many for each ward report, all of them decided but the last of each in the open month. Returns how many."""
    reports = WardReport.objects.filter(period__code=f"2026-{OPEN_MONTH}")
    still_open = set(reports.values_list("pk", flat=True))
    reports.update(state="awaiting_approval")
    places = list(WardReport.objects.values_list("pk", "ward_id"))
    each = -(-STEPS // len(places))

    def steps() -> Iterator[list[Any]]:
        for pk, ward_id in places:
            for order in range(1, each + 1):
                waits = pk in still_open and order == each
                yield [pk, ward_id, order, order, OPENED, None if waits else OPENED]

    names = ("subject_id", "unit_id", "order", "stage", "opened_at", "decided_at")
    pour(
        CaseStep,
        names,
        ([*row[:4], *map(_stored, row[4:])] for row in steps()),
        subject_kind="wardreport",
        title="Duyệt",
        office=Office.APPROVER,
        verb="approve",
    )
    return each * len(places)


def _stored(at: datetime | None) -> Any:
    return at and connection.ops.adapt_datetimefield_value(at)
