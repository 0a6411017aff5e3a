"""A plan amended in the browser: its next version is a copy of the newest, with what is handed on or dropped."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.statements import lock
from units.models import Assignment, AssignmentGroup, Indicator, Person, Plan, Unit
from units.plans import versions
from units.subjects import keep, require

MODELS: dict[str, Any] = {"indicator": Indicator, "assignment": Assignment}
SHARED = {"indicator": ("cooperating", "helping"), "assignment": ("cooperating",)}

Row = tuple[str, int]  # "indicator" or "assignment", and its number


@dataclass(frozen=True)
class Amendment:
    """What changes: the unit that leads a row from now on, the rows that are dropped, and units in whose place another
    stands everywhere, by their ids.
    """

    leads: Mapping[Row, Unit] = field(default_factory=dict)
    dropped: frozenset[Row] = frozenset()
    instead: Mapping[int, Unit] = field(default_factory=dict)

    @property
    def plain(self) -> dict[str, Any]:
        return {
            "leads": {f"{part} {number}": unit.code for (part, number), unit in sorted(self.leads.items())},
            "dropped": sorted(f"{part} {number}" for part, number in self.dropped),
            "instead": {str(pk): unit.code for pk, unit in sorted(self.instead.items())},
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
    said = json.dumps([plan.content_digest, plan.version, amendment.plain], ensure_ascii=False, sort_keys=True)
    made.content_digest = hashlib.sha256(said.encode()).hexdigest()
    made.save(force_insert=True)
    return made


def _rows_copied(plan: Plan, made: Plan, amendment: Amendment) -> dict[str, list[Any]]:
    """The rows of the new version; returns what differs, as the trail tells it."""
    groups = {group.pk: group for group in plan.groups.all()}
    for group in groups.values():
        group.pk, group.plan = None, made
    AssignmentGroup.objects.bulk_create(groups.values())
    changes: dict[str, list[Any]] = {}
    for part, model in MODELS.items():
        rows = list(model.objects.filter(plan=plan).select_related("lead").prefetch_related(*SHARED[part]))
        kept = [row for row in rows if (part, row.number) not in amendment.dropped]
        changes |= {_key(part, row): [str(row), None] for row in rows if row not in kept}
        for row in kept:
            changes |= _handed(part, row, amendment)
        _insert(part, kept, made, groups, amendment)
    return changes


def _handed(part: str, row: Any, amendment: Amendment) -> dict[str, list[Any]]:
    """Give the row its lead; told where that is another."""
    former = row.lead
    row.lead = amendment.leads.get((part, row.number)) or amendment.instead.get(former.pk, former)
    return {f"{_key(part, row)}.lead": [former.short_name, row.lead.short_name]} if row.lead != former else {}


def _insert(
    part: str, rows: list[Any], made: Plan, groups: Mapping[int, AssignmentGroup], amendment: Amendment
) -> None:
    shared = [{name: _units(getattr(row, name).all(), row, amendment) for name in SHARED[part]} for row in rows]
    fresh = []
    for row in rows:
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
            for row, units in zip(fresh, shared, strict=True)
            for pk in units[name]
        )


def _units(units: Iterable[Unit], row: Any, amendment: Amendment) -> list[int]:
    ids = dict.fromkeys(amendment.instead.get(unit.pk, unit).pk for unit in units)
    return [pk for pk in ids if pk != row.lead.pk]


def _key(part: str, row: Any) -> str:
    return f"{'T' if part == 'assignment' else ''}{row.number}"
