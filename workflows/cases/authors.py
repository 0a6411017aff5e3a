"""Who had a hand in a report: they never decide it."""

from typing import Any

from approvals.statements import run
from units.models import Person
from workflows.models.cases import Case

from .moves import note


def add_author(row: Case, person: Person) -> None:
    """Bar whoever wrote, consolidated, edited or submitted the report from deciding it. Idempotent."""
    run(
        f'INSERT INTO "{type(row).authors.through._meta.db_table}" (report_id, person_id) VALUES (%s, %s) '
        "ON CONFLICT (report_id, person_id) DO NOTHING",
        [row.pk, person.pk],
    )


def note_with_author(row: Case, action: str, *, by: Person, changes: dict[str, list[Any]], reason: str = "") -> None:
    """As `moves.note`, and whoever had a hand in the report never approves it."""
    note(row, action, by=by, reason=reason, changes=changes)
    add_author(row, by)
