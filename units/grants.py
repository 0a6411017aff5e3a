"""Grants: what the holders of an office may do on a unit, kept in guardian's tables. The one place that calls guardian.

A right holds while a grant to the office's group and a membership in that group hold, both read at the moment of
asking: it ends the moment the membership ends. Lists are filtered by ids, not by subqueries, which PostgreSQL would run
over every open report of the installation (docs/benchmarks.md).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import BooleanField, Count, F, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from guardian.shortcuts import assign_perm

from approvals import compiled
from approvals.clock import now
from approvals.statements import AtRow, exists

from .models import (
    Absence,
    Delegation,
    Membership,
    MembershipQuerySet,
    Notice,
    Office,
    Person,
    Unit,
    UnitGroupPermission,
    last_day,
)

ON_UNIT: dict[str, tuple[str, ...]] = {
    Office.DRAFTER: ("view_reports", "write_reports"),
    Office.UNIT_HEAD: ("view_reports", "submit_reports"),
    Office.COORDINATOR: ("raise_difficulties",),
    Office.APPROVER: ("raise_difficulties",),
}
ON_WARD: dict[str, tuple[str, ...]] = {
    Office.DRAFTER: ("view_documents",),
    Office.UNIT_HEAD: ("view_documents",),
    Office.COORDINATOR: ("view_reports", "review_reports", "view_documents", "view_trail"),
    Office.APPROVER: ("view_reports", "approve_reports", "view_documents", "view_trail"),
    Office.CLERK: ("view_reports", "issue_reports", "view_documents", "view_trail"),
    Office.AUDITOR: ("view_reports", "view_documents", "view_trail"),
    Office.ADMIN: ("view_reports", "administer", "view_documents", "view_trail"),
}

Rights = dict[str, list[int]]
Holders = dict[tuple[str, int], set[int]]  # by right and unit: the ids of who holds it


@dataclass(frozen=True)
class Held:
    """The offices that a person holds at one moment, with their unit and its ward, and the units' ids by right.

    `stands_in` are the names of those for whom they hold some of them, each with its last day; `substitute` who stands
    in for them, `until` the end of which day. `unread` counts the notices under their bell.
    """

    offices: list[Membership]
    rights: Rights
    stands_in: dict[str, date] = field(default_factory=dict)
    substitute: str = ""
    until: date | None = None
    unread: int = 0

    @property
    def above(self) -> set[int]:
        """The provinces among their roots: those below which wards are signed up."""
        roots = [row.unit.ward or row.unit for row in self.offices]
        return {root.pk for root in roots if root.has_wards}


_read: ContextVar[dict[int, Held] | None] = ContextVar("held", default=None)

_SQL = f"""
SELECT 1 FROM "{UnitGroupPermission._meta.db_table}" g
JOIN "{Permission._meta.db_table}" p ON p.id = g.permission_id
JOIN "{Membership._meta.db_table}" m ON m.group_id = g.group_id
WHERE g.content_object_id = %s AND p.codename = %s AND m.person_id = %s
AND m.starts_at <= %s AND (m.ends_at IS NULL OR m.ends_at > %s)"""
# One list of people: with an OR of three PostgreSQL reads the whole table of authors for each question.
_IS_AUTHOR = f"""a.person_id IN (SELECT CAST({{person}} AS bigint) UNION ALL
SELECT s.person_id FROM "{Absence._meta.db_table}" s
WHERE s.substitute_id = {{person}} AND s.starts_at <= %s AND s.ends_at > %s UNION ALL
SELECT g.person_id FROM "{Membership._meta.db_table}" d
JOIN "{Delegation._meta.db_table}" by_act ON by_act.membership_id = d.id
LEFT JOIN "{Delegation._meta.db_table}" before ON before.membership_id = by_act.source_id
JOIN "{Membership._meta.db_table}" g ON g.id = by_act.source_id OR g.id = before.source_id
WHERE d.person_id = {{person}} AND d.starts_at <= %s AND (d.ends_at IS NULL OR d.ends_at > %s))"""
_AUTHORS = 'EXISTS (SELECT 1 FROM "{{table}}" a WHERE a.report_id = {report} AND ({author}))'
_NO_AUTHOR = f"\nAND NOT {_AUTHORS.format(report='%s', author=_IS_AUTHOR.format(person='%s'))}"
_AUTHOR_AT_ROW = _AUTHORS.format(report="{{pk}}", author=_IS_AUTHOR.format(person="%s"))


def group_of(unit: Unit, office: str) -> Group:
    """The group of those who hold `office` in `unit`, with its grants: made when first asked for."""
    group, made = Group.objects.get_or_create(name=f"{unit.pk}:{office}")
    if made:
        for codename in ON_UNIT.get(office, ()):
            assign_perm(codename, group, unit)
        for codename in ON_WARD.get(office, ()):
            assign_perm(codename, group, unit.ward or unit)
    return group


def inherit(unit: Unit, heir: Unit) -> None:
    """Give the drafters and heads of `heir` their rights on `unit`, which was merged into it, and on the units merged
    into `unit` before. They may also read the reports of units that `unit` was split from.
    """
    for office in (Office.DRAFTER, Office.UNIT_HEAD):
        group = group_of(heir, office)
        for each in (unit, *unit.merged.all()):
            for codename in ON_UNIT[office]:
                assign_perm(codename, group, each)
    if unit.split_from and unit.split_from.retired_at:
        let_read(unit.split_from, heir)


def let_read(unit: Unit, part: Unit) -> None:
    """Let drafters and heads of `part` read the reports of `unit`, from which it was split, of the units merged into
    `unit`, and of those that `unit` was split from.
    """
    for office in (Office.DRAFTER, Office.UNIT_HEAD):
        group = group_of(part, office)
        for each in (unit, *unit.merged.all()):
            assign_perm("view_reports", group, each)
    if unit.split_from and unit.split_from.retired_at:
        let_read(unit.split_from, part)


def groups_of(seats: Iterable[tuple[Unit, str]]) -> dict[tuple[int, str], Group]:
    """As `group_of` for many (unit, office), by the unit's id and the office: in six statements however many are new.

    Another may make one of them at the same time: what is there already stays.
    """
    wanted = {f"{unit.pk}:{office}": (unit, office) for unit, office in seats}
    found = {group.name: group for group in Group.objects.filter(name__in=wanted)}
    missing = wanted.keys() - found.keys()
    if missing:
        Group.objects.bulk_create([Group(name=name) for name in sorted(missing)], ignore_conflicts=True)
        made = {group.name: group for group in Group.objects.filter(name__in=missing)}
        _grant([(made[name], *wanted[name]) for name in sorted(missing)])
        found |= made
    return {(unit.pk, office): found[name] for name, (unit, office) in wanted.items()}


def _grant(rows: Iterable[tuple[Group, Unit, str]]) -> None:
    """What the holders of an office in a unit may do, for each group."""
    rights = [
        (group, codename, on)
        for group, unit, office in rows
        for codenames, on in ((ON_UNIT, unit.pk), (ON_WARD, unit.root_id))
        for codename in codenames.get(office, ())
    ]
    content_type = ContentType.objects.get_for_model(Unit)
    permissions = dict(Permission.objects.filter(content_type=content_type).values_list("codename", "pk"))
    UnitGroupPermission.objects.bulk_create(
        [
            UnitGroupPermission(group=group, permission_id=permissions[codename], content_object_id=on)
            for group, codename, on in rights
        ],
        ignore_conflicts=True,
    )


def offices_with(codename: str) -> list[str]:
    """The offices whose holders have the right on the ward."""
    return [office for office, rights in ON_WARD.items() if codename in rights]


def may(person: Person, codename: str, unit_id: int, *, unless_author: tuple[str, int] | None = None) -> bool:
    """Whether `person` holds the right on the unit at this moment. One statement, none within `read_once`.

    `unless_author` is (table of authors, report id): whoever stands there is barred, and who stands in for one of them
    or acts for one by delegation now, by one statement always.
    """
    if not person.is_active:
        return False
    if _read.get() is not None and not unless_author:
        return unit_id in units_where(person, codename)
    at = connection.ops.adapt_datetimefield_value(now())
    sql, values = _SQL, [unit_id, codename, person.pk, at, at]
    if unless_author:
        table, report_id = unless_author
        sql += _NO_AUTHOR.format(table=table)
        values += [report_id, *_of_author(person, at)]
    return exists(sql + " LIMIT 1", values)


def held(person: Person, codename: str, unit_id: int, *, since: datetime) -> bool:
    """Whether `person` holds the right on the unit now, or held it at any moment since then. One statement."""
    start, end = (connection.ops.adapt_datetimefield_value(at) for at in (now(), since))
    return person.is_active and exists(_SQL + " LIMIT 1", [unit_id, codename, person.pk, start, end])


def units_where(person: Person, codename: str) -> list[int]:
    """The ids of the units on which `person` holds the right at this moment."""
    return rights_of(person)[codename]


def rights_on(person: Person, unit_ids: set[int]) -> set[tuple[str, int]]:
    """All that `person` may do on the units at this moment, as (codename, unit id)."""
    return {(codename, unit) for codename, units in rights_of(person).items() for unit in units if unit in unit_ids}


def rights_of(person: Person) -> Rights:
    """All that `person` may do at this moment: the units' ids by codename. One statement, none within `read_once`."""
    if _read.get() is not None:
        return held_by(person).rights
    return _by_right(compiled.read(_rights, person=person.pk, is_active=person.is_active))


