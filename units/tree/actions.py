import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from approvals.clock import now, today
from approvals.errors import NotPossible
from approvals.models import TrailEvent
from approvals.statements import insert_many, lock, update_heads
from approvals.text.plain import one_line
from approvals.trail import chain as trail
from approvals.trail.refusals import newest_event, too_late
from units import grants
from units.hours import Span, are_in_order, in_words
from units.models import Assignment, Indicator, Membership, MembershipQuerySet, Person, Plan, Unit
from units.offices.actions import end_all, start_membership
from units.offices.leaving import settle
from units.subjects import give, keep, require


@transaction.atomic
def add_ward(code: str, name: str, *, by: Person | None, short_name: str = "") -> Unit:
    """A root unit, added by who runs the installation: nobody administers a ward that does not exist yet."""
    if by is not None and not by.runs_installation:
        raise PermissionDenied
    if Unit.objects.filter(ward=None, code=code).exists():
        raise NotPossible(_("There is a ward with the code %(code)s already.") % {"code": code})
    ward = Unit(code=one_line(code), name=one_line(name), short_name=one_line(short_name or name), reports=False)
    ward.save()
    keep(ward, "add_ward", by=by, scope=ward.pk, changes={"code": [None, ward.code], "name": [None, ward.name]})
    return ward


@transaction.atomic
def add_unit(
    ward: Unit,
    *,
    by: Person | None,
    code: str,
    name: str,
    short_name: str,
    kind: str = "",
    duty: str = "",
    reports: bool = True,
    parent: Unit | None = None,
    order: int | None = None,
) -> Unit:
    """A unit below the ward, or below one of its units; last in the list, or at `order`."""
    ward = lock(Unit, ward.pk)
    require(by, ward.pk)
    code = one_line(code)
    _refuse_code_in_use(ward, code)
    fields = {"name": name, "short_name": short_name, "kind": kind, "duty": duty}
    unit = Unit(ward=ward, parent=parent or ward, order=ward.members.count() + 1 if order is None else order)
    unit.save()
    changes = give(unit, code=code, reports=reports, **{key: one_line(value) for key, value in fields.items()})
    keep(unit, "add_unit", by=by, scope=ward.pk, changes=changes)
    return unit


@dataclass(frozen=True)
class NewUnit:
    """A unit to be added, as a row of a table tells it."""

    code: str
    name: str
    short_name: str
    kind: str = ""
    duty: str = ""
    reports: bool = True


@transaction.atomic
def add_units(ward: Unit, rows: Sequence[NewUnit], *, by: Person | None, delivers: bool = False) -> list[Unit]:
    """Many units below the ward, in their order after those that are there: all or none. Those that stand for wards
    `delivers`. Raises NotPossible where a code is taken. Six statements however many there are, one more for the first
    that deliver.
    """
    ward = lock(Unit, ward.pk)
    require(by, ward.pk)
    if delivers and not ward.has_wards:
        ward.has_wards = True
        ward.save(update_fields=["has_wards"])
    codes = list(ward.members.values_list("code", flat=True))
    for row in rows:
        if row.code in codes:
            raise NotPossible(_("Another unit of the ward has the code %(code)s.") % {"code": row.code})
        codes.append(row.code)
    first = len(codes) - len(rows) + 1
    values = [
        {name: one_line(value) if isinstance(value, str) else value for name, value in vars(row).items()}
        for row in rows
    ]
    units = Unit.objects.bulk_create(
        Unit(ward=ward, parent=ward, order=order, delivers=delivers, **fields)
        for order, fields in enumerate(values, start=first)
    )
    blank = Unit()
    events = [
        trail.event_values(
            unit,
            "add_unit",
            by=by,
            scope=ward.pk,
            changes={
                name: [getattr(blank, name), value] for name, value in fields.items() if value != getattr(blank, name)
            },
        )
        for unit, fields in zip(units, values, strict=True)
    ]
    insert_many(TrailEvent, events)
    update_heads(Unit, [(unit.pk, unit.trail_seq, unit.trail_head) for unit in units], {})
    return units


def _refuse_code_in_use(ward: Unit, code: str) -> None:
    if ward.members.filter(code=code).exists():
        raise NotPossible(_("Another unit of the ward has the code %(code)s.") % {"code": code})


