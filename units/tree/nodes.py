"""The tree of units with the offices held now, read in two queries and built in memory."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from approvals.clock import now
from approvals.text.vietnamese import folded, in_order_of_people, person_key
from units import compiled, rules
from units.models import Membership, Person, Unit


@dataclass
class Node:
    """A unit, the offices held in it at this moment, and the units below it."""

    unit: Unit
    members: list[Membership]
    children: list["Node"] = field(default_factory=list)

    def holds(self, words: str) -> bool:
        """Whether the unit or a person of it is named so, however it is accented and cased."""
        names = [self.unit.name, self.unit.short_name, *(str(member.person) for member in self.members)]
        return any(folded(words) in folded(name) for name in names)


def grow(person: Person, words: str = "") -> list[Node]:
    """The trees of the units that the person sees, from their wards down. With `words`, only units that hold them and
    those above. Two queries.
    """
    members: dict[int, list[Membership]] = defaultdict(list)
    for membership in sorted(compiled.rows(_members, person), key=_place_of):
        members[membership.unit_id].append(membership)
    nodes = {unit.pk: Node(unit, members[unit.pk]) for unit in compiled.rows(_units, person)}
    for node in nodes.values():
        above = nodes.get(node.unit.parent_id) or nodes.get(node.unit.ward_id)  # what stood above may have ended
        if above:
            above.children.append(node)
    return [kept for node in nodes.values() if node.unit.ward_id is None and (kept := _pruned(node, words))]


def _units(person: Person) -> "QuerySet[Unit]":
    return rules.visible_units(person).filter(retired_at=None)


def _members(person: Person) -> "QuerySet[Membership]":
    held = Membership.objects.at(now()).filter(unit__in=_units(person).values("pk"), person__is_active=True)
    return held.select_related("person").order_by()


def _place_of(membership: Membership) -> tuple[str, tuple[Any, Any]]:
    """In order of office and person. Not by the database: SQLite compares names in Python, each many times."""
    return membership.office, person_key(membership.person.name)


def seats(nodes: Iterable[Node]) -> Iterator[tuple[Unit, Membership | None]]:
    """Each office held in these trees with its unit, from above; a unit in which nobody holds one once."""
    for node in nodes:
        held: list[Membership | None] = [*node.members]
        yield from ((node.unit, member) for member in held or [None])
        yield from seats(node.children)


def without_office(wards: Iterable[Unit], words: str = "") -> list[Person]:
    """Whoever held an office in these wards and holds none there now, inactive or not, of those named so. One query."""
    own = Q(unit__in=wards) | Q(unit__ward__in=wards)
    held = Membership.objects.filter(own, person=OuterRef("pk"))
    now_held = Membership.objects.at(now()).filter(own, person=OuterRef("pk"), person__is_active=True)
    found = Person.objects.filter(Exists(held), ~Exists(now_held)).order_by(*in_order_of_people("name"))
    return [person for person in found if not words or folded(words) in folded(str(person))]


def ward_names() -> dict[int, str]:
    """What each ward is called, by its id: named by the setting APPROVALS_SCOPE_NAMES."""
    return dict(Unit.objects.filter(ward=None).order_by().values_list("pk", "name"))


def _pruned(node: Node, words: str) -> Node | None:
    node.children = [kept for child in node.children if (kept := _pruned(child, words))]
    return node if not words or node.children or node.holds(words) else None
