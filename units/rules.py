"""Who may, about units and people. What an office gives stands in `units.grants`."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from approvals.clock import now
from approvals.scopes import Right
from approvals.text.vietnamese import in_order_of_people

from . import grants
from .models import Membership, Office, Person, Plan, Unit, UnitGroupPermission

RIGHTS: dict[str, tuple[str, ...]] = {
    Right.READ_TRAIL: ("view_trail",),
    Right.READ_SUBJECTS: ("view_reports",),
    Right.READ_DOCUMENTS: ("view_documents",),
    Right.KEEP_REGISTER: ("issue_reports",),
    Right.KEEP_SEAL: ("issue_reports", "administer"),
    Right.CLOSE_INCIDENTS: ("administer", "issue_reports"),
    Right.RECEIVE: ("review_reports", "issue_reports"),
    Right.KEEP_CHANNELS: ("administer",),
}
DECIDING = (Office.COORDINATOR, Office.APPROVER, Office.CLERK)


def codenames(right: str) -> tuple[str, ...]:
    """The permissions any of which gives a right that `approvals` asks for; one of ours is itself."""
    return RIGHTS.get(right, (right,))


def scopes_for(person: Person, right: str) -> "QuerySet[Unit, int]":
    """The ids of the units on which the right is held, with those below a ward on which it is held. Lazy."""
    rights = grants.rights_of(person)
    held = {unit for codename in codenames(right) for unit in rights[codename]}
    return Unit.objects.filter(Q(pk__in=held) | Q(ward__in=held)).order_by().values_list("pk", flat=True)


def visible_wards(person: Person) -> "QuerySet[Unit]":
    """The wards in which the person holds an office now: their units and people they may see."""
    held = grants.offices_of(person).values("unit_id")
    return Unit.objects.filter(Q(pk__in=held) | Q(members__in=held), ward=None).distinct()


def visible_units(person: Person) -> "QuerySet[Unit]":
    wards = visible_wards(person).values("pk")
    return Unit.objects.filter(Q(pk__in=wards) | Q(ward__in=wards))


def visible_people(person: Person) -> "QuerySet[Person]":
    """Whoever holds or held an office in the person's wards."""
    offices = Membership.objects.filter(unit__in=visible_units(person).values("pk"))
    return Person.objects.filter(pk__in=offices.values("person_id"))


def may_administer(person: Person, unit: Unit) -> bool:
    return grants.may(person, "administer", unit.root_id)


def read_wards(person: Person) -> list[int]:
    """The ids of the wards all of whose reports the person reads."""
    readable = grants.units_where(person, "view_reports")
    return list(Unit.objects.filter(pk__in=readable, ward=None).order_by("pk").values_list("pk", flat=True))


def mapped_wards(person: Person) -> list[int]:
    """The ids of the wards whose indicators the person maps to the forms of others, and of which they correct the
    kinds: who administers or coordinates.
    """
    rights = grants.rights_of(person)
    return sorted({*rights["administer"], *rights["review_reports"]})


def may_seal(person: Person, unit: Unit) -> bool:
    """Whether the person keeps the key of this ward's organ: who issues for it, or administers it."""
    rights = grants.rights_on(person, {unit.pk}) if unit.ward_id is None else set()
    return bool(rights & {("issue_reports", unit.pk), ("administer", unit.pk)})


def wards_of(person: Person) -> list[int]:
    """The ids of the wards in which the person holds an office or will; of none, where they last held one."""
    held = Membership.objects.filter(person=person).select_related("unit")
    now_held = held.unended()
    return sorted({membership.unit.root_id for membership in (list(now_held) or held)})


def colleagues_of(person: Person) -> "QuerySet[Person]":
    """The other active people who hold an office in one of the person's wards, by name."""
    wards = wards_of(person)
    held = Membership.objects.at(now()).filter(Q(unit__in=wards) | Q(unit__ward__in=wards))
    others = Person.objects.filter(is_active=True, pk__in=held.values("person")).exclude(pk=person.pk)
    return others.order_by(*in_order_of_people("name"), "pk")


def signing_names(person: Person) -> list[str]:
    """The names that the person's certificate may bear: their own, and the one under which they sign for a ward."""
    wards = grants.units_where(person, "approve_reports")
    signers = Plan.objects.filter(ward__in=wards).exclude(signer_name="").values_list("signer_name", flat=True)
    return [person.name, person.printed_name, *signers.order_by("signer_name").distinct()]


def administered_wards(person: Person) -> "QuerySet[Unit]":
    return Unit.objects.filter(pk__in=grants.units_where(person, "administer"), ward=None)


def rights_of(memberships: Iterable[Membership]) -> dict[int, list[str]]:
    """What the grants give to the offices' groups, in words, by the group's id, each once: those of a unit that others
    were merged into have them on these too. One query.
    """
    words = dict(Unit._meta.permissions)
    order = list(words)
    groups = {membership.group_id for membership in memberships}
    granted = UnitGroupPermission.objects.filter(group__in=groups).values_list("group_id", "permission__codename")
    rights: dict[int, list[str]] = defaultdict(list)
    for group, codename in sorted(set(granted), key=lambda row: order.index(row[1])):
        rights[group].append(str(words[codename]))
    return rights
