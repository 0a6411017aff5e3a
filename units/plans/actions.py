from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model

from approvals.clock import now
from approvals.statements import lock
from units import rules
from units.models import Aggregation, Assignment, AssignmentGroup, Indicator, Person, Plan, Unit
from units.subjects import Changes, keep, require
from units.tree.actions import add_unit, add_ward, change_unit, code_of
from units.workbook import AssignmentRow, IndicatorRow, PlanContent

from . import versions

Units = Mapping[str, Unit]


@dataclass(frozen=True)
class ImportResult:
    """The plan as it now stands, whether that is a new version, and what differs from the version before."""

    plan: Plan
    created: bool
    differences: tuple[versions.Difference, ...]


@transaction.atomic
def import_plan(content: PlanContent, *, by: Person | None, ward: Unit | None = None) -> ImportResult:
    """Import a plan as a new version, with the units of its own sheet. Idempotent for the same content.

    Without `ward` it is the one whose name the plan gives; the system makes it if there is none. Reports that were
    opened under an earlier version keep that.
    """
    ward = lock(Unit, (ward or _ward(content, by=by)).pk)
    require(by, ward.pk)
    latest = versions.latest(ward, content.number)
    differences = tuple(versions.compare(content, versions.units_in_use(ward), latest))
    units = _units(content, ward, by=by)
    if latest and _says_the_same(latest, content, differences):
        return ImportResult(latest, created=False, differences=differences)
    plan = _plan(content, ward, units, version=latest.version + 1 if latest else 1)
    _groups_and_rows(content, plan, units, latest)
    _say_who_helps(content, plan, units, latest)
    counts = {"indicators": [None, len(content.indicators)], "assignments": [None, len(content.assignments)]}
    changes = {"version": [latest.version if latest else None, plan.version], **counts}
    keep(plan, "import_plan", by=by, scope=ward.pk, changes=changes)
    return ImportResult(plan, created=True, differences=differences)


@transaction.atomic
def correct_kinds(plan: Plan, *, by: Person | None, kinds: Mapping[int, bool], reason: str) -> None:
    """Say of indicators, by number, whether they are stocks: in every version of the plan, in place. The latest value
    is one always and stays it.

    `by` administers the ward or coordinates its reports, or is None for the system. What rests on the kinds is not
    touched here.
    """
    ward = lock(Unit, plan.ward_id)
    if by is not None and ward.pk not in rules.mapped_wards(by):
        raise PermissionDenied
    for version in versions.versions_of(plan).order_by("version").select_for_update():
        rows = version.indicators.filter(number__in=kinds).exclude(aggregation=Aggregation.LATEST)
        wrong = [row for row in rows if row.stock != kinds[row.number]]
        for row in wrong:
            row.stock = kinds[row.number]
        if wrong:
            Indicator.objects.bulk_update(wrong, ["stock"])
            changes = {f"{row.number}.stock": [not row.stock, row.stock] for row in wrong}
            keep(version, "correct_kind", by=by, scope=ward.pk, changes=changes, reason=reason)


@transaction.atomic
def set_helping(plan: Plan, *, by: Person | None, helping: Mapping[int, Iterable[int]], reason: str) -> Changes:
    """Say of indicators, by number, which of the units that cooperate only help (their ids) and report no figure. Of
    others nothing changes. Returns what changed; what is reported already is not touched here.

    `by` administers the ward or coordinates its reports, or is None for the system.
    """
    ward = lock(Unit, plan.ward_id)
    if by is not None and ward.pk not in rules.mapped_wards(by):
        raise PermissionDenied
    changes: Changes = {}
    for row in plan.indicators.filter(number__in=helping).prefetch_related("cooperating", "helping"):
        names = {unit.pk: unit.short_name for unit in row.cooperating.all()}
        old, new = {unit.pk for unit in row.helping.all()}, {pk for pk in helping[row.number] if pk in names}
        if old != new:
            row.helping.set(new)
            in_words = ["; ".join(names.get(pk, "") for pk in sorted(ids)) for ids in (old, new)]
            changes[f"{row.number}.helping"] = in_words
    if changes:
        keep(plan, "set_helping", by=by, scope=ward.pk, changes=changes, reason=reason)
    return changes


@transaction.atomic
def name_counts(plan: Plan, *, by: Person | None, counts: Mapping[int, Mapping[str, str]], reason: str) -> Changes:
    """Say of indicators, by number, what their numerator and denominator count (`versions.COUNTS`), in this version of
    the plan. Figures stay as they are. Returns what changed.

    `by` administers the ward or coordinates its reports, or is None for the system.
    """
    ward = lock(Unit, plan.ward_id)
    if by is not None and ward.pk not in rules.mapped_wards(by):
        raise PermissionDenied
    changes: Changes = {}
    rows = list(plan.indicators.filter(number__in=counts))
    for row in rows:
        for name in versions.COUNTS:
            old, new = getattr(row, name), counts[row.number].get(name, "").strip()
            if old != new:
                setattr(row, name, new)
                changes[f"{row.number}.{name}"] = [old, new]
    if changes:
        Indicator.objects.bulk_update(rows, versions.COUNTS)
        keep(plan, "name_counts", by=by, scope=ward.pk, changes=changes, reason=reason)
    return changes


