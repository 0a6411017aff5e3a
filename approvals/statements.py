"""Statements compiled once: the SQL Django would build for these rows, without building it at each call.

A transition runs eight small statements; building them costs more than the database needs to run them
(docs/decisions/0002). Values pass through the fields' own `get_db_prep_save` and rows through their own converters,
so both databases are served, and a test compares the rows with those that `save()` writes. A value that is of the
column's own plain type already goes as it is. Nothing here sends signals or sets `auto_now`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    DateTimeField,
    F,
    Field,
    ForeignKey,
    Func,
    Model,
    OuterRef,
    TextField,
)

from .connections import cursor_of, maker_of

Row = TypeVar("Row", bound=Model)

Column = tuple[Field, type | None]  # with the type whose values the field leaves as they are
Converter = tuple[int, Callable[..., Any], Any]

# Integers that are no keys are not here: on PostgreSQL their field gives them the column's own width.
PLAIN: dict[type[Field], type] = {
    CharField: str,
    TextField: str,
    BooleanField: bool,
    AutoField: int,
    ForeignKey: int,
}
MOST_VALUES = 30_000  # bound values in one statement: SQLite takes 32,766


_shared: ContextVar[CursorWrapper | None] = ContextVar("cursor", default=None)


@contextmanager
def one_cursor() -> Iterator[None]:
    """Within the block, and a transaction, these statements share a cursor: making one costs as much as using it."""
    token = _shared.set(cursor_of(connections[DEFAULT_DB_ALIAS]))
    try:
        yield
    finally:
        _shared.reset(token)


def _cursor() -> AbstractContextManager[CursorWrapper]:
    shared = _shared.get()
    return nullcontext(shared) if shared else connection.cursor()


def run(sql: str, values: Sequence[Any]) -> int:
    """Execute and return the number of rows touched."""
    with _cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def exists(sql: str, values: Sequence[Any]) -> bool:
    """Whether the SELECT returns any row."""
    with _cursor() as cursor:
        cursor.execute(sql, values)
        return bool(cursor.fetchall())


def lock(model: type[Row], pk: int) -> Row:
    """The row, locked until the transaction ends. Raises the model's DoesNotExist.

    On SQLite the transaction itself is the lock (`transaction_mode=IMMEDIATE`).
    """
    own = connections[DEFAULT_DB_ALIAS]
    sql, make, converters = _lock_sql(model, own.vendor)
    with _cursor() as cursor:
        cursor.execute(sql, [pk])
        found = cursor.fetchall()
    if not found:
        raise model.DoesNotExist  # type: ignore[attr-defined]
    values = list(found[0])
    for place, convert, column in converters:
        values[place] = convert(values[place], column, own)
    return make(values)


def insert(model: type[Model], **values: Any) -> int:
    """Insert a row by attribute names (`actor_id`); what is not given takes the field's default. Returns its id."""
    columns, sql = _insert_sql(model)
    prepared = _prepared((column, _given(column, values)) for column in columns)
    with _cursor() as cursor:
        cursor.execute(sql, prepared)
        return cursor.fetchall()[0][0]


def update(model: type[Model], values: Mapping[str, Any], where: Mapping[str, Any]) -> int:
    """UPDATE … WHERE, both by attribute names; None in `where` means IS NULL. Returns the number of rows."""
    nulls, given = _conditions(where)
    columns, sql = _update_sql(model, tuple(values), tuple(given), nulls)
    return run(sql, _prepared(zip(columns, [*values.values(), *given.values()], strict=True)))


Link = tuple[type[Model], str, str]


def update_and_insert(
    model: type[Model],
    values: Mapping[str, Any],
    where: Mapping[str, Any],
    into: type[Model],
    new: Mapping[str, Any],
    link: Link | None = None,
) -> int | None:
    """UPDATE the row that `where` names, and INSERT the row `new`; its id, or None and nothing written where no row
    was updated.

    `link` is a model and its attributes for the new row and the updated one: a row that joins the two. One statement on
    PostgreSQL.
    """
    if connection.vendor == "postgresql":
        return _update_and_insert(model, values, where, into, new, link)
    if update(model, values, where) != 1:
        return None
    pk = insert(into, **new)
    if link:
        through, after, before = link
        insert(through, **{after: pk, before: where["id"]})
    return pk


