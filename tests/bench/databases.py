"""Two databases beside each other in one process, so that rounds with and without a history alternate."""

from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection


def use(name: str) -> None:
    """Let everything read and write the database `name` (a word), made and migrated when first asked for."""
    first = _names.setdefault("first", str(connection.settings_dict["NAME"]))
    if name not in _names:
        _names[name] = _made(first, name)
        _switch(_names[name])
        call_command("migrate", verbosity=0)
    _switch(_names[name])


_names: dict[str, str] = {}


def _switch(target: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = target
    ContentType.objects.clear_cache()


def _made(first: str, name: str) -> str:
    if connection.vendor == "sqlite":
        return str(Path(first).with_name(f"{name}.sqlite3"))
    _switch(first)
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    return name


def analyze() -> None:
    """What PostgreSQL's autovacuum would have done by now; SQLite has nothing of the kind."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def size() -> int:
    """Bytes of the database, with its indexes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return cursor.fetchone()[0]
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute("PRAGMA page_size")
        return pages * cursor.fetchone()[0]


def rows() -> int:
    """Rows of all tables."""
    with connection.cursor() as cursor:
        return sum(_count(cursor, table) for table in connection.introspection.table_names(cursor))


def _count(cursor, table: str) -> int:
    cursor.execute(f'SELECT count(*) FROM "{table}"')
    return cursor.fetchone()[0]
