"""Who sits where a step of a route asks: an office in a unit, and of its holders perhaps only some.

One is asked for an office, or for its holders of one title (a post: the head, not the deputy), for one person among
them, or for the leader in charge of a field or of a unit. A delegate sits where the one sits who delegated, a
substitute where the absent person sits.
"""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce

from approvals.clock import now
from approvals.statements import AtRow
from approvals.text.vietnamese import InOrder

from .models import Absence, Charge, Delegation, Membership, MembershipQuerySet, Person, Substitution


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
    held = Membership.objects.at(now()).filter(unit=seat.unit_id, office=seat.office, person__is_active=True)
    rows: Any = _owned(held)
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


COLUMNS = ("unit", "office", "position", "person", "field", "charged")
# `own` as SQL: the memberships m by which people sit at a row; d is the delegation by which m is held, g what was
# delegated. Each right to a step asks it, and building it costs more than asking the database.
_RUNS = "{0}.starts_at <= %s AND ({0}.ends_at IS NULL OR {0}.ends_at > %s)"
_OWN = f"""
FROM "{Membership._meta.db_table}" m
LEFT JOIN "{Delegation._meta.db_table}" d ON d.membership_id = m.id
LEFT JOIN "{Membership._meta.db_table}" g ON g.id = d.source_id
WHERE m.unit_id = {{unit}} AND m.office = {{office}} AND {_RUNS.format("m")}
AND NOT EXISTS (SELECT 1 FROM "{Substitution._meta.db_table}" s WHERE s.membership_id = m.id)
AND (({{position}} = '' AND {{field}} = '' AND {{person}} IS NULL AND {{charged}} IS NULL)
OR ({{position}} <> '' AND COALESCE(g.title, m.title) = {{position}})
OR COALESCE(g.person_id, m.person_id) = {{person}} OR m.person_id = {{person}}
OR EXISTS (SELECT 1 FROM "{Charge._meta.db_table}" c
WHERE c.leader_id = COALESCE(g.person_id, m.person_id) AND {_RUNS.format("c")}
AND (c.unit_id = {{charged}} OR ({{field}} <> '' AND c.field = {{field}}))))"""
_ABSENT = f"""
FROM "{Absence._meta.db_table}" a JOIN "{Person._meta.db_table}" p ON p.id = a.person_id
WHERE a.substitute_id = %s AND {_RUNS.format("a")}"""
_SITS = f"""
EXISTS (SELECT 1 {_OWN} AND (m.person_id = %s OR (d.id IS NULL AND m.person_id IN (SELECT a.person_id {_ABSENT}))))"""
_AUTHORITY = f"(SELECT m.id {_OWN} AND m.person_id = %s AND m.authority <> '' LIMIT 1)"
_ABSENT_HOLDER = f"""
(SELECT p.name {_ABSENT} AND NOT EXISTS (SELECT 1 {_OWN} AND m.person_id = %s)
AND EXISTS (SELECT 1 {_OWN} AND m.person_id = a.person_id AND d.id IS NULL) LIMIT 1)"""


def sits_at_row(person: Person) -> Q:
    """Of a row of a step: whether the person sits there by their own office, or for somebody absent. Their offices are
    asked beside that (`grants.offices_of`).
    """
    at = _instant(now())
    return WHOLE | Q(AtRow(_SITS, [*[at] * 4, person.pk, person.pk, at, at], BooleanField(), columns=COLUMNS))


def authority_at_row(person: Person, *, at: datetime) -> AtRow:
    """Of a row of a step around a query: the id of the membership by which the person sits there themselves, or by
    delegation, at the instant, and signs under an authority.
    """
    return AtRow(_AUTHORITY, [*[_instant(at)] * 4, person.pk], BigIntegerField(), columns=COLUMNS, outer=True)


def absent_at_row(person: Person, *, at: datetime) -> AtRow:
    """Of a row of a step: the name of whom the person sits there for at the instant; None where they sit there
    themselves, or not at all.
    """
    term = [_instant(at)] * 4
    values = [person.pk, *term[:2], *term, person.pk, *term]
    return AtRow(_ABSENT_HOLDER, values, CharField(), columns=COLUMNS)


def _instant(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


def _owned(rows: MembershipQuerySet) -> MembershipQuerySet:
    """Without what is held in the place of somebody absent; with `owner` and `owner_title`, those of whoever delegated
    the office where it is delegated.
    """
    return rows.filter(substitution=None).annotate(
        owner=Coalesce("delegation__source__person_id", "person_id"),
        owner_title=Coalesce("delegation__source__title", "title"),
    )
