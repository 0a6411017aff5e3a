"""PostgreSQL parses and plans a statement of the tests once in a connection, not once in each test.

psycopg prepares what was sent a few times, and forgets it at a ROLLBACK, with which each test ends: nearly every
statement was planned anew, which takes longer than to run it on so few rows. What is prepared outlives a ROLLBACK on
the server; psycopg forgets it only because tables may be gone with it.
"""

from typing import Any

from django.db.backends.signals import connection_created
from psycopg._preparing import PrepareManager

MOST = 1500  # statements of a connection, of some tens of kilobytes each
LONGEST = 20_000  # bytes; what is longer lays an arrangement down, with all its values (tests/remembered.py)


class Kept(PrepareManager):
    prepare_threshold = 1
    prepared_max = MOST

    def get(self, query: Any, prepare: bool | None = None) -> Any:
        return super().get(query, False if len(query.query) > LONGEST else prepare)

    def _should_discard(self, prep: Any, results: Any, *_pattern: Any) -> bool:
        rolled_back = all((each.command_status or b"").startswith(b"ROLLBACK") for each in results)
        return False if rolled_back else super()._should_discard(prep, results)


def keep(connection: Any, **_signal: Any) -> None:
    if connection.vendor == "postgresql":
        connection.connection._prepared = Kept()
        connection.connection.execute("SET plan_cache_mode = force_generic_plan")


def keep_all() -> None:
    connection_created.connect(keep, dispatch_uid="prepared")
