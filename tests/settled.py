"""After a test that commits, the database is put back to how the cast was settled, row by row.

Django would empty every table, and content types, permissions and the cast would be made anew: seconds of work, where
such a test has written in ten tables. Rows keep their keys, so that what is remembered of the cast still holds.
"""

from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase

from tests.remembered import known
from tests.tables import Table, triggers_asleep


def put_back(_case: Any = None) -> None:
    """In place of TransactionTestCase's flush."""
    with transaction.atomic(), triggers_asleep():
        for table, before in known.settled.items():
            restore(table, before)
    known.is_put_back()


def restore(table: Table, before: dict[tuple, tuple]) -> None:
    after = table.rows()
    if after == before:
        return
    gone = [key for key, row in after.items() if before.get(key) != row]
    missing = [row for key, row in before.items() if after.get(key) != row]
    with connection.cursor() as cursor:
        for sql, values in (*table.deleting(gone), *table.writing(missing)):
            cursor.execute(sql, values)


def instead_of_flush() -> None:
    TransactionTestCase._fixture_teardown = put_back