def _update_and_insert(
    model: type[Model],
    values: Mapping[str, Any],
    where: Mapping[str, Any],
    into: type[Model],
    new: Mapping[str, Any],
    link: Link | None,
) -> int | None:
    nulls, given = _conditions(where)
    changed, inserted, sql = _update_and_insert_sql(model, tuple(values), tuple(given), nulls, into, link)
    pairs = [*zip(changed, [*values.values(), *given.values()], strict=True)]
    with _cursor() as cursor:
        cursor.execute(sql, _prepared([*pairs, *((column, _given(column, new)) for column in inserted)]))
        found = cursor.fetchall()
    return found[0][0] if found else None


def _conditions(where: Mapping[str, Any]) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The attributes that have to be NULL, and those that have to equal a value."""
    nulls = tuple(name for name, value in where.items() if value is None)
    return nulls, {name: value for name, value in where.items() if value is not None}


def _given(column: Column, values: Mapping[str, Any]) -> Any:
    field, _plain = column
    return values[field.attname] if field.attname in values else field.get_default()


def _prepared(pairs: Iterable[tuple[Column, Any]]) -> list[Any]:
    """The values as the database takes them."""
    own = connections[DEFAULT_DB_ALIAS]  # itself: a statement has thirty values, and `connection` looks it up for each
    return [
        value if value is None or type(value) is plain else _prepare(field, value, own)
        for (field, plain), value in pairs
    ]


def _prepare(field: Field, value: Any, own: BaseDatabaseWrapper) -> Any:
    if type(field) is DateTimeField and type(value) is datetime and value.tzinfo:
        return _instant(value, own.vendor)
    return field.get_db_prep_save(value, connection=own)


@lru_cache(maxsize=1024)
def _instant(at: datetime, _vendor: str) -> Any:
    """As the database takes it: thousands of rows that are written at once share a few."""
    return connection.ops.adapt_datetimefield_value(at)


def _column(field: Field) -> Column:
    return field, next((plain for kind, plain in PLAIN.items() if isinstance(field, kind)), None)


def _fields(model: type[Model]) -> dict[str, Any]:
    return {field.attname: field for field in model._meta.concrete_fields}


@cache
def _lock_sql(model: type[Row], vendor: str) -> tuple[str, Callable[[Sequence[Any]], Row], list[Converter]]:
    """The statement, what makes the row of its values, and what these go through before."""
    fields = model._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    tail = " FOR UPDATE" if vendor == "postgresql" else ""
    converters = [
        (place, convert, column)
        for place, column in enumerate(field.get_col(model._meta.db_table) for field in fields)
        for convert in (*connection.ops.get_db_converters(column), *column.get_db_converters(connection))
    ]
    sql = f'SELECT {names} FROM "{model._meta.db_table}" WHERE "id" = %s{tail}'
    return sql, maker_of(model, [field.attname for field in fields]), converters


@cache
def _insert_sql(model: type[Model]) -> tuple[list[Column], str]:
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    return [
        _column(field) for field in fields
    ], f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks}) RETURNING "id"'


@cache
def _update_sql(
    model: type[Model], names: tuple[str, ...], given: tuple[str, ...], nulls: tuple[str, ...]
) -> tuple[list[Column], str]:
    fields = _fields(model)
    assignments = ", ".join(f'"{fields[name].column}" = %s' for name in names)
    conditions = [f'"{fields[name].column}" = %s' for name in given]
    conditions += [f'"{fields[name].column}" IS NULL' for name in nulls]
    sql = f'UPDATE "{model._meta.db_table}" SET {assignments} WHERE {" AND ".join(conditions)}'
    return [_column(fields[name]) for name in (*names, *given)], sql


@cache
def _update_and_insert_sql(
    model: type[Model],
    names: tuple[str, ...],
    given: tuple[str, ...],
    nulls: tuple[str, ...],
    into: type[Model],
    link: Link | None,
) -> tuple[list[Column], list[Column], str]:
    changed, update_sql = _update_sql(model, names, given, nulls)
    inserted, insert_sql = _insert_sql(into)
    marks = ", ".join(f"%s::{field.db_type(connection)}" for field, _plain in inserted)
    done = f'WITH done AS ({update_sql} RETURNING "id")'
    new = f'{insert_sql.split(" VALUES ")[0]} SELECT {marks} FROM done RETURNING "id"'
    if link is None:
        return changed, inserted, f"{done} {new}"
    through, after, before = link
    joined = f'INSERT INTO "{through._meta.db_table}" ("{after}", "{before}")'
    both = f'{joined} SELECT new."id", done."id" FROM new, done RETURNING "{after}"'
    return changed, inserted, f"{done}, new AS ({new}) {both}"


def insert_many(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows by attribute names: in one statement on PostgreSQL, in as few as its limit allows on SQLite.

    A default that all rows take is bound once: an entry that is opened is blank in nine columns of twelve.
    """
    if not rows:
        return
    columns, defaults = _shared_out(model, frozenset().union(*rows))
    same = _prepared((column, column[0].get_default()) for column in defaults)
    if connection.vendor == "postgresql":
        _insert_arrays(model, columns, defaults, [[_given(column, row) for row in rows] for column in columns], same)
        return
    head = _head(model, (*columns, *defaults))
    marks, last = f"({', '.join(['%s'] * len(columns))})", "".join([", %s"] * len(defaults))
    step = (MOST_VALUES - len(defaults)) // len(columns)
    for start in range(0, len(rows), step):
        chunk = rows[start : start + step]
        values = _prepared((column, _given(column, row)) for row in chunk for column in columns)
        run(f"{head} SELECT v.*{last} FROM (VALUES {', '.join([marks] * len(chunk))}) AS v", [*same, *values])


