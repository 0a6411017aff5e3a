"""Who may sign, and under which authority: prefix and titles follow from the office or the delegation that is held.

NĐ 30/2020, Điều 13: a deputy signs for the head (KT.), a head of unit by order (TL.) or by written delegation for a
term (TUQ.), which cannot be passed on.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from approvals.clock import now

from .models import PREFIXES, Delegation, Membership, Person


@dataclass(frozen=True)
class Capacity:
    """Under which authority a person signs, as the document prints it; titles in sentence case or as they were given.

    `kind` is a value of `Authority`. `acts_for` is the title of whom they sign for, blank where they head the body
    themselves; `post` what they are beside their title in the organ.
    """

    kind: str
    title: str
    acts_for: str
    post: str
    name: str

    @property
    def prefix(self) -> str:
        """KT., TL., TUQ. or Q.; blank for a head."""
        return PREFIXES[self.kind]

    @property
    def words(self) -> str:
        """In a line: "KT. TRƯỞNG BAN CHỈ ĐẠO – PHÓ TRƯỞNG BAN CHỈ ĐẠO"."""
        if self.acts_for:
            return f"{self.prefix} {self.acts_for.upper()} – {self.title.upper()}"
        return f"{self.prefix} {self.title.upper()}".strip()


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
    )


def authority_held(person: Person, *, at: datetime) -> Subquery:
    """For a row with `unit` and `office`: what `capacity_as` reads, where `person` holds that office at the instant."""
    held = Membership.objects.at(at).filter(person=person, unit=OuterRef("unit"), office=OuterRef("office"))
    told = JSONObject(kind="authority", title="title", acts_for="acts_for", post="post")
    return Subquery(held.exclude(authority="").values(told=told)[:1])


def capacity_as(person: Person, held: dict[str, str] | None) -> Capacity | None:
    """Under which authority `person` acts, of what `authority_held` found."""
    return Capacity(**held, name=person.printed_name) if held else None


def represented(unit_id: int, office: str, people: "QuerySet[Person]") -> Q:
    """Whoever of an office need not act once `people` have: for whom one of them acts, and who acts for one of them."""
    held = Membership.objects.at(now()).filter(unit=unit_id, office=office)
    running = Delegation.objects.filter(membership__in=held.values("pk"))
    theirs = running.filter(membership__person__in=people.values("pk"))
    for_them = running.filter(source__person__in=people.values("pk"))
    return Q(pk__in=theirs.values("source__person")) | Q(pk__in=for_them.values("membership__person"))