def held_by(person: Person) -> Held:
    """The person's offices and rights at this moment, in one statement; read once within `read_once`."""
    known = _read.get()
    if known is not None and person.pk in known:
        return known[person.pk]
    granted = compiled.read(_granted, person=person.pk, is_active=person.is_active)
    rights = _by_right(dict.fromkeys((row.right, row.on) for row in granted if row.right))
    counted = granted[0].unread if granted else 0
    held = Held(list({row.pk: row for row in granted}.values()), rights, unread=counted, **_absences(granted))
    if known is not None:
        known[person.pk] = held
    return held


def _rights(person: int, is_active: bool) -> "QuerySet[Any, Any]":
    offices = offices_of(Person(pk=person, is_active=is_active))
    granted = UnitGroupPermission.objects.filter(group_id__in=offices.values("group_id"))
    return granted.values_list("permission__codename", "content_object_id").distinct()


def _granted(person: int, is_active: bool) -> "QuerySet[Any]":
    """The memberships of this moment, once for each right that they give, with all else that `Held` tells."""
    grant = "group__unitgrouppermission"
    away = Absence.objects.at(now()).filter(person=person)
    unread = Notice.objects.filter(person=person, read_at=None).order_by().values("person")
    rows = offices_of(Person(pk=person, is_active=is_active)).select_related("unit__ward")
    return rows.annotate(
        right=F(f"{grant}__permission__codename"),
        on=F(f"{grant}__content_object"),
        stands_in_for=F("substitution__absence__person__name"),
        substitute=Subquery(away.values("substitute__name")[:1]),
        away_until=Subquery(away.values("ends_at")[:1]),
        unread=Coalesce(Subquery(unread.annotate(count=Count("pk")).values("count")), 0),
    )


