"""Eight processes at the same reports, on PostgreSQL: races for one transition, and random steps."""

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection
from viewflow.workflow.models import Task

from approvals.errors import NotPossible
from approvals.models import OutboxMessage, TrailEvent
from approvals.trail import chain as trail
from units.models import Office, Person
from workflows.cases.reconciliation import drifted
from workflows.models import UnitReport
from workflows.unit_reports import actions as unit_reports

from .contestants import Product
from .measure import Row, at_most, percentile
from .world import Ward

PROCESSES = 8
RACES = 25
LOSER = 50  # ms
STEPPING = 10  # seconds
STEPPED = 6  # reports
PATIENCE = 120  # seconds
TOLD = ("submit", "return_for_revision")  # the actions that send a mail

fork = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Finish:
    """How a process came out of a race."""

    won: bool
    took: float
    said: str


def rows(ward: Ward, code: str) -> Iterator[Row]:
    case = Product(ward, code)
    case.draft()
    case.ready()
    for place in range(RACES):
        case.submit(place)
    yield from race_rows(case, ward.coordinators())
    yield from stepping_rows(case, ward)


def race_rows(case: Product, coordinators: list[Person]) -> Iterator[Row]:
    """Eight coordinators take the same report; its number in line is the race's."""
    case.fetch()
    reports = case.reports[:RACES]
    finishes = together(lambda n, barrier: run_races(reports, coordinators[n], barrier))
    races = list(zip(*finishes, strict=True))
    names = [person.name for person in coordinators]
    clean = sum(one_winner(race, names) for race in races)
    losers = [finish.took for race in races for finish in race if not finish.won]
    yield Row(f"{RACES} races of {PROCESSES}: one winner, the others read who", str(clean), str(RACES), clean == RACES)
    yield at_most("a loser's time: p95", percentile(losers, 0.95), LOSER, " ms", f"median {median(losers):.0f} ms")


def one_winner(race: tuple[Finish, ...], names: list[str]) -> bool:
    winners = [name for finish, name in zip(race, names, strict=True) if finish.won]
    return len(winners) == 1 and all(winners[0] in finish.said for finish in race if not finish.won)


def run_races(reports: list[UnitReport], person: Person, barrier: Any) -> list[Finish]:
    UnitReport.objects.count()  # the connection stands before the first race
    finishes = []
    for report in reports:
        barrier.wait(PATIENCE)
        began = time.perf_counter()
        try:
            unit_reports.take(report, by=person)
            won, said = True, ""
        except NotPossible as refusal:
            won, said = False, refusal.message
        finishes.append(Finish(won, (time.perf_counter() - began) * 1000, said))
    return finishes


def stepping_rows(case: Product, ward: Ward) -> Iterator[Row]:
    """Legal and illegal steps at random, then whether everything agrees."""
    case.fetch()
    reports = case.reports[-STEPPED:]
    counts = together(lambda n, barrier: step_about(reports, ward, n, barrier))
    done = sum((Counter(count) for count in counts), Counter())
    beside = f"{done['done']} steps done, {done['refused']} refused"
    apart = [fault for report in reports for fault in disagreements(report.pk)]
    apart += [f"drifted {report.pk}" for report in drifted() if report.pk in {row.pk for row in reports}]
    name = f"{PROCESSES} processes stepping for {STEPPING} s: disagreements"
    yield Row(name, str(len(apart)), "0", not apart, "; ".join(apart) or beside)


def step_about(reports: list[UnitReport], ward: Ward, n: int, barrier: Any) -> Counter:
    chance = random.Random(n)
    barrier.wait(PATIENCE)
    until = time.monotonic() + STEPPING
    counted: Counter = Counter()
    while time.monotonic() < until:
        report = chance.choice(reports)
        step = chance.choice(steps(ward, report))
        try:
            step(report)
            counted["done"] += 1
        except (NotPossible, PermissionDenied):
            counted["refused"] += 1
    return counted


def steps(ward: Ward, report: UnitReport) -> list[Callable[[UnitReport], Any]]:
    head, office = ward.holder(Office.UNIT_HEAD, report.unit_id), ward.holder(Office.COORDINATOR)
    return [
        lambda row: unit_reports.submit(row, by=head, seen=row.version),
        lambda row: unit_reports.withdraw(row, by=head),
        lambda row: unit_reports.take(row, by=office),
        lambda row: unit_reports.hand_back(row, by=office),
        lambda row: unit_reports.accept(row, by=office, seen=row.version),
        lambda row: unit_reports.return_for_revision(row, by=office, reason="Số liệu chưa khớp"),
        lambda row: unit_reports.accept(row, by=head, seen=row.version),
    ]


def disagreements(pk: int) -> list[str]:
    """What is wrong with the report after all that: state, trail, open task, outbox."""
    report = UnitReport.objects.get(pk=pk)
    events = TrailEvent.objects.filter(subject_kind="unitreport", subject_id=pk).order_by("seq")
    mails = {int(key.split("-")[3]) for key in keys_of(pk)}
    open_tasks = list(Task.objects.filter(process_id=report.process_id, finished=None).values_list("pk", flat=True))
    expected = [] if report.state in ("accepted", "consolidated", "waived") else [report.task_id]
    checks = {
        "trail": not trail.verify(events).fault and events.last().hash == report.trail_head,
        "state": events.exclude(source="").last().target == report.state,
        "task": open_tasks == expected,
        "outbox": mails == set(events.filter(action__in=TOLD).values_list("seq", flat=True)),
    }
    return [f"{name} of {pk}" for name, agrees in checks.items() if not agrees]


def keys_of(pk: int) -> list[str]:
    return list(OutboxMessage.objects.filter(key__startswith=f"mail-unitreport-{pk}-").values_list("key", flat=True))


def together(work: Callable[[int, Any], Any]) -> list[Any]:
    """Run `work` in eight processes of their own, each with its own connection; what they return, in order."""
    connection.close()
    barrier, queue = fork.Barrier(PROCESSES), fork.Queue()
    runners = [fork.Process(target=report_back, args=(work, n, barrier, queue)) for n in range(PROCESSES)]
    for runner in runners:
        runner.start()
    found = dict(queue.get(timeout=PATIENCE) for _ in runners)
    for runner in runners:
        runner.join(PATIENCE)
    return [found[n] for n in range(PROCESSES)]


def report_back(work: Callable[[int, Any], Any], n: int, barrier: Any, queue: Any) -> None:
    queue.put((n, work(n, barrier)))
    connection.close()