@transaction.atomic
def change_unit(unit: Unit, *, by: Person | None, **fields: Any) -> Unit:
    """Change `name`, `short_name`, `kind`, `duty`, `parent`, `reports`, `order` or `retired_at`; the code stays for
    good. Raises NotPossible where the parent is of another ward, or stands below the unit itself.
    """
    unit = lock(Unit, unit.pk)
    require(by, unit.root_id)
    former = unit.parent if "parent" in fields else None
    changes = give(unit, **{key: one_line(value) if isinstance(value, str) else value for key, value in fields.items()})
    if "parent" in changes:
        _refuse_parent(unit)
        changes["parent"] = [str(former or ""), str(unit.parent)]
    if changes:
        keep(unit, "change_unit", by=by, scope=unit.root_id, changes=changes)
    return unit


def _refuse_parent(unit: Unit) -> None:
    """Raises NotPossible for a parent under which the unit cannot stand."""
    above: Unit | None = unit.parent
    if above is None or above.root_id != unit.root_id or above.retired_at:
        raise NotPossible(_("Choose the ward, or one of its units, under which the unit stands."))
    while above is not None:
        if above.pk == unit.pk:
            raise NotPossible(_("A unit cannot stand under one that stands under it. Choose another."))
        above = above.parent


@transaction.atomic
def change_hours(ward: Unit, *, by: Person | None, spans: Sequence[Span]) -> Unit:
    """Set when the ward works. What is due already stays due; what opens from now on is counted by these hours."""
    ward = lock(Unit, ward.pk)
    require(by, ward.root_id)
    if not are_in_order(spans):
        raise NotPossible(_("Each time has to be later than the one before it: morning first, then afternoon."))
    changes = give(ward, hours=in_words(spans))
    if changes:
        keep(ward, "change_hours", by=by, scope=ward.root_id, changes=changes)
    return ward


@transaction.atomic
def retire_unit(unit: Unit, *, by: Person | None) -> Unit:
    """The unit reports no more and the offices in it end, each told in the trail of its holder; what waits for nobody
    then is told at once.

    Refused while a plan in force names it, and where the ward would be left without an administrator.
    """
    unit = lock(Unit, unit.pk)
    require(by, unit.root_id)
    _refuse_retiring(unit, by)
    end_all(Membership.objects.filter(unit=unit), by=by)
    _move_below(unit, None, by=by)
    keep(unit, "retire_unit", by=by, scope=unit.root_id, changes=give(unit, retired_at=now()))
    settle([unit.root_id])
    return unit


@transaction.atomic
def merge_unit(unit: Unit, into: Unit, *, by: Person | None, reason: str, people: Iterable[Membership] = ()) -> Unit:
    """The unit is retired, and whoever writes and submits for `into` goes on with all that it left: its reports and
    difficulties stay under its own name. The holders of `people`, offices in it, hold them in `into` from now on, for
    what is left of their terms; who holds one for another does not, since it ends and begins with the other's. The
    units below it stand below `into`.

    Refused as retiring is, and where the two are one, or not of one ward.
    """
    unit, into = lock(Unit, unit.pk), lock(Unit, into.pk)  # in any order: whoever merges holds the ward's row
    require(by, unit.root_id)
    _refuse_merging(unit, into)
    _refuse_retiring(unit, by)
    grants.inherit(unit, into)
    taken = list(_own_offices(unit).filter(pk__in=[row.pk for row in people]))
    end_all(Membership.objects.filter(unit=unit), by=by)
    for row in taken:
        _go_along(row, into, by=by)
    _move_below(unit, into, by=by)
    unit.merged_into = into
    changes = give(unit, retired_at=now()) | {"merged_into": [None, into.short_name]}
    keep(unit, "merge_unit", by=by, scope=unit.root_id, changes=changes, reason=reason)
    settle([unit.root_id])
    return unit


@transaction.atomic
def split_unit(
    unit: Unit,
    parts: Sequence[Unit],
    *,
    heir: Unit | None,
    by: Person | None,
    reason: str,
    people: Mapping[Membership, Unit],
    leaving: Collection[int] = (),
) -> Unit:
    """The `parts`, units that were just added, were one with this unit. Where it has an `heir` among them it is
    retired: whoever writes and submits for that goes on with what it left open, all parts read what it reported, and
    the units below it stand below that. Without one it goes on itself. The holders of `people`, offices in it that are
    held for nobody else, hold them where that says from now on, for what is left of their terms; the offices
    `leaving`, by their ids, end.

    Refused as retiring is where it is retired.
    """
    unit = lock(Unit, unit.pk)
    require(by, unit.root_id)
    if heir:
        _refuse_retiring(unit, by)
        grants.inherit(unit, heir)
    for part in parts:
        part.parent, part.split_from = _standing_above(unit), unit
        part.save(update_fields=["parent"])
        keep(part, "change_unit", by=by, scope=unit.root_id, changes={"split_from": [None, unit.short_name]})
        if heir:
            grants.let_read(unit, part)
    ending = Membership.objects.filter(unit=unit)
    end_all(ending if heir else ending.filter(pk__in=[*(row.pk for row in people), *leaving]), by=by)
    for row, into in people.items():
        _go_along(row, into, by=by)
    if heir:
        _move_below(unit, heir, by=by)
    changes: dict[str, list[Any]] = {"split_into": [None, ", ".join(part.short_name for part in parts)]}
    if heir:
        unit.merged_into = heir
        changes |= give(unit, retired_at=now()) | {"merged_into": [None, heir.short_name]}
    keep(unit, "split_unit", by=by, scope=unit.root_id, changes=changes, reason=reason)
    settle([unit.root_id])
    return unit


