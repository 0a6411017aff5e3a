"""Acts in real sessions of PostgreSQL: at once, or one while another has acted and not yet committed."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

from django.db import connection, transaction

from approvals.errors import NotPossible

Act = Callable[[], Any]
Outcomes = tuple[list[Any], list[NotPossible]]
PATIENCE = 20  # seconds


def in_a_session(act: Act) -> Any:
    """What the act returned in a connection of its own, or how it was refused."""
    try:
        connection.ensure_connection()
        return act()
    except NotPossible as refused:
        return refused
    finally:
        connection.close()


def sorted_out(outcomes: list[Any]) -> Outcomes:
    lost = [outcome for outcome in outcomes if isinstance(outcome, NotPossible)]
    return [outcome for outcome in outcomes if not isinstance(outcome, NotPossible)], lost


def race(*acts: Act) -> Outcomes:
    """Run the acts at once, each in a session of its own: what the winners returned, how the others were refused."""
    together = Barrier(len(acts))

    def run(act: Act) -> Any:
        together.wait(timeout=PATIENCE)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted_out(list(pool.map(lambda act: in_a_session(lambda: run(act)), acts)))


def overtaken(first: Act, second: Act) -> Outcomes:
    """Begin `second` while `first` has acted and not committed: it must wait, else it acts on what is past.

    `first` commits once `second` waits for it, or has ended without waiting.
    """
    acted, ended, sessions = Event(), Event(), []

    def hold() -> Any:
        try:
            with transaction.atomic():
                result = first()
                acted.set()
                _until(lambda: ended.is_set() or (sessions and _waits(sessions[0])))
                return result
        finally:
            acted.set()

    def follow() -> Any:
        try:
            acted.wait(PATIENCE)
            sessions.append(connection.connection.info.backend_pid)
            return second()
        finally:
            ended.set()

    with ThreadPoolExecutor(2) as pool:
        return sorted_out(list(pool.map(in_a_session, (hold, follow))))


def _waits(session: int) -> bool:
    """Whether the session waits for a lock of this one's, or of another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(pg_blocking_pids(%s))", [session])
        return cursor.fetchone()[0] > 0


def _until(done: Callable[[], Any]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < give_up, "the other session neither waits nor ends"
        time.sleep(0.01)
