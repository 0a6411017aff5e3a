"""Who sits where a step of a route asks: an office in a unit, and of its holders perhaps only some.

One is asked for an office, or for its holders of one title (a post: the head, not the deputy), for one person among
them, or for the leader in charge of a field or of a unit. A delegate sits where the one sits who delegated, a
substitute where the absent person sits.
"""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, IsNull

from approvals.clock import now
from approvals.text.vietnamese import InOrder

from .models import Absence, Charge, Membership, MembershipQuerySet, Person


@dataclass(frozen=True)
class Seat:
    """An office in a unit; of its holders all, or those of the title `position`, or `person_id` alone, or whoever is
    in charge of `field` or of the unit `charged_id`.
    """

    unit_id: int
    office: str
    position: str = ""
    person_id: int | None = None
    field: str = ""
    charged_id: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it asks for whoever holds the office."""
        return not any(astuple(self)[2:])


WHOLE = Q(position="", person=None, field="", charged=None)  # of a row of a step: as Seat.is_whole


def own(seat: Seat) -> MembershipQuerySet:
    """The memberships of this moment by which people sit there, but for those held in the place of somebody absent."""
    rows = _owned(Membership.objects.at(now()).filter(unit=seat.unit_id, office=seat.office, person__is_active=True))
    if seat.position:
        rows = rows.filter(owner_title=seat.position)
    if seat.person_id:
        rows = rows.filter(Q(owner=seat.person_id) | Q(person=seat.person_id))
    if seat.field or seat.charged_id:
        of = {"field": seat.field} if seat.field else {"unit": seat.charged_id}
        rows = rows.filter(Exists(Charge.objects.at(now()).filter(leader=OuterRef("owner"), **of)))
    return rows


def held(seat: Seat) -> MembershipQuerySet:
    """The memberships of this moment of active people who sit there, substitutes' too."""
    rows = Membership.objects.at(now()).filter(unit=seat.unit_id, office=seat.office, person__is_active=True)
    if seat.is_whole:
        return rows
    return rows.filter(Q(pk__in=own(seat).values("pk")) | Q(person__in=standing_in(own(seat))))


def sitting(seat: Seat) -> "QuerySet[Person]":
    """The active people who sit there at this moment, substitutes too."""
    return Person.objects.filter(is_active=True, pk__in=held(seat).values("person_id"))


def voices(seat: Seat) -> "QuerySet[Person]":
    """The active people who sit there at this moment themselves: of how many a number has to decide."""
    rows = own(seat) if seat.is_whole else own(seat).filter(delegation=None)
    return Person.objects.filter(is_active=True, pk__in=rows.values("person_id"))


def standing_in(rows: MembershipQuerySet) -> Any:
    """The ids of those who stand in now for the holders of these offices; not where it is held by delegation, which is
    not passed on.
    """
    absent = rows.filter(delegation=None).values("person")
    return Absence.objects.at(now()).filter(person__in=absent).values("substitute")


def seated(seats: Iterable[Seat], **told: Any) -> dict[Seat, list[Any]]:
    """By seat the memberships of `held`, of which each row tells the expressions `told`. One query."""
    wanted = list(dict.fromkeys(seats))
    narrow = {seat: f"sits_{place}" for place, seat in enumerate(wanted) if not seat.is_whole}
    sits = {
        name: ExpressionWrapper(Q(pk__in=held(seat).values("pk")), output_field=BooleanField())
        for seat, name in narrow.items()
    }
    places = Q(pk__in=[])
    for unit_id, office in {(seat.unit_id, seat.office) for seat in wanted}:
        places |= Q(unit=unit_id, office=office)
    rows: list[Any] = list(
        Membership.objects.at(now())
        .filter(places, person__is_active=True)
        .select_related("person", "substitution")
        .annotate(**sits, **told)
        .order_by(InOrder("person__name"), "person_id", "pk")
    )
    return {
        seat: [
            row
            for row in rows
            if (row.unit_id, row.office) == (seat.unit_id, seat.office)
            and (seat not in narrow or getattr(row, narrow[seat]))
        ]
        for seat in wanted
    }


def own_at_row(*, at: datetime, depth: int = 0) -> MembershipQuerySet:
    """As `own`, for the seat of a row (unit, office, position, person, field, charged) of the query around it, or
    `depth` queries further out.
    """
    rows = _owned(Membership.objects.at(at).filter(unit=_of_row("unit", depth), office=_of_row("office", depth)))
    of = Q(field=_of_row("field", depth + 1)) & ~Q(field="") | Q(unit=_of_row("charged", depth + 1))
    whole = (
        Exact(_of_row("position", depth), ""),
        Exact(_of_row("field", depth), ""),
        IsNull(_of_row("person", depth), True),
        IsNull(_of_row("charged", depth), True),
    )
    person = _of_row("person", depth)
    return rows.filter(
        Q(*whole)
        | Q(owner_title=_of_row("position", depth)) & ~Q(owner_title="")
        | Q(owner=person)
        | Q(person=person)
        | Exists(Charge.objects.at(at).filter(of, leader=OuterRef("owner")))
    )


def sits_at_row(person: Person) -> Q:
    """Of a row of a step: whether the person sits there by their own office, or for somebody absent. Their offices are
    asked beside that (`grants.offices_of`).
    """
    at = now()
    theirs = Q(person=person) | Q(
        person__in=Absence.objects.at(at).filter(substitute=person).values("person"), delegation=None
    )
    return WHOLE | Q(Exists(own_at_row(at=at).filter(theirs)))


def _owned(rows: MembershipQuerySet) -> MembershipQuerySet:
    """Without what is held in the place of somebody absent; with `owner` and `owner_title`, those of whoever delegated
    the office where it is delegated.
    """
    return rows.filter(substitution=None).annotate(
        owner=Coalesce("delegation__source__person_id", "person_id"),
        owner_title=Coalesce("delegation__source__title", "title"),
    )


def _of_row(name: str, depth: int) -> OuterRef:
    reference = OuterRef(name)
    for _further in range(depth):
        reference = OuterRef(reference)
    return reference
