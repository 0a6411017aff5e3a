"""Who sits where a step of a route asks: an office in a unit, and of its holders perhaps only some.

One is asked for an office, or for its holders of one title (a post: the head, not the deputy), for one person among
them, or for the leader in charge of a field or of a unit. A delegate sits where the one sits who delegated, a
substitute where the absent person sits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
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
from approvals.text.vietnamese import in_order_of_people

from .models import Absence, Charge, Delegation, DelegationScope, Membership, MembershipQuerySet, Person, Substitution


@dataclass(frozen=True)
class Seat:
    """An office in a unit; of its holders all, or those of the title `position`, or `person_id` alone, or whoever is
    in charge of `field` or of the unit `charged_id`. What is asked is about a case of the kind `kind_code`, drawn up by
    the unit `from_unit_id`, if by one: a delegation may count for some kinds and units alone.
    """

    unit_id: int
    office: str
    position: str = ""
    person_id: int | None = None
    field: str = ""
    charged_id: int | None = None
    kind_code: str = ""
    from_unit_id: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it asks for whoever holds the office."""
        return not (self.position or self.person_id or self.field or self.charged_id)

    @property
    def counts(self) -> Q:
        """Of a membership: whether it counts for such a case. Those that are held by no delegation do for every one."""
        scopes = DelegationScope.objects.filter(delegation__membership=OuterRef("pk"))
        fits = scopes.filter(Q(kind="") | Q(kind=self.kind_code), Q(unit=None) | Q(unit=self.from_unit_id))
        return Q(delegation=None) | Q(~Exists(scopes)) | Q(Exists(fits))


WHOLE = Q(position="", person=None, field="", charged=None)  # of a row of a step: as Seat.is_whole


def own(seat: Seat) -> MembershipQuerySet:
    """The memberships of this moment by which people sit there, but for those held in the place of somebody absent."""
    rows: Any = _owned(_held(seat))
    if seat.position:
        rows = rows.filter(owner_title=seat.position)
    if seat.person_id:
        rows = rows.filter(Q(owner=seat.person_id) | Q(person=seat.person_id))
    if seat.field or seat.charged_id:
        of = {"field": seat.field} if seat.field else {"unit": seat.charged_id}
        rows = rows.filter(Exists(Charge.objects.at(now()).filter(leader=OuterRef("owner"), **of)))
    return rows


def _held(seat: Seat) -> MembershipQuerySet:
    """The memberships of this moment in its office and unit, of active people, that count for its case."""
    rows = Membership.objects.at(now()).filter(unit=seat.unit_id, office=seat.office, person__is_active=True)
    return rows.filter(seat.counts)


def held(seat: Seat) -> MembershipQuerySet:
    """The memberships of this moment of active people who sit there, substitutes' too."""
    rows = _held(seat)
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


def seated(seats: Iterable[Seat], **expressions: Any) -> dict[Seat, list[Any]]:
    """By seat the memberships of `held`, of which each row tells the `expressions`. One query."""
    wanted = list(dict.fromkeys(seats))
    narrow = {seat: f"sits_{place}" for place, seat in enumerate(wanted) if not seat.is_whole}
    sits = {
        name: ExpressionWrapper(Q(pk__in=held(seat).values("pk")), output_field=BooleanField())
        for seat, name in narrow.items()
    }
    cases = {case: f"counts_{place}" for place, case in enumerate(dict.fromkeys(map(_case_of, wanted)))}
    counts = {cases[_case_of(seat)]: ExpressionWrapper(seat.counts, output_field=BooleanField()) for seat in wanted}
    places = Q(pk__in=[])
    for unit_id, office in {(seat.unit_id, seat.office) for seat in wanted}:
        places |= Q(unit=unit_id, office=office)
    rows: list[Any] = list(
        Membership.objects.at(now())
        .filter(places, person__is_active=True)
        .select_related("person", "substitution")
        .annotate(**sits, **counts, **expressions)
        .order_by(*in_order_of_people("person__name"), "person_id", "pk")
    )
    return {
        seat: [
            row
            for row in rows
            if (row.unit_id, row.office) == (seat.unit_id, seat.office)
            and getattr(row, cases[_case_of(seat)])
            and (seat not in narrow or getattr(row, narrow[seat]))
        ]
        for seat in wanted
    }


def _case_of(seat: Seat) -> tuple[str, int | None]:
    return seat.kind_code, seat.from_unit_id


COLUMNS = ("unit", "office", "position", "person", "field", "charged", "kind_code", "from_unit")
# `own` as SQL: the memberships m by which people sit at a row; d is the delegation by which m is held, g what was
# delegated. Each right to a step asks it, and building it costs more than asking the database.
_RUNS = "{0}.starts_at <= %s AND ({0}.ends_at IS NULL OR {0}.ends_at > %s)"
_SCOPES = f'SELECT 1 FROM "{DelegationScope._meta.db_table}" x WHERE x.delegation_id = d.id'
# `Seat.counts` as SQL; d is the delegation by which the membership is held, if by one.
_COUNTS = f"""
AND (d.id IS NULL OR NOT EXISTS ({_SCOPES}) OR EXISTS ({_SCOPES}
AND x.kind IN ('', {{kind_code}}) AND (x.unit_id IS NULL OR x.unit_id = {{from_unit}})))"""
_OWN = f"""
FROM "{Membership._meta.db_table}" m
LEFT JOIN "{Delegation._meta.db_table}" d ON d.membership_id = m.id
LEFT JOIN "{Membership._meta.db_table}" g ON g.id = d.source_id
WHERE m.unit_id = {{unit}} AND m.office = {{office}} AND {_RUNS.format("m")}{_COUNTS}
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
_HOLDS = f"""
EXISTS (SELECT 1 FROM "{Membership._meta.db_table}" m
LEFT JOIN "{Delegation._meta.db_table}" d ON d.membership_id = m.id
WHERE m.person_id = %s AND m.unit_id = {{unit}} AND m.office = {{office}} AND {_RUNS.format("m")}{_COUNTS})"""
_AUTHORITY = f"(SELECT m.id {_OWN} AND m.person_id = %s AND m.authority <> '' LIMIT 1)"
_ABSENT_HOLDER = f"""
(SELECT p.name {_ABSENT} AND NOT EXISTS (SELECT 1 {_OWN} AND m.person_id = %s)
AND EXISTS (SELECT 1 {_OWN} AND m.person_id = a.person_id AND d.id IS NULL) LIMIT 1)"""


def sits_at_row(person: Person) -> Q:
    """Of a row of a step: whether the person, who is active, sits there by their own office, or for somebody absent."""
    at = _instant(now())
    holds = AtRow(_HOLDS, [person.pk, at, at], BooleanField(), columns=COLUMNS)
    sits = AtRow(_SITS, [*[at] * 4, person.pk, person.pk, at, at], BooleanField(), columns=COLUMNS)
    return Q(holds) & (WHOLE | Q(sits))


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
