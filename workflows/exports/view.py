"""The view that BI tools read: `bi.entries` on PostgreSQL, `bi_entries` on SQLite; the columns are those of `lines`.

It is dropped before tables are migrated and made anew afterwards: a database refuses to change what a view reads. It
stays where nothing is to be migrated. Where others' views read it, `migrate` stops before anything is changed.
What a role was granted on the schema `bi` stays: docs/operations.md.
"""

from collections.abc import Sequence
from typing import Any

from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.models.signals import post_migrate, pre_migrate

from workflows.models import IndicatorEntry

from .lines import COLUMNS, counted

SCHEMA, NAMES = "bi", {"postgresql": "bi.entries", "sqlite": "bi_entries"}


def name_of(using: str = DEFAULT_DB_ALIAS) -> str:
    return NAMES[connections[using].vendor]


DEPENDED_ON = "2BP01"  # PostgreSQL's code of what others depend on


def drop(using: str = DEFAULT_DB_ALIAS) -> None:
    """Raises CommandError where objects that others made depend on it; it stays then."""
    try:
        with transaction.atomic(using), connections[using].cursor() as cursor:
            cursor.execute(f"DROP VIEW IF EXISTS {name_of(using)}")
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) != DEPENDED_ON:
            raise
        raise CommandError(
            f"Nothing was migrated: {name_of(using)} has to be made anew, and others made objects that depend on it:\n"
            f"{error.__cause__.diag.message_detail}\n"  # type: ignore[union-attr]
            "Keep their definitions (pg_dump --schema-only), drop them, run migrate again, and make them anew."
        ) from error


def make(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make it anew from the same query as the files; nothing where the tables are of an earlier release."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if IndicatorEntry._meta.db_table not in tables or not _is_current(connection, cursor):
            return
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    definition = f"VIEW {name_of(using)} ({', '.join(COLUMNS)}) AS {_query(using)}"
    if connection.vendor == "postgresql" and _is_replaced(using, definition):
        return
    drop(using)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE {definition}")


def _is_replaced(using: str, definition: str) -> bool:
    """Whether it could be made anew where it stands, which leaves what depends on it: its columns are the same."""
    try:
        with transaction.atomic(using), connections[using].cursor() as cursor:
            cursor.execute(f"CREATE OR REPLACE {definition}")
    except DatabaseError:
        return False
    return True


def _is_current(connection: Any, cursor: Any) -> bool:
    found = connection.introspection.get_table_description(cursor, IndicatorEntry._meta.db_table)
    return {field.column for field in IndicatorEntry._meta.concrete_fields} <= {column.name for column in found}


def _query(using: str) -> str:
    """The statement with its values written into it: these are constants of this module, never anybody's input."""
    rows = counted().using(using).order_by().values_list(*COLUMNS.values())
    sql, values = rows.query.get_compiler(using).as_sql()
    if any(value is not False for value in values):
        raise RuntimeError(f"The view of BI tools has values that it should not have: {values}")
    return sql % tuple("FALSE" for _value in values)


def _before(using: str, plan: Sequence[Any] = (), **_given: Any) -> None:
    if plan:
        drop(using)


def _after(using: str, **_given: Any) -> None:
    make(using)


def follow_migrations(sender: Any) -> None:
    """Have the view dropped before the tables of this app are migrated, and made anew afterwards."""
    pre_migrate.connect(_before, sender=sender, dispatch_uid="workflows.exports.drop")
    post_migrate.connect(_after, sender=sender, dispatch_uid="workflows.exports.make")
