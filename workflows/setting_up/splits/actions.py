"""One unit becomes several: the plan, the kinds of report, people and all that is open (docs/decisions/0098)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.statements import lock
from units.models import Membership, Person, Plan, Unit
from units.plans import versions as plans
from units.plans.amending import actions as amending
from units.plans.amending.actions import Amendment, Row
from units.plans.versions import PlanPart
from units.subjects import require
from units.tree import actions as tree
from units.tree.actions import NewUnit
from workflows.cases.inputs.texts import stated
from workflows.models import ReportKind

RowOf = tuple[int, Row]  # a plan's id, and a row of it


@dataclass(frozen=True)
class Split:
    """What becomes of a unit. Units are named by their places: of a unit that `goes_on` it has the first, the `added`
    follow. `leads` says who leads a row that the unit led, else the first; `shares` who else reports on it, or
    cooperates in the unit's place, else nobody and all; `people` who goes where, by the ids of their offices in the
    unit, `leaving` whose office in it ends. `heir` goes on with what a unit that ends left open.
    """

    added: Sequence[NewUnit]
    goes_on: bool = False
    heir: int = 0
    leads: Mapping[RowOf, int] = field(default_factory=dict)
    shares: Mapping[RowOf, Sequence[int]] = field(default_factory=dict)
    people: Mapping[int, int] = field(default_factory=dict)
    leaving: Sequence[int] = ()


def split(unit: Unit, how: Split, *, by: Person, reason: str) -> list[Unit]:
    """Split a unit. Each plan that names it gets a next version in which its parts stand in its place, which periods
    opened from now on follow; kinds that asked it ask its parts. Returns the parts, itself first where it goes on.

    Raises NotPossible where there are fewer than two parts, where a code is taken, and as `tree.split_unit` does.
    """
    reason = stated(reason)
    with transaction.atomic():
        ward = lock(Unit, unit.root_id)
        require(by, ward.pk)
        unit = lock(Unit, unit.pk)
        if unit.ward_id is None or unit.retired_at:
            raise NotPossible(_("Choose a unit of the ward that is not retired."))
        if len(how.added) + how.goes_on < 2:
            raise NotPossible(_("Write the names of at least two units that it becomes, or of one beside itself."))
        added = tree.add_units(ward, how.added, by=by)
        parts = [unit, *added] if how.goes_on else added
        heir = None if how.goes_on else parts[how.heir]
        for plan in tree.plans_naming(unit):
            amendment = _amendment(plan, unit, parts, how)
            if amendment != Amendment():
                amending.amend_plan(plan, amendment, by=by, reason=reason)
        for kind in ReportKind.objects.filter(ward=ward, units=unit):
            kind.units.add(*added)
            if heir:
                kind.units.remove(unit)
        tree.split_unit(
            unit, added, heir=heir, by=by, reason=reason, people=_moved(unit, parts, how), leaving=how.leaving
        )
        return parts


def _moved(unit: Unit, parts: Sequence[Unit], how: Split) -> dict[Membership, Unit]:
    """The offices that change their unit."""
    offices = Membership.objects.unended().own().filter(unit=unit, pk__in=how.people).select_related("person", "unit")
    into = {row: parts[how.people[row.pk]] for row in offices.order_by("pk")}
    return {row: part for row, part in into.items() if part.pk != unit.pk}


def _amendment(plan: Plan, unit: Unit, parts: Sequence[Unit], how: Split) -> Amendment:
    leads: dict[Row, Unit] = {}
    shared: dict[Row, tuple[int, tuple[int, ...]]] = {}
    for row, part in rows_of(plan, unit):
        lead = None
        if part.row.lead_id == unit.pk:
            lead = leads[row] = parts[how.leads.get((plan.pk, row), 0)]
        others = how.shares.get((plan.pk, row), () if lead else range(len(parts)))
        ids = tuple(parts[place].pk for place in others if parts[place] != lead)
        if ids != (() if lead else (unit.pk,)):
            shared[row] = (unit.pk, ids)
    leads = {row: lead for row, lead in leads.items() if lead.pk != unit.pk}
    return Amendment(leads, shared=shared, instead={} if how.goes_on else {unit.pk: parts[how.heir]})


def rows_of(plan: Plan, unit: Unit) -> Iterable[tuple[Row, PlanPart]]:
    """The rows of the plan in which the unit has a part. Four statements."""
    for name, parts in zip(("indicator", "assignment"), plans.plan_parts(plan), strict=True):
        yield from (((name, part.row.number), part) for part in parts if part.has(unit))