def _insert_arrays(
    model: type[Model],
    columns: Sequence[Column],
    defaults: Sequence[Column],
    values: Sequence[Sequence[Any]],
    same: Sequence[Any],
) -> None:
    """One array a column: PostgreSQL reads a few long values sooner than thousands of short ones."""
    types = ", ".join(f"%s::{field.db_type(connection)}[]" for field, _plain in columns)
    last = "".join(f", %s::{field.db_type(connection)}" for field, _plain in defaults)
    arrays = [_prepared((column, value) for value in of) for column, of in zip(columns, values, strict=True)]
    run(f"{_head(model, (*columns, *defaults))} SELECT v.*{last} FROM unnest({types}) AS v", [*same, *arrays])


def _head(model: type[Model], columns: Sequence[Column]) -> str:
    names = ", ".join(f'"{field.column}"' for field, _plain in columns)
    return f'INSERT INTO "{model._meta.db_table}" ({names})'


def _is_constant(field: Field) -> bool:
    return not field.has_default() or not callable(field.default) or field.default in (list, dict)


@cache
def _shared_out(model: type[Model], given: frozenset[str]) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """The columns of which each row has a value of its own, one at least, and those whose default is the same for all:
    what a function gives may be another for each row.
    """
    columns, _sql = _insert_sql(model)
    defaults = [column for column in columns if column[0].attname not in given and _is_constant(column[0])]
    defaults = defaults[: len(columns) - 1]
    return tuple(column for column in columns if column not in defaults), tuple(defaults)


def update_heads(model: type[Model], rows: Sequence[tuple[int, int, str]], values: Mapping[str, Any]) -> None:
    """Move the chain heads of many subjects in one statement: rows of (id, trail_seq, trail_head); `values` for all."""
    if not rows:
        return
    fields = _fields(model)
    common = "".join(f', "{fields[name].column}" = %s' for name in values)
    marks = ", ".join(["(CAST(%s AS bigint), CAST(%s AS integer), %s)"] * len(rows))
    sql = (
        f'UPDATE "{model._meta.db_table}" SET trail_seq = v.column2, trail_head = v.column3{common} '
        f'FROM (VALUES {marks}) AS v WHERE "{model._meta.db_table}".id = v.column1'
    )
    prepared = _prepared((_column(fields[name]), value) for name, value in values.items())
    run(sql, [*prepared, *(part for row in rows for part in row)])


class AtRow(Func):
    """SQL of our own as part of a queryset: at the `columns` of its row, each by its name in braces, or of that of the
    query around it where `outer`. `values` are bound in the order in which the SQL has them.
    """

    def __init__(
        self, sql: str, values: Sequence[Any], output_field: Field, *, columns: Sequence[str], outer: bool = False
    ) -> None:
        super().__init__(*map(OuterRef if outer else F, columns), output_field=output_field)
        self.sql, self.values, self.columns = sql, tuple(values), tuple(columns)

    def as_sql(self, compiler: Any, connection: Any, **_extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        columns = [compiler.compile(expression)[0] for expression in self.get_source_expressions()]
        return self.sql.format(**dict(zip(self.columns, columns, strict=True))), list(self.values)