def _own_offices(unit: Unit) -> MembershipQuerySet:
    """The offices in the unit that are held for nobody else, now or later."""
    return Membership.objects.unended().own().filter(unit=unit).select_related("person").order_by("pk")


def _go_along(row: Membership, into: Unit, *, by: Person | None) -> None:
    """Whoever held `row`, as it was before it ended, holds the same office in `into` for what is left of its term, as
    far as they do not hold it there themselves already.
    """
    starts_at, ends_at = max(row.starts_at, now()), row.ends_at
    there = _own_offices(into).filter(person=row.person, office=row.office)
    for held in there.order_by("starts_at"):
        if held.starts_at > starts_at:
            ends_at = min(ends_at or held.starts_at, held.starts_at)
            break
        if held.ends_at is None:
            return
        starts_at = max(starts_at, held.ends_at)
    if ends_at is None or starts_at < ends_at:
        start_membership(row.person, by=by, unit=into, office=row.office, starts_at=starts_at, ends_at=ends_at)


def _move_below(unit: Unit, into: Unit | None, *, by: Person | None) -> None:
    """The units below one that ends stand below `into`, or where it stood if `into` is None or stands below it."""
    onto = _standing_above(unit) if into is None or unit in _above(into) else into
    for below in Unit.objects.filter(parent=unit, retired_at=None).order_by("order", "code"):
        change_unit(below, by=by, parent=onto)


def _standing_above(unit: Unit) -> Unit:
    """The nearest unit above this one that has not ended; at last the ward, which never does."""
    return next(each for each in _above(unit) if not each.retired_at)


def _above(unit: Unit) -> list[Unit]:
    """The units above this one, up to the ward."""
    return [unit.parent, *_above(unit.parent)] if unit.parent else []


def _refuse_merging(unit: Unit, into: Unit) -> None:
    if into.pk == unit.pk or into.ward_id != unit.ward_id:
        raise NotPossible(_("Choose another unit of the ward, into which it is merged."))
    if into.retired_at:
        raise NotPossible(_("%(unit)s is retired already.") % {"unit": into})


def _refuse_retiring(unit: Unit, by: Person | None) -> None:
    if unit.ward_id is None:
        raise NotPossible(_("A ward cannot be retired."))
    if unit.retired_at:
        sentence = _("%(unit)s is retired already.") % {"unit": unit}
        raise too_late(newest_event(unit), "retire_unit", by=by, sentence=sentence)
    for plan in plans_naming(unit):
        raise NotPossible(
            _("Plan %(number)s still gives work to %(unit)s. Import a version of the plan without it first.")
            % {"number": plan.number, "unit": unit}
        )


def plans_naming(unit: Unit) -> list[Plan]:
    """The newest versions of the ward's plans of this year and later, or of its last year, that give the unit work."""
    later = Plan.objects.filter(ward=OuterRef("ward"), number=OuterRef("number"), version__gt=OuterRef("version"))
    plans = list(Plan.objects.filter(~Exists(later), ward=unit.ward_id).order_by("year", "imported_at"))
    since = min(today().year, max((plan.year for plan in plans), default=0))
    return [plan for plan in plans if plan.year >= since and _is_named(plan, unit)]


def _is_named(plan: Plan, unit: Unit) -> bool:
    has_part = Q(lead=unit) | Q(cooperating=unit)
    return (
        plan.coordinating_unit_id == unit.pk
        or Indicator.objects.filter(has_part, plan=plan).exists()
        or Assignment.objects.filter(has_part, plan=plan).exists()
    )


def code_of(name: str) -> str:
    """A code for a ward from its name: "Minh Xuân" becomes MINHXUAN."""
    letters = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    return re.sub(r"[^A-Z0-9]", "", letters.upper())[:20]