def _says_the_same(plan: Plan, content: PlanContent, differences: Iterable[versions.Difference]) -> bool:
    """Whether the workbook is what the version was made of, and says of who only helps what stands there by now."""
    if plan.content_digest != content.digest():
        return not differences
    label = str(Indicator._meta.get_field("helping").verbose_name)
    return all(name != label for row in differences for name, _old, _new in row.fields)


def _say_who_helps(content: PlanContent, plan: Plan, units: Units, before: Plan | None) -> None:
    """Who only helps, as the workbook says; where it does not, a new version goes on with those of the one before, as
    far as they still cooperate in the indicator of that number.
    """
    through: Any = Indicator.helping.through
    rows = dict(plan.indicators.values_list("number", "pk"))
    cooperating = set(plan.indicators.order_by().values_list("pk", "cooperating"))
    silent = {row.number for row in content.indicators if row.helping is None}
    former = through.objects.filter(indicator__plan=before, indicator__number__in=silent)
    pairs = [(rows.get(number), unit) for number, unit in former.values_list("indicator__number", "unit_id")]
    pairs += [(rows[row.number], units[code].pk) for row in content.indicators for code in row.helping or ()]
    through.objects.bulk_create(
        through(indicator_id=row, unit_id=unit) for row, unit in pairs if (row, unit) in cooperating
    )


def _ward(content: PlanContent, *, by: Person | None) -> Unit:
    ward = versions.ward_of(content)
    if ward:
        return ward
    if by is not None:
        raise PermissionDenied
    return add_ward(code_of(content.ward_name), versions.ward_name(content), by=None, short_name=content.ward_name)


def _units(content: PlanContent, ward: Unit, *, by: Person | None) -> dict[str, Unit]:
    """The ward's units by code, those of the plan's sheet made or brought up to date."""
    units = {unit.code: unit for unit in ward.members.all()}
    for order, row in enumerate(content.units, start=1):
        fields = {"name": row.name, "short_name": row.short_name, "kind": row.kind, "duty": row.role}
        if row.code not in units:
            units[row.code] = add_unit(
                ward,
                by=by,
                code=row.code,
                name=row.name,
                short_name=row.short_name,
                kind=row.kind,
                duty=row.role,
            )
        elif versions.unit_differs(units[row.code], row, order):
            units[row.code] = change_unit(units[row.code], by=by, **fields, reports=True, order=order, retired_at=None)
    return units


def _plan(content: PlanContent, ward: Unit, units: Units, *, version: int) -> Plan:
    plan = Plan(
        ward=ward,
        version=version,
        coordinating_unit=units[content.coordinating_unit],
        recipients=list(content.recipients),
        content_digest=content.digest(),
        imported_at=now(),
        **{name: getattr(content, name) for name in versions.FRONT},
    )
    plan.save()
    return plan


def _groups_and_rows(content: PlanContent, plan: Plan, units: Units, before: Plan | None) -> None:
    groups = AssignmentGroup.objects.bulk_create(
        AssignmentGroup(plan=plan, code=row.code, name=row.name, order=order)
        for order, row in enumerate(content.groups, start=1)
    )
    by_code = {group.code: group for group in groups}
    counted = {row.number: row for row in before.indicators.all()} if before else {}
    indicators = Indicator.objects.bulk_create(
        _indicator(row, plan, units, counted.get(row.number)) for row in content.indicators
    )
    assignments = Assignment.objects.bulk_create(
        _assignment(row, plan, by_code[row.group], units) for row in content.assignments
    )
    _cooperate(Indicator.cooperating.through, "indicator", zip(indicators, content.indicators, strict=True), units)
    _cooperate(Assignment.cooperating.through, "assignment", zip(assignments, content.assignments, strict=True), units)


def _indicator(row: IndicatorRow, plan: Plan, units: Units, before: Indicator | None) -> Indicator:
    counts = {name: versions.counts_of(row, name, getattr(before, name, None)) for name in versions.COUNTS}
    return Indicator(
        plan=plan,
        number=row.number,
        name=row.name,
        measure=row.measure,
        goal=row.goal,
        direction=row.direction,
        aggregation=row.aggregation,
        stock=row.stock,
        decimals=row.decimals,
        bounded=row.bounded,
        cumulative=row.cumulative,
        lead=units[row.lead],
        **counts,
    )


def _assignment(row: AssignmentRow, plan: Plan, group: AssignmentGroup, units: Units) -> Assignment:
    return Assignment(
        plan=plan,
        group=group,
        number=row.number,
        name=row.name,
        product=row.product,
        due_on=row.due_on,
        recurring=row.recurring,
        due_text=row.due_text,
        lead=units[row.lead],
        authority=row.authority,
    )


def _cooperate(
    through: type[Model], field: str, rows: Iterable[tuple[Model, IndicatorRow | AssignmentRow]], units: Units
) -> None:
    through._default_manager.bulk_create(
        through(**{field: made, "unit": units[code]}) for made, row in rows for code in row.cooperating
    )
