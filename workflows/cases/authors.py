"""Who had a hand in a report: they never decide it."""

from collections.abc import Collection
from typing import Any

from approvals.statements import run
from units.models import Person
from workflows.models.cases import Case

from .moves import note


def add_author(row: Case, person: Person) -> None:
    """Bar whoever wrote, consolidated, edited or submitted the report from deciding it. Idempotent."""
    add_authors(row, {person.pk})


def add_authors(row: Case, people: Collection[int]) -> None:
    """The same of several by their ids, one at least. One statement."""
    run(
        f'INSERT INTO "{type(row).authors.through._meta.db_table}" (report_id, person_id) '
        f"VALUES {', '.join(['(%s, %s)'] * len(people))} ON CONFLICT (report_id, person_id) DO NOTHING",
        [value for person in sorted(people) for value in (row.pk, person)],
    )


def note_with_author(row: Case, action: str, *, by: Person, changes: dict[str, list[Any]], reason: str = "") -> None:
    """As `moves.note`, and whoever had a hand in the report never approves it."""
    note(row, action, by=by, reason=reason, changes=changes)
    add_author(row, by)
