"""Grants: what the holders of an office may do on a unit, kept in guardian's tables. The one place that calls guardian.

A right holds while a grant to the office's group and a membership in that group hold, both read at the moment of
asking and never cached: it ends the moment the membership ends.
"""

from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.models import QuerySet
from guardian.shortcuts import assign_perm

from approvals.clock import now
from approvals.statements import exists

from .models import Membership, MembershipQuerySet, Office, Person, Unit, UnitGroupPermission

ON_UNIT: dict[str, tuple[str, ...]] = {
    Office.DRAFTER: ("view_reports", "write_reports"),
    Office.UNIT_HEAD: ("view_reports", "submit_reports"),
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

_SQL = f"""
SELECT 1 FROM "{UnitGroupPermission._meta.db_table}" g
JOIN "{Permission._meta.db_table}" p ON p.id = g.permission_id
JOIN "{Membership._meta.db_table}" m ON m.group_id = g.group_id
WHERE g.content_object_id = %s AND p.codename = %s AND m.person_id = %s
AND m.starts_at <= %s AND (m.ends_at IS NULL OR m.ends_at > %s)"""


def group_of(unit: Unit, office: str) -> Group:
    """The group of those who hold `office` in `unit`, with its grants: made when first asked for."""
    group, made = Group.objects.get_or_create(name=f"{unit.pk}:{office}")
    if made:
        for codename in ON_UNIT.get(office, ()):
            assign_perm(codename, group, unit)
        for codename in ON_WARD.get(office, ()):
            assign_perm(codename, group, unit.ward or unit)
    return group


def may(person: Person, codename: str, unit_id: int, *, unless_author: tuple[str, int] | None = None) -> bool:
    """Whether `person` holds the right on the unit at this moment. One statement.

    `unless_author` is (table of authors, report id): whoever stands there is barred, by the same statement.
    """
    if not person.is_active:
        return False
    at = connection.ops.adapt_datetimefield_value(now())
    sql, values = _SQL, [unit_id, codename, person.pk, at, at]
    if unless_author:
        table, report_id = unless_author
        sql += f' AND NOT EXISTS (SELECT 1 FROM "{table}" a WHERE a.report_id = %s AND a.person_id = m.person_id)'
        values.append(report_id)
    return exists(sql + " LIMIT 1", values)


def units_where(person: Person, codename: str) -> "QuerySet[UnitGroupPermission, int]":
    """The ids of the units on which `person` holds the right at this moment, as a lazy subquery."""
    return UnitGroupPermission.objects.filter(
        permission__codename=codename, group_id__in=offices_of(person).values("group_id")
    ).values_list("content_object_id", flat=True)


def rights_on(person: Person, unit_ids: set[int]) -> set[tuple[str, int]]:
    """All that `person` may do on the units at this moment, as (codename, unit id). One statement."""
    granted = UnitGroupPermission.objects.filter(
        content_object__in=unit_ids, group_id__in=offices_of(person).values("group_id")
    )
    return set(granted.values_list("permission__codename", "content_object_id"))


def holders(codename: str, unit_id: int) -> QuerySet[Person]:
    """The active people who hold the right on the unit at this moment."""
    groups = UnitGroupPermission.objects.filter(permission__codename=codename, content_object_id=unit_id)
    held = Membership.objects.at(now()).filter(group_id__in=groups.values("group_id"))
    return Person.objects.filter(is_active=True, pk__in=held.values("person_id"))


def offices_of(person: Person) -> MembershipQuerySet:
    """The memberships that `person` holds at this moment."""
    held = Membership.objects.at(now())
    return held.filter(person=person) if person.is_active else held.none()


def holding(unit_id: int, office: str) -> QuerySet[Person]:
    """The active people who hold `office` in the unit at this moment."""
    held = Membership.objects.at(now()).filter(unit_id=unit_id, office=office)
    return Person.objects.filter(is_active=True, pk__in=held.values("person_id"))