def _absences(granted: list[Any]) -> dict[str, Any]:
    """What rows of `held_by` tell of absences, as `Held` takes it."""
    stands_in = {row.stands_in_for: last_day(row.ends_at) for row in granted if row.stands_in_for}
    away = next((row for row in granted if row.substitute), None)
    own = {"substitute": away.substitute, "until": last_day(away.away_until)} if away else {}
    return {"stands_in": stands_in} | own


def _by_right(granted: Iterable[tuple[str, int]]) -> Rights:
    rights: Rights = defaultdict(list)
    for codename, unit in granted:
        rights[codename].append(unit)
    return rights


@contextmanager
def read_once() -> Iterator[None]:
    """Within the block what a person holds is read once: for a page, which shows one moment.

    Never around a write: what a page notes as it is read stands in `read_anew`.
    """
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


@contextmanager
def holding(person: Person, rights: Mapping[str, Sequence[int]]) -> Iterator[None]:
    """Within the block `person` holds these rights, whatever the tables say: to build a query that others run. Which
    offices give them is not told.
    """
    token = _read.set({person.pk: Held(offices=cast(Any, None), rights=defaultdict(list, rights))})  # type: ignore[arg-type]
    try:
        yield
    finally:
        _read.reset(token)


@contextmanager
def read_anew() -> Iterator[None]:
    """Around what is written while a page is only asked for: within the block nothing that `read_once` knew counts."""
    token = _read.set(None)
    try:
        yield
    finally:
        _read.reset(token)


def holders(codename: str, unit_id: int) -> QuerySet[Person]:
    """The active people who hold the right on the unit at this moment."""
    groups = UnitGroupPermission.objects.filter(permission__codename=codename, content_object_id=unit_id)
    held = Membership.objects.at(now()).filter(group_id__in=groups.values("group_id"))
    return Person.objects.filter(is_active=True, pk__in=held.values("person_id"))


def holders_by_right(ward_id: int | None = None) -> Holders:
    """Who holds which right on which unit at this moment: in one ward, or in all. One query."""
    held = Membership.objects.at(now()).filter(person__is_active=True)
    if ward_id:
        held = held.filter(Q(unit=ward_id) | Q(unit__ward=ward_id))
    grant = "group__unitgrouppermission"
    found: Holders = defaultdict(set)
    for codename, unit, person in held.values_list(
        f"{grant}__permission__codename", f"{grant}__content_object_id", "person_id"
    ):
        found[codename, unit].add(person)
    return found


def offices_of(person: Person) -> MembershipQuerySet:
    """The memberships that `person` holds at this moment."""
    held = Membership.objects.at(now())
    return held.filter(person=person) if person.is_active else held.none()


def author_at_row(person: Person, table: str) -> AtRow:
    """Of a row of a report with its authors in this table: whether the person is one, stands in for one at this moment,
    or acts for one by delegation; by that of another delegate too, where a deputy signs for who signs by order.
    """
    at = connection.ops.adapt_datetimefield_value(now())
    return AtRow(_AUTHOR_AT_ROW.format(table=table), _of_author(person, at), BooleanField(), columns=("pk",))


def _of_author(person: Person, at: Any) -> list[Any]:
    """The values of _IS_AUTHOR."""
    return [person.pk, person.pk, at, at, person.pk, at, at]


def acting_for(people: "QuerySet[Any] | Iterable[int]") -> QuerySet[Person, int]:
    """The ids of those who stand in at this moment for one of these people, named by their ids, or act for one by
    delegation.
    """
    standing_in = Absence.objects.at(now()).filter(person__in=people).values("substitute")
    by_act = Q(delegation__source__person__in=people) | Q(delegation__source__delegation__source__person__in=people)
    delegates = Membership.objects.at(now()).filter(by_act).values("person")
    acting = Person.objects.filter(Q(pk__in=standing_in) | Q(pk__in=delegates))
    return acting.order_by().values_list("pk", flat=True)
