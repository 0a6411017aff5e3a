"""The role of BI tools, as docs/operations.md makes it: it reads the view and nothing else, also after a migration."""

import pytest
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction

from workflows.exports import view

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


@pytest.fixture
def reader():
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE bi_reader_of_tests")
        cursor.execute("GRANT USAGE ON SCHEMA bi TO bi_reader_of_tests")
        cursor.execute("GRANT SELECT ON ALL TABLES IN SCHEMA bi TO bi_reader_of_tests")
        cursor.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA bi GRANT SELECT ON TABLES TO bi_reader_of_tests")
    return "bi_reader_of_tests"


def test_it_reads_the_view_and_nothing_else_also_after_a_migration(reader):
    view.drop()
    view.make()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {reader}")
        cursor.execute("SELECT count(*) FROM bi.entries")
        assert cursor.fetchone()[0] == 0
        for statement in ("SELECT 1 FROM units_person", "DELETE FROM bi.entries"):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(statement)


def test_migrate_names_what_others_made_of_it_before_it_changes_anything(db):
    view.make()
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIEW bi.theirs AS SELECT ward, value FROM bi.entries")
        with pytest.raises(CommandError, match=r"bi\.theirs"):
            view._before("default", plan=["something"])
        cursor.execute("SELECT count(*) FROM bi.theirs")


def test_where_nothing_is_to_be_migrated_what_others_made_of_it_stays(db):
    view.make()
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIEW bi.theirs AS SELECT ward, value FROM bi.entries")
        view._before("default", plan=[])
        view._after("default")
        cursor.execute("SELECT count(*) FROM bi.theirs")
