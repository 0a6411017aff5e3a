"""Triggers that refuse UPDATE and DELETE on the trail and its checkpoints, on PostgreSQL and SQLite.

The database says IntegrityError.

TRUNCATE is left alone: only the table's owner may run it, it cannot forge a single event but only empty the table
(`verify_trail` then finds that the subjects' heads have no chain), and restoring a backup or emptying a test database
needs it. SQLite has no TRUNCATE: Django empties a table there by DELETE, so a test run that flushes disarms first.
On SQLite a migration that alters the table makes it anew, without its triggers: end such a migration with `arm`.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TRAIL, CHECKPOINTS = "approvals_trailevent", "approvals_checkpoint"
REFUSALS = {TRAIL: "The trail is append-only.", CHECKPOINTS: "Checkpoints are append-only."}

ARM = {
    "postgresql": (
        """
        CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$
        """,
        """
        CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_refuse()
        """,
    ),
    "sqlite": tuple(
        f"""
        CREATE TRIGGER IF NOT EXISTS {{table}}_no_{action.lower()} BEFORE {action} ON {{table}}
        BEGIN SELECT RAISE(ABORT, '{{refusal}}'); END
        """
        for action in ("UPDATE", "DELETE")
    ),
}
DISARM = {
    "postgresql": (
        "DROP TRIGGER IF EXISTS {table}_append_only ON {table}",
        "DROP FUNCTION IF EXISTS {table}_refuse()",
    ),
    "sqlite": tuple(f"DROP TRIGGER IF EXISTS {{table}}_no_{action}" for action in ("update", "delete")),
}


def arm(connection: BaseDatabaseWrapper, table: str = TRAIL) -> None:
    """Make the database refuse UPDATE and DELETE on the table. Idempotent."""
    _run(connection, ARM, table)


def disarm(connection: BaseDatabaseWrapper, table: str = TRAIL) -> None:
    """Take the triggers away: the way back of the migration, and what a flush of an SQLite test database needs."""
    _run(connection, DISARM, table)


def _run(connection: BaseDatabaseWrapper, statements: dict[str, tuple[str, ...]], table: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement.format(table=table, refusal=REFUSALS[table]))
