"""All tables of the tests' database: what they hold, and statements that write or delete rows of theirs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

Rows = dict[tuple, tuple]  # a table's, by primary key


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[str, ...]
    keys: tuple[int, ...]  # which of them are the primary key

    def rows(self) -> Rows:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(map(_quoted, self.columns))} FROM {_quoted(self.name)}")
            return {tuple(row[place] for place in self.keys): tuple(row) for row in cursor.fetchall()}

    def writing(self, rows: list[tuple]) -> Iterator[tuple[str, list | None]]:
        """Statements that write the rows, over those that are there."""
        columns = [_quoted(name) for name in self.columns]
        keys = ", ".join(columns[place] for place in self.keys)
        news = ", ".join(f"{name} = excluded.{name}" for name in columns)
        most = max(1, (connection.features.max_query_params or 50_000) // len(columns))
        for begin in range(0, len(rows), most):
            part = rows[begin : begin + most]
            one = f"({', '.join(['%s'] * len(columns))})"
            sql = f"INSERT INTO {_quoted(self.name)} ({', '.join(columns)}) VALUES {', '.join([one] * len(part))}"
            yield _composed(f"{sql} ON CONFLICT ({keys}) DO UPDATE SET {news}", [each for row in part for each in row])

    def deleting(self, keys: Iterable[tuple]) -> Iterator[tuple[str, list | None]]:
        those = " AND ".join(f"{_quoted(self.columns[place])} = %s" for place in self.keys)
        for key in keys:
            yield _composed(f"DELETE FROM {_quoted(self.name)} WHERE {those}", list(key))


@contextmanager
def triggers_asleep() -> Iterator[None]:
    """Rows that have stood before are written past what is append-only and without looking for what they refer to. A
    superuser may; on SQLite the tests have no such triggers.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _composed(sql: str, values: list) -> tuple[str, list | None]:
    """On PostgreSQL the values are written into the statement once."""
    return (connection.ops.compose_sql(sql, values), None) if connection.vendor == "postgresql" else (sql, values)


def tables() -> Iterator[Table]:
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            columns = [each.name for each in connection.introspection.get_table_description(cursor, name)]
            keys = connection.introspection.get_primary_key_columns(cursor, name) or columns
            yield Table(name, tuple(columns), tuple(columns.index(key) for key in keys))
