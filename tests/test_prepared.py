"""A statement of the tests is planned once in a connection of PostgreSQL."""

import pytest
from django.db import connection, transaction

from units.models import Unit

pytestmark = pytest.mark.postgres


def prepared(words: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE position(%s IN statement) > 0", [words])
        return cursor.fetchone()[0]


def test_what_was_sent_twice_is_prepared_and_outlives_a_rollback(db):
    with transaction.atomic():
        for _time in range(2):
            Unit.objects.extra(where=["'planned once' <> ''"]).exists()
        transaction.set_rollback(True)
    assert prepared("planned once") >= 1
