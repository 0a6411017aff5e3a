"""A plan amended in the browser: its next version is a copy of the newest, with what is handed on or dropped."""

import hashlib
import json
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.statements import lock
from approvals.text.vietnamese import sort_key
from units.models import Assignment, AssignmentGroup, Indicator, Person, Plan, Unit
from units.plans import versions
from units.subjects import keep, require

MODELS: dict[str, Any] = {"indicator": Indicator, "assignment": Assignment}
SHARED = {"indicator": ("cooperating", "helping"), "assignment": ("cooperating",)}

Row = tuple[str, int]  # "indicator" or "assignment", and its number
Shares = dict[str, list[int]]  # the ids of the units that cooperate, and of those that only help


@dataclass(frozen=True)
class Amendment:
    """What changes: the unit that leads a row from now on, the rows that are dropped, and units in whose place another
    stands everywhere, by their ids. `goals` are those of indicators from now on. `shared` are rows in which units
    cooperate in the place of one that had a part in it: the id of that one, and theirs.
    """

    leads: Mapping[Row, Unit] = field(default_factory=dict)
    dropped: frozenset[Row] = frozenset()
    instead: Mapping[int, Unit] = field(default_factory=dict)
    shared: Mapping[Row, tuple[int, tuple[int, ...]]] = field(default_factory=dict)
    goals: Mapping[Row, Decimal] = field(default_factory=dict)

    @property
    def plain(self) -> dict[str, Any]:
        goals = {f"{part} {number}": str(goal) for (part, number), goal in sorted(self.goals.items())}
        return ({"goals": goals} if goals else {}) | {
            "leads": {f"{part} {number}": unit.code for (part, number), unit in sorted(self.leads.items())},
            "dropped": sorted(f"{part} {number}" for part, number in self.dropped),
            "instead": {str(pk): unit.code for pk, unit in sorted(self.instead.items())},
            "shared": {f"{part} {number}": units for (part, number), units in sorted(self.shared.items())},
        }


@transaction.atomic
def amend_plan(plan: Plan, amendment: Amendment, *, by: Person | None, reason: str) -> Plan:
    """The plan's next version, amended. Who leads a row now does not cooperate in it too.

    `plan` is the newest version: raises NotPossible where somebody made another since, and where nothing changes.
    """
    ward = lock(Unit, plan.ward_id)
    require(by, ward.pk)
    latest = versions.latest(ward, plan.number)
    if latest is None or latest.pk != plan.pk:
        raise NotPossible(_("There is a newer version of the plan by now. Open the plan again, then amend it."))
    made = _copied(latest, amendment)
    changes = _rows_copied(latest, made, amendment)
    if not changes and made.coordinating_unit_id == latest.coordinating_unit_id:
        raise NotPossible(_("Nothing changes. Choose what is handed on or dropped."))
    changes["version"] = [latest.version, made.version]
    keep(made, "amend_plan", by=by, scope=ward.pk, changes=changes, reason=reason)
    return made


def _copied(plan: Plan, amendment: Amendment) -> Plan:
    """The front page, under the next version."""
    made = copy(plan)
    made._state = copy(plan._state)
    made.pk, made.version, made.imported_at = None, plan.version + 1, now()
    made.trail_seq, made.trail_head = Plan().trail_seq, Plan().trail_head
    made.coordinating_unit = amendment.instead.get(plan.coordinating_unit_id, plan.coordinating_unit)
    identity = json.dumps([plan.content_digest, plan.version, amendment.plain], ensure_ascii=False, sort_keys=True)
    made.content_digest = hashlib.sha256(identity.encode()).hexdigest()
    made.save(force_insert=True)
    return made


