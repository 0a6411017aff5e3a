"""What units have in hand when one is merged into another, or one reports for several. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from approvals.text.vietnamese import in_order_of_people
from units.models import Membership, Plan, Unit
from units.plans import versions as plans
from units.tree import actions as tree
from workflows.models import Difficulty, Step, UnitReport
from workflows.models.states import HELD_BY_UNIT, HELD_BY_WARD


@dataclass(frozen=True)
class InHand:
    """Open reports and difficulties, parts of plans, each with the plan; steps of routes that ask the unit; and who
    holds which office in it.
    """

    reports: list[UnitReport]
    difficulties: list[Difficulty]
    plans: list[tuple[Plan, int, int]]
    steps: list[Any]
    offices: list[Membership]


def in_hand(*units: Unit) -> InHand:
    """Of units of one ward."""
    codes, ward = {unit.code for unit in units}, units[0].ward_id
    reports = UnitReport.objects.with_names().filter(unit__in=units, state__in=[*HELD_BY_UNIT, *HELD_BY_WARD])
    difficulties = Difficulty.objects.with_names().unclosed().filter(Q(unit__in=units) | Q(to_unit__in=units))
    steps = Step.objects.filter(route__ward=ward, retired_at=None).select_related("route__kind", "unit")
    offices = Membership.objects.unended().filter(unit__in=units).select_related("person", "unit")
    named = {plan.pk: plan for unit in units for plan in tree.plans_naming(unit)}
    return InHand(
        list(reports.order_by("period__ends", "pk")),
        list(difficulties.order_by("raised_at", "pk")),
        [(plan, *_parts(plan, units)) for plan in named.values()],
        [step for step in steps.order_by("route", "order") if codes & {step.unit and step.unit.code, *step.units}],
        list(offices.order_by("office", *in_order_of_people("person__name"))),
    )


def _parts(plan: Plan, units: Iterable[Unit]) -> tuple[int, int]:
    """In how many indicators and assignments of the plan the units have a part."""
    indicators, assignments = plans.plan_parts(plan)
    shared = [[part for part in parts if any(map(part.has, units))] for parts in (indicators, assignments)]
    return len(shared[0]), len(shared[1])
