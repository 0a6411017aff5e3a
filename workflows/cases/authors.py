"""Who had a hand in a report: they never decide it."""

from typing import Any

from approvals.statements import run
from units.models import Person
from workflows.models import UnitReport, UnitReportAuthor, WardReport, WardReportAuthor

from .moves import note


def add_author(row: UnitReport | WardReport, person: Person) -> None:
    """Bar whoever wrote, consolidated, edited or submitted the report from deciding it. Idempotent."""
    authors = UnitReportAuthor if isinstance(row, UnitReport) else WardReportAuthor
    run(
        f'INSERT INTO "{authors._meta.db_table}" (report_id, person_id) VALUES (%s, %s) '
        "ON CONFLICT (report_id, person_id) DO NOTHING",
        [row.pk, person.pk],
    )


def note_with_author(
    row: WardReport, action: str, *, by: Person, changes: dict[str, list[Any]], reason: str = ""
) -> None:
    """As `moves.note`, and whoever had a hand in the report never approves it."""
    note(row, action, by=by, reason=reason, changes=changes)
    add_author(row, by)