def _rows_copied(plan: Plan, made: Plan, amendment: Amendment) -> dict[str, list[Any]]:
    """The rows of the new version; returns what differs, as the trail tells it."""
    groups = {group.pk: group for group in plan.groups.all()}
    for group in groups.values():
        group.pk, group.plan = None, made
    AssignmentGroup.objects.bulk_create(groups.values())
    names = dict(Unit.objects.filter(ward=plan.ward_id).values_list("pk", "short_name"))
    changes: dict[str, list[Any]] = {}
    for part, model in MODELS.items():
        rows = list(model.objects.filter(plan=plan).select_related("lead").prefetch_related(*SHARED[part]))
        kept = [row for row in rows if (part, row.number) not in amendment.dropped]
        changes |= {_key(part, row): [str(row), None] for row in rows if row not in kept}
        shares = []
        for row in kept:
            changes |= _handed(part, row, amendment) | _with_goal(part, row, amendment)
            shares.append(_shares(part, row, amendment))
            changes |= _changed_shares(part, row, shares[-1], names)
        _insert(part, list(zip(kept, shares, strict=True)), made, groups)
    return changes


def _handed(part: str, row: Any, amendment: Amendment) -> dict[str, list[Any]]:
    """Give the row its lead; told where that is another."""
    former = row.lead
    row.lead = amendment.leads.get((part, row.number)) or amendment.instead.get(former.pk, former)
    return {f"{_key(part, row)}.lead": [former.short_name, row.lead.short_name]} if row.lead != former else {}


def _with_goal(part: str, row: Any, amendment: Amendment) -> dict[str, list[Any]]:
    """Give the indicator its goal; told where that is another."""
    goal = amendment.goals.get((part, row.number))
    if goal is None or goal == row.goal:
        return {}
    former, row.goal = row.goal, goal
    with override("vi"):
        return {f"{_key(part, row)}.goal": [versions.number(former), versions.number(goal)]}


def _shares(part: str, row: Any, amendment: Amendment) -> Shares:
    """The ids of the units that cooperate in the row from now on and, of an indicator, of those that only help. Whoever
    stands in the place of one that reported a figure reports one too.
    """
    former, parts = amendment.shared.get((part, row.number), (0, ()))

    def now_there(pk: int) -> tuple[int, ...]:
        heir = amendment.instead.get(pk)
        return parts if pk == former else (heir.pk if heir else pk,)

    before = [unit.pk for unit in row.cooperating.all()]
    helped = {unit.pk for unit in row.helping.all()} if "helping" in SHARED[part] else set()
    there = dict.fromkeys(new for pk in before for new in now_there(pk))
    reporting = {new for pk in before if pk not in helped for new in now_there(pk)}
    if former not in before:  # it leads the row, or did
        there |= dict.fromkeys(parts)
        reporting |= set(parts)
    there.pop(row.lead.pk, None)
    return {"cooperating": list(there), "helping": [pk for pk in there if pk not in reporting]}


def _changed_shares(part: str, row: Any, shares: Shares, names: Mapping[int, str]) -> dict[str, list[Any]]:
    """Units that come or go, as the trail tells them; not that who leads the row cooperates in it no more."""
    changes = {}
    for name in SHARED[part]:
        old, new = {unit.pk for unit in getattr(row, name).all()} - {row.lead.pk}, set(shares[name])
        if old != new:
            in_words = [", ".join(sorted((names.get(pk, "") for pk in ids), key=sort_key)) for ids in (old, new)]
            changes[f"{_key(part, row)}.{name}"] = in_words
    return changes


def _insert(part: str, rows: list[tuple[Any, Shares]], made: Plan, groups: Mapping[int, AssignmentGroup]) -> None:
    fresh = []
    for row, _shared in rows:
        other = copy(row)
        other._state = copy(row._state)
        other._prefetched_objects_cache = {}
        other.pk, other.plan = None, made
        if part == "assignment":
            other.group = groups[row.group_id]
        fresh.append(other)
    MODELS[part].objects.bulk_create(fresh)
    for name in SHARED[part]:
        through = getattr(MODELS[part], name).through
        through.objects.bulk_create(
            through(**{f"{part}_id": row.pk, "unit_id": pk})
            for row, (_row, shares) in zip(fresh, rows, strict=True)
            for pk in shares[name]
        )


def _key(part: str, row: Any) -> str:
    return f"{'T' if part == 'assignment' else ''}{row.number}"
