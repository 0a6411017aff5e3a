"""Offices as pages list them: what each allows, and under which authority its holder signs."""

from collections.abc import Iterable, Mapping

from django.db.models import prefetch_related_objects

from units.models import Membership, Office

from .authority import capacity, gives
from .scopes import words

SIGNING = ("delegation__source__person", "substitution__absence__person")


def office_rows(memberships: Iterable[Membership], rights: Mapping[int, list[str]]) -> list[dict[str, object]]:
    """A row for each membership, read with SIGNING; `rights` in words by group. One query, or two for each delegation
    that counts for some cases alone; none where nothing is delegated.
    """
    memberships = list(memberships)
    prefetch_related_objects([row.delegation for row in memberships if hasattr(row, "delegation")], "scopes__unit")
    return [
        {
            "membership": row,
            "rights": rights[row.group_id],
            "capacity": capacity(row),
            "delegation": getattr(row, "delegation", None),
            "scope": words(row.delegation.scopes.all(), row.unit) if hasattr(row, "delegation") else "",
            "substitution": getattr(row, "substitution", None),
            "signs": row.office == Office.APPROVER and not (hasattr(row, "delegation") or hasattr(row, "substitution")),
            "gives": row.office == Office.APPROVER and bool(gives(row)),
        }
        for row in memberships
    ]
