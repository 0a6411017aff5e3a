"""Two units become one, or several report as one: the plan, the kinds of report, people and all that is open
(docs/decisions/0082).
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.statements import lock
from units.models import Membership, Person, Unit
from units.plans.amending import actions as amending
from units.plans.amending.actions import Amendment
from units.subjects import require
from units.tree import actions as tree
from workflows.cases.inputs.texts import stated
from workflows.models import ReportKind


def merge(unit: Unit, into: Unit, *, by: Person, reason: str, people: Iterable[Membership] = ()) -> Unit:
    """Merge a unit into another of its ward. Each plan that names it gets a next version in which the other stands in
    its place, which periods opened from now on follow; kinds that asked it ask the other. What it left open is finished
    by whoever writes and submits for the other, under its own name. `people` are offices in it that go along.

    Raises NotPossible as `tree.merge_unit` does.
    """
    reason = stated(reason)
    with transaction.atomic():
        ward = lock(Unit, unit.root_id)
        require(by, ward.pk)
        for plan in tree.plans_naming(unit):
            amending.amend_plan(plan, Amendment(instead={unit.pk: into}), by=by, reason=reason)
        for kind in ReportKind.objects.filter(ward=ward, units=unit):
            kind.units.add(into)
            kind.units.remove(unit)
        return tree.merge_unit(unit, into, by=by, reason=reason, people=people)


def roll_up(heading: Unit, *, by: Person, reason: str) -> list[Unit]:
    """One report for all units that stand below the heading, which reports in their place from the next period on: each
    plan that names one of them gets a next version with the heading instead. They stay, with their people, and finish
    what they have open. Returns them. Raises NotPossible where none of them reports.
    """
    reason = stated(reason)
    with transaction.atomic():
        ward = lock(Unit, heading.root_id)
        require(by, ward.pk)
        heading = lock(Unit, heading.pk)
        units = list(reporting_below(heading))
        if not units or heading.retired_at or heading.ward_id is None:
            raise NotPossible(_("No unit that reports stands below this one. Choose it as the parent of units first."))
        instead = Amendment(instead={unit.pk: heading for unit in units})
        for plan in {plan.pk: plan for unit in units for plan in tree.plans_naming(unit)}.values():
            amending.amend_plan(plan, instead, by=by, reason=reason)
        for kind in ReportKind.objects.filter(ward=ward, units__in=units).distinct():
            kind.units.add(heading)
            kind.units.remove(*units)
        for unit in units:
            tree.change_unit(unit, by=by, reports=False)
        tree.change_unit(heading, by=by, reports=True)
        return units


def reporting_below(heading: Unit) -> QuerySet[Unit]:
    return Unit.objects.filter(parent=heading, reports=True, retired_at=None).order_by("order", "code")
