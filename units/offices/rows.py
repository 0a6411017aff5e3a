"""Offices as pages list them: what each allows, and under which authority its holder signs."""

from collections.abc import Iterable, Mapping

from units.models import Membership, Office

from .authority import capacity, gives

SIGNING = ("delegation__source__person", "substitution__absence__person")


def office_rows(memberships: Iterable[Membership], rights: Mapping[int, list[str]]) -> list[dict[str, object]]:
    """A row for each membership, read with SIGNING; `rights` in words by group."""
    return [
        {
            "membership": row,
            "rights": rights[row.group_id],
            "capacity": capacity(row),
            "delegation": getattr(row, "delegation", None),
            "substitution": getattr(row, "substitution", None),
            "signs": row.office == Office.APPROVER and not (hasattr(row, "delegation") or hasattr(row, "substitution")),
            "gives": row.office == Office.APPROVER and bool(gives(row)),
        }
        for row in memberships
    ]
