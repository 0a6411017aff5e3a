"""The worker: each message in a process of its own, whatever kills it. Two workers on PostgreSQL, killed with -9."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest
from django.db import connection, connections

from approvals.models import Incident, OutboxMessage
from approvals.outbox import queue as outbox
from approvals.outbox import worker

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

LEASE = 1.5  # seconds, in place of 45
forking = multiprocessing.get_context("fork")


def told(message: OutboxMessage, word: str) -> None:
    """Write down that a handler was here."""
    with Path(message.payload["log"]).open("a") as log:
        log.write(f"{message.key} {word}\n")


def note(message: OutboxMessage) -> None:
    told(message, "done")


def name_its_process(message: OutboxMessage) -> None:
    told(message, str(os.getpid()))


def last_long(message: OutboxMessage) -> None:
    told(message, "begun")
    time.sleep(message.payload["seconds"])
    told(message, "done")


def kill_itself(message: OutboxMessage) -> None:
    told(message, "begun")
    os.kill(os.getpid(), signal.SIGKILL)


def kill_its_worker(message: OutboxMessage) -> None:
    told(message, "begun")
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(5)


def read_a_pipe(message: OutboxMessage) -> None:
    told(message, "begun")
    Path(message.payload["pipe"]).read_bytes()


def lose_the_database(message: OutboxMessage) -> None:
    told(message, "begun")
    if message.tries > 1:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


@pytest.fixture
def log(tmp_path) -> Path:
    return tmp_path / "log"


@pytest.fixture(autouse=True)
def scaled_down(settings, monkeypatch):
    settings.APPROVALS_HANDLERS = {
        function.__name__: f"{__name__}.{function.__name__}"
        for function in (
            note,
            name_its_process,
            last_long,
            kill_itself,
            kill_its_worker,
            read_a_pipe,
            lose_the_database,
        )
    }
    settings.APPROVALS_TIME_LIMITS = {"read_a_pipe": 0.5, "last_long": 20}
    monkeypatch.setattr(outbox, "LEASE", timedelta(seconds=LEASE))
    monkeypatch.setattr(outbox, "PAUSE", timedelta(seconds=0.1))
    monkeypatch.setattr(worker, "RENEWAL", 0.4)
    monkeypatch.setattr(worker, "POLL", 0.1)
    monkeypatch.setattr(worker, "OUTAGE", 0.3)
    monkeypatch.setattr(worker, "GRACE", 0.5)


@pytest.fixture
def start() -> Iterator[Callable[[], ForkProcess]]:
    """Start a worker as a process."""
    started: list[ForkProcess] = []

    def start_one() -> ForkProcess:
        connections.close_all()
        started.append(forking.Process(target=lambda: worker.Worker().run()))
        started[-1].start()
        return started[-1]

    yield start_one
    for process in started:
        process.kill()
        process.join()
    time.sleep(0.1)  # its children die with it, and their connections with them


def row(key: str) -> OutboxMessage:
    return OutboxMessage.objects.get(key=key)


def until(happens: Callable[[], object], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline, list(OutboxMessage.objects.values("key", "tries", "done_at", "parked"))
        time.sleep(0.05)


def is_done(*keys: str) -> Callable[[], bool]:
    return lambda: OutboxMessage.objects.filter(key__in=keys, done_at__isnull=False).count() == len(keys)


def times(log: Path, word: str) -> int:
    return log.read_text().splitlines().count(word) if log.exists() else 0


def once(flag: Path) -> bool:
    """Whether nobody was here before, in whatever process."""
    try:
        os.close(os.open(flag, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def before_claiming(flag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = outbox.claim

    def die_or_claim(busy):
        if once(flag):
            os.kill(os.getpid(), signal.SIGKILL)
        return claim(busy)

    monkeypatch.setattr(outbox, "claim", die_or_claim)


def after_claiming(flag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = worker.Worker.begin

    def die_or_begin(self, message):
        if once(flag):
            os.kill(os.getpid(), signal.SIGKILL)
        begin(self, message)

    monkeypatch.setattr(worker.Worker, "begin", die_or_begin)


def in_the_handler(flag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = outbox.work

    def die_or_work(message):
        if once(flag):
            kill_its_worker(message)
        work(message)

    monkeypatch.setattr(outbox, "work", die_or_work)


def before_confirming(flag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = outbox.work

    def work_or_die(message):
        if once(flag):
            note(message)
            kill_its_worker(message)
        work(message)

    monkeypatch.setattr(outbox, "work", work_or_die)


POINTS = [before_claiming, after_claiming, in_the_handler, before_confirming]


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.__name__)
def test_what_a_killed_worker_held_is_done_by_the_other_when_the_lease_runs_out(
    start, log, tmp_path, monkeypatch, point
):
    point(tmp_path / "flag", monkeypatch)
    outbox.put("note", "a", scope=1, log=str(log))
    two = [start(), start()]
    until(lambda: not all(process.is_alive() for process in two))
    until(is_done("a"), LEASE + 3)
    assert times(log, "a done") == (2 if point is before_confirming else 1)
    assert row("a").tries == (1 if point is before_claiming else 2)
    assert not Incident.objects.exists()


def test_a_process_that_dies_alone_costs_its_message_one_try_and_no_wait_for_the_lease(start, log, monkeypatch):
    monkeypatch.setattr(outbox, "LEASE", timedelta(seconds=60))
    outbox.put("kill_itself", "a", scope=1, log=str(log))
    start()
    until(lambda: row("a").tries == 2, 5)


@pytest.mark.parametrize(("kept_for", "least", "most"), [(100, 1, 2), (3, 4, 5)])
def test_a_batch_is_worked_by_few_processes_which_are_not_kept_for_ever(log, monkeypatch, kept_for, least, most):
    monkeypatch.setattr(worker, "KEPT_FOR", kept_for)
    for number in range(12):
        outbox.put("name_its_process", f"{number}", scope=1, log=str(log))
    worker.Worker().run(seconds=10)
    lines = log.read_text().splitlines()
    assert sorted(line.split()[0] for line in lines) == sorted(map(str, range(12)))
    assert least <= len({line.split()[1] for line in lines}) <= most


def test_a_process_that_has_grown_takes_no_more(log, monkeypatch):
    monkeypatch.setattr(worker, "GROWN", -1)
    for number in range(3):
        outbox.put("name_its_process", f"{number}", scope=1, log=str(log))
    worker.Worker().run(seconds=10)
    assert len({line.split()[1] for line in log.read_text().splitlines()}) == 3


def test_what_kills_each_of_its_processes_becomes_an_incident_and_its_neighbours_keep_their_tries(start, log):
    outbox.put("kill_itself", "poison", scope=1, log=str(log))
    for number in range(3):
        outbox.put("note", f"{number}", scope=1, log=str(log))
    start(), start()
    until(lambda: row("poison").parked)
    assert is_done("0", "1", "2")()
    assert {row(f"{number}").tries for number in range(3)} == {1}
    assert times(log, "poison begun") == outbox.TRIES
    assert "đã kết thúc với mã -9" in Incident.objects.get().what


def test_what_kills_each_of_its_workers_becomes_an_incident(start, log, monkeypatch):
    monkeypatch.setattr(outbox, "TRIES", 2)
    monkeypatch.setattr(outbox, "LEASE", timedelta(seconds=0.5))
    outbox.put("kill_its_worker", "poison", scope=1, log=str(log))
    for _try in range(outbox.TRIES):
        start().join(10)
    start()
    until(lambda: row("poison").parked)
    assert times(log, "poison begun") == 2
    assert "bị dừng đột ngột" in Incident.objects.get().what


def test_work_that_takes_longer_than_a_lease_is_done_once(start, log):
    outbox.put("last_long", "a", scope=1, log=str(log), seconds=LEASE * 2.5)
    start(), start()
    until(is_done("a"))
    assert (times(log, "a begun"), row("a").tries) == (1, 1)


def test_what_hangs_is_stopped_at_its_limit_and_holds_up_neither_its_own_topic_nor_others(
    start, log, tmp_path, settings
):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_text("x")
    settings.APPROVALS_TIME_LIMITS = {"read_a_pipe": 3}
    outbox.put("read_a_pipe", "hangs", scope=1, log=str(log), pipe=str(tmp_path / "pipe"))
    outbox.put("read_a_pipe", "same topic", scope=1, log=str(log), pipe=str(tmp_path / "file"))
    outbox.put("note", "other topic", scope=1, log=str(log))
    begun = time.monotonic()
    start()
    until(is_done("same topic", "other topic"))
    assert time.monotonic() - begun < 3
    until(lambda: row("hangs").tries == 2)


def test_what_hangs_each_time_becomes_an_incident_that_says_so(start, log, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    outbox.put("read_a_pipe", "hangs", scope=1, log=str(log), pipe=str(tmp_path / "pipe"))
    start()
    until(lambda: row("hangs").parked)
    assert "giây" in Incident.objects.get().what


def test_an_orderly_stop_gives_back_what_is_running_with_its_try(start, log):
    for number in range(3):
        outbox.put("last_long", f"{number}", scope=1, log=str(log), seconds=15)
    running = start()
    until(lambda: times(log, "0 begun") and times(log, "1 begun"))
    os.kill(running.pid, signal.SIGTERM)
    running.join(5)
    assert running.exitcode == 0
    assert set(OutboxMessage.objects.values_list("lease", "leased_until", "tries")) == {(None, None, 0)}


def test_an_orderly_stop_waits_for_what_ends_soon(start, log):
    outbox.put("last_long", "a", scope=1, log=str(log), seconds=0.4)
    running = start()
    until(lambda: times(log, "a begun"))
    os.kill(running.pid, signal.SIGTERM)
    running.join(5)
    assert (is_done("a")(), times(log, "a done")) == (True, 1)


def test_a_database_that_goes_away_under_a_handler_costs_one_try(start, log):
    outbox.put("lose_the_database", "a", scope=1, log=str(log))
    start()
    until(is_done("a"))
    assert row("a").tries == 2


def test_a_worker_whose_own_connection_was_cut_goes_on(start, log):
    start()
    time.sleep(0.5)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    outbox.put("note", "a", scope=1, log=str(log))
    until(is_done("a"))


def test_a_run_for_a_time_ends_once_nothing_is_due(log):
    for number in range(5):
        outbox.put("note", f"{number}", scope=1, log=str(log))
    worker.Worker().run(seconds=10)
    assert is_done("0", "1", "2", "3", "4")()


def test_a_run_for_a_time_begins_nothing_after_it(log):
    outbox.put("note", "a", scope=1, log=str(log))
    worker.Worker().run(seconds=-1)
    assert row("a").tries == 0
