"""Who may sign, and under which authority: prefix and titles follow from the office or the delegation that is held.

NĐ 30/2020, Điều 13: a deputy signs for the head (KT.); the head alone orders (TL.) or delegates in writing for a term
(TUQ.), each to the head of a unit. A delegation cannot be passed on; by order a deputy of that unit may sign (TL.,
KT.).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from approvals.clock import now
from units import seats
from units.models import (
    GIVES,
    PREFIXES,
    Absence,
    Authority,
    Delegation,
    Membership,
    Office,
    Person,
    Unit,
)
from units.seats import Seat


@dataclass(frozen=True)
class Capacity:
    """Under which authority a person signs, as the document prints it; titles in sentence case or as they were given.

    `kind` is a value of `Authority`. `acts_for` is the title of whom they sign for, blank where they head the body
    themselves; `post` what they are beside their title in the organ; `through` the title of the head of unit for whom
    a deputy signs by order.
    """

    kind: str
    title: str
    acts_for: str
    post: str
    name: str
    through: str = ""

    @property
    def prefix(self) -> str:
        """KT., TL., TUQ. or Q.; blank for a head."""
        return PREFIXES[self.kind]

    @property
    def words(self) -> str:
        """In a line: "KT. TRƯỞNG BAN CHỈ ĐẠO – PHÓ TRƯỞNG BAN CHỈ ĐẠO"."""
        titles = [self.acts_for, f"KT. {self.through}" if self.through else "", self.title]
        return f"{self.prefix} {' – '.join(title.upper() for title in titles if title)}".strip()


def in_order(stored: Mapping[str, str]) -> dict[str, str]:
    """A capacity as a case stores it, its names in the order of the class, whichever order the database keeps
    (PostgreSQL's jsonb has its own): a digest over it is the same whenever it is made.
    """
    return {field.name: stored[field.name] for field in fields(Capacity) if field.name in stored}


def capacity(membership: Membership) -> Capacity | None:
    """Under which authority its holder signs; None where the office says nothing of it."""
    if not membership.authority:
        return None
    return Capacity(
        kind=membership.authority,
        title=membership.title,
        acts_for=membership.acts_for,
        post=membership.post,
        name=membership.person.printed_name,
        through=membership.through,
    )


def authority_held(person: Person, *, at: datetime) -> Subquery:
    """For a row with a seat (units.seats): what `capacity_as` reads, where `person` sits there themselves or by
    delegation at the instant.
    """
    capacity = JSONObject(kind="authority", title="title", acts_for="acts_for", post="post", through="through")
    return Subquery(Membership.objects.filter(pk=seats.authority_at_row(person, at=at)).values(told=capacity))


def capacity_as(person: Person, held: dict[str, str] | None) -> Capacity | None:
    """Under which authority `person` acts, of what `authority_held` found."""
    return Capacity(**held, name=person.printed_name) if held else None


def gives(membership: Membership) -> tuple[Authority, ...]:
    """Under which authorities its holder may have another sign in their place; none for a deputy or a delegate."""
    return () if membership.through else GIVES.get(membership.authority, ())


def eligible(source: Membership, *, at: datetime) -> "QuerySet[Membership]":
    """The offices that make somebody one who may sign for the holder of `source`, held at the instant.

    For the head: those of heads of the ward's units; for who signs by order: any in the unit that they head. Not what
    somebody holds in another's place.
    """
    others = Membership.objects.at(at).filter(person__is_active=True, unit__retired_at=None, substitution=None)
    others = others.exclude(person=source.person_id)
    heads = Membership.objects.at(at).filter(office=Office.UNIT_HEAD, unit__ward=source.unit.root_id, substitution=None)
    if Authority.DEPUTY in gives(source):
        return others.filter(unit__in=heads.filter(person=source.person_id).values("unit"))
    return others.filter(pk__in=heads.values("pk"))


def irregular(wards: Iterable[Unit]) -> "QuerySet[Membership]":
    """Delegations that run or will, and that their source may not give: entered before that was refused, or to somebody
    who headed a unit then, and heads none any more.
    """
    own = Membership.objects.unended().filter(substitution=None, unit__retired_at=None)
    heads = own.filter(office=Office.UNIT_HEAD)
    leads = heads.filter(person=OuterRef("person"), unit__ward=Coalesce(OuterRef("unit__ward"), OuterRef("unit")))
    led = heads.filter(person=OuterRef(OuterRef("delegation__source__person"))).values("unit")
    given = Q(Exists(leads), delegation__source__authority__in=[Authority.HEAD, Authority.ACTING], through="")
    by_deputy = Q(Exists(own.filter(person=OuterRef("person"), unit__in=led))) & ~Q(through="")
    by_deputy &= Q(delegation__source__authority=Authority.BY_ORDER)
    running = Membership.objects.unended().filter(delegation__isnull=False)
    running = running.filter(unit__in=wards) | running.filter(unit__ward__in=wards)
    return running.exclude(given | by_deputy).select_related("unit", "person", "delegation__source__person")


def represented(seat: Seat, people: "QuerySet[Person]") -> Q:
    """Whoever of a seat need not act once `people` have: for whom one of them acts or stands in, and who acts or
    stands in for one of them.
    """
    acted = people.values("pk")
    running = Delegation.objects.filter(membership__in=seats.held(seat).values("pk"))
    absent = Absence.objects.at(now()).filter(substitute__in=acted)
    return (
        Q(pk__in=running.filter(membership__person__in=acted).values("source__person"))
        | Q(pk__in=running.filter(source__person__in=acted).values("membership__person"))
        | Q(pk__in=absent.values("person"))
        | Q(pk__in=_only_for(seat, people))
    )


def doubled(seat: Seat, people: "QuerySet[Person]") -> "QuerySet[Membership, int]":
    """The ids of those among `people` who sit there for others alone, each of whom is among them: they have no voice
    of their own.
    """
    return _only_for(seat, people).filter(person__in=people.values("pk"))


def _only_for(seat: Seat, people: "QuerySet[Person]") -> "QuerySet[Membership, int]":
    """The ids of those who sit there in the place of `people`, and not for themselves or another."""
    themselves = seats.own(seat)
    others = seats.standing_in(themselves.exclude(person__in=people.values("pk")))
    held = seats.held(seat).exclude(person__in=themselves.values("person")).exclude(person__in=others)
    return held.values_list("person", flat=True)
