"""Triggers that refuse UPDATE and DELETE on the trail, on PostgreSQL and SQLite. The database says IntegrityError.

TRUNCATE is left alone: only the table's owner may run it, it cannot forge a single event but only empty the table
(`verify_trail` then finds that the subjects' heads have no chain), and restoring a backup or emptying a test database
needs it. SQLite has no TRUNCATE: Django empties a table there by DELETE, so a test run that flushes disarms first.
On SQLite a migration that alters the table makes it anew, without its triggers: end such a migration with `arm`.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "approvals_trailevent"
REFUSAL = "The trail is append-only."

ARM = {
    "postgresql": [
        f"""
        CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$
        """,
        f"""
        CREATE OR REPLACE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()
        """,
    ],
    "sqlite": [
        f"""
        CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{action.lower()} BEFORE {action} ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
        """
        for action in ("UPDATE", "DELETE")
    ],
}
DISARM = {
    "postgresql": [
        f"DROP TRIGGER IF EXISTS {TABLE}_append_only ON {TABLE}",
        f"DROP FUNCTION IF EXISTS {TABLE}_refuse()",
    ],
    "sqlite": [f"DROP TRIGGER IF EXISTS {TABLE}_no_{action}" for action in ("update", "delete")],
}


def arm(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse UPDATE and DELETE on the trail. Twice is once."""
    _run(connection, ARM)


def disarm(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: the way back of the migration, and what a flush of an SQLite test database needs."""
    _run(connection, DISARM)


def _run(connection: BaseDatabaseWrapper, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
