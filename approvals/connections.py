"""How connections are read from: what Django and psycopg do anew for each statement or value, done once.

A statement that finds a row by its key took PostgreSQL a twentieth of what Python took to make a cursor and to read the
row (docs/decisions/0157-read-with-less.md).
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.signals import connection_created
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.signals import post_init, pre_init
from psycopg.adapt import Loader
from psycopg.types.datetime import TimestamptzLoader

Row = TypeVar("Row", bound=Model)

KEPT = "kept_cursor"
LONGEST_KEPT = 20_000  # on SQLite, in letters: of bulk inserts, which are longer, few are the same


class Moments(Loader):
    """A moment as PostgreSQL writes it, in UTC: read by Python's own means, at a tenth of the time of psycopg's."""

    timezone = UTC  # asked for by Django, which else registers its own

    def load(self, data: Any) -> datetime:
        try:
            moment = datetime.fromisoformat(str(data, "ascii"))
        except ValueError:  # what Python has no moment for, such as infinity: psycopg says so
            moment = TimestamptzLoader(self.oid, self.connection).load(data)
        return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


def cursor_of(connection: Any) -> Any:
    """A cursor of the connection that is kept open, and shared by all whose statement is read to its end at once.

    While statements are noted it is a new one, which notes them.
    """
    if connection.queries_logged:
        return connection.cursor()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    opened, cursor = connection.__dict__.get(KEPT, (None, None))
    if opened is not connection.connection:
        cursor = connection.cursor()
        connection.__dict__[KEPT] = connection.connection, cursor
    return cursor


def maker_of(model: type[Row], names: Sequence[str]) -> Callable[[Sequence[Any]], Row]:
    """What makes the model of the values of the attributes `names`, as its `from_db` does.

    A model that does nothing of its own as it is made gets its values straight into where attributes are read from:
    `from_db` assigns them one by one, at ten times the cost.
    """
    if _does_more(model):
        return lambda values: model.from_db(DEFAULT_DB_ALIAS, names, values)

    def make(values: Sequence[Any]) -> Row:
        new = model.__new__(model)
        state = ModelState()
        state.adding, state.db = False, DEFAULT_DB_ALIAS
        new.__dict__.update(zip(names, values, strict=True), _state=state)
        return new

    return make


def _does_more(model: type[Model]) -> bool:
    own = model.__init__ is not Model.__init__ or model.from_db.__func__ is not Model.from_db.__func__  # type: ignore[attr-defined]
    return own or any(signal.has_listeners(model) for signal in (pre_init, post_init))


def register() -> None:
    """Let each connection to PostgreSQL that is opened from now on read moments by `Moments`."""
    connection_created.connect(_opened, dispatch_uid="approvals.connections")


def _opened(connection: Any, **_signal: Any) -> None:
    if connection.vendor == "postgresql" and connection.timezone is UTC:
        connection.connection.adapters.register_loader("timestamptz", Moments)


def _keep_places(convert: Callable[..., str]) -> Callable[..., str]:
    """`convert` for SQLite, asked once for each statement: Django looks for the places of values at each run, which is
    a sixth of a transition.
    """
    kept = lru_cache(maxsize=2000)(partial(convert, None))

    def convert_query(cursor: Any, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is None and len(query) <= LONGEST_KEPT:
            return kept(query)
        return convert(cursor, query, param_names=param_names)

    return convert_query


SQLiteCursorWrapper.convert_query = _keep_places(SQLiteCursorWrapper.convert_query)  # type: ignore[method-assign]
