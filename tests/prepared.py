"""PostgreSQL parses and plans a statement of the tests once in a connection, not once in each test.

psycopg prepares what was sent a few times, and forgets it at a ROLLBACK, with which each test ends: nearly every
statement was planned anew, which takes longer than to run it on so few rows. What is prepared outlives a ROLLBACK on
the server; psycopg forgets it only because tables may be gone with it.
"""

from typing import Any

from django.db.backends.signals import connection_created
from psycopg._preparing import PrepareManager

MOST = 1500  # statements of a connection, of some tens of kilobytes each
LONGEST = 20_000  # bytes of a write; what is longer lays an arrangement down, with all its values (tests/remembered.py)
ENDS_WHAT_IS_PREPARED = (b"DROP", b"ALTER", b"DISCARD ALL", b"DEALLOCATE ALL")


class Kept(PrepareManager):
    prepare_threshold = 1
    prepared_max = MOST

    def get(self, query: Any, prepare: bool | None = None) -> Any:
        writes_much = len(query.query) > LONGEST and not query.query.startswith(b"SELECT")
        return super().get(query, False if writes_much else prepare)

    def _should_discard(self, prep: Any, results: Any, *_pattern: Any) -> bool:
        ended = any((each.command_status or b"").startswith(ENDS_WHAT_IS_PREPARED) for each in results)
        return super().clear() if ended else False

    def clear(self) -> bool:
        """Called by psycopg's own `rollback()`, beside what the status of a statement tells."""
        return False


def keep(connection: Any, **_signal: Any) -> None:
    if connection.vendor == "postgresql":
        connection.connection._prepared = Kept()
        connection.connection.execute("SET plan_cache_mode = force_generic_plan")


def keep_all() -> None:
    connection_created.connect(keep, dispatch_uid="prepared")
