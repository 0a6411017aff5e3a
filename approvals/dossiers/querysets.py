"""Reads of dossiers: they are for whoever reads the whole trail of the scope, since all of it is inside."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from approvals.models import Document, Dossier, OutboxMessage
from approvals.scopes import Right, scopes

from .actions import key_of


@dataclass(frozen=True)
class Year:
    """A year in which a scope issued documents, and its dossier, None where nobody asked for one."""

    scope: int
    year: int
    dossier: Dossier | None


def visible_dossiers(person: Any) -> QuerySet[Dossier]:
    return Dossier.objects.filter(scope__in=scopes(person, Right.READ_TRAIL))


def years_of(person: Any) -> list[Year]:
    """The years of the registers that the person may have put together, newest first. Two queries."""
    issued = Document.objects.filter(scope__in=scopes(person, Right.READ_TRAIL), state=Document.State.ISSUED)
    found = issued.order_by("scope", "-year").values_list("scope", "year").distinct()
    made = {(row.scope, row.year): row for row in visible_dossiers(person).filter(document=None)}
    return [Year(scope, year, made.get((scope, year))) for scope, year in found]


def has_failed(dossier: Dossier) -> bool:
    """Whether it could not be made, and waits among the incidents."""
    return OutboxMessage.objects.filter(key=key_of(dossier), parked=True).exists()
