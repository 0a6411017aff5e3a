"""Reads of dossiers: they are for whoever reads the whole trail of the scope, since all of it is inside."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from approvals.models import Document, Dossier, OutboxMessage, TrailEvent
from approvals.scopes import Right, scopes

from .actions import key_of


@dataclass(frozen=True)
class Year:
    """A year in which a scope issued documents, its dossier, None where nobody asked for one, and whether something
    happened since that was made.
    """

    scope: int
    year: int
    dossier: Dossier | None
    outdated: bool


def visible_dossiers(person: Any) -> QuerySet[Dossier]:
    return Dossier.objects.filter(scope__in=scopes(person, Right.READ_TRAIL))


def years_of(person: Any) -> list[Year]:
    """The years of the registers that the person may have put together, newest first. Two queries."""
    issued = Document.objects.filter(scope__in=scopes(person, Right.READ_TRAIL), state=Document.State.ISSUED)
    happened = TrailEvent.objects.filter(_of_document()).order_by("-at").values("at")[:1]
    found = issued.annotate(at=Subquery(happened)).order_by("scope", "-year").values("scope", "year")
    made = {(row.scope, row.year): row for row in visible_dossiers(person).filter(document=None)}
    years = []
    for row in found.annotate(newest=Max("at")):
        dossier = made.get((row["scope"], row["year"]))
        outdated = bool(dossier and dossier.made_at and row["newest"] and row["newest"] > dossier.made_at)
        years.append(Year(row["scope"], row["year"], dossier, outdated))
    return years


def newer_than(dossier: Dossier | None, documents: Iterable[Document]) -> list[Document]:
    """Those of the documents to which something happened since the dossier was made: issued, sent, answered, recalled.
    One query, none where the dossier is not there.
    """
    if dossier is None or dossier.made_at is None:
        return []
    ids = [document.pk for document in documents]
    since = TrailEvent.objects.filter(_of_document(), at__gt=dossier.made_at)
    newer = set(Document.objects.filter(Exists(since), pk__in=ids).values_list("pk", flat=True))
    return [document for document in documents if document.pk in newer]


def _of_document() -> Q:
    """Events of the line of a register that is looked at, or of what was issued under it."""
    own = Q(subject_kind=Document._meta.model_name, subject_id=OuterRef("pk"))
    return own | Q(subject_kind=OuterRef("subject_kind"), subject_id=OuterRef("subject_id"))


def has_failed(dossier: Dossier) -> bool:
    """Whether it could not be made, and waits among the incidents."""
    return OutboxMessage.objects.filter(key=key_of(dossier), parked=True).exists()
