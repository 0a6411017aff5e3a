"""Which steps of a case may be skipped or handed over, and to whom."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from approvals.clock import now
from approvals.text.vietnamese import in_order_of_people
from units import grants
from units.models import Membership, Person
from workflows.models import CaseStep, Verb
from workflows.models.cases import RoutedCase
from workflows.models.routes import AFTER

RIGHTS = {Verb.APPROVE: "approve_reports", Verb.NUMBER: "issue_reports"}  # what a step's verb asks for beside the step


def signing_step(steps: Sequence[CaseStep]) -> CaseStep:
    """Of a case's steps in order: the one whose approval signs the document."""
    return [step for step in steps if step.verb == Verb.APPROVE][-1]


def adjustable(steps: Sequence[CaseStep]) -> list[CaseStep]:
    """Of a case's steps in order, those that may be skipped or handed over: not the one that signs, and none at which
    nobody is waited for.
    """
    signs = signing_step(steps)
    return [step for step in steps if not step.decided_at and step is not signs and step.verb != Verb.INFORM]


def candidates(case: RoutedCase, step: CaseStep, *, by: Person) -> list[Membership]:
    """The offices by which one person may decide the step instead: held now for nobody else, with the right that its
    verb asks for; never by who has decided it, hands it over, or, up to the signature, wrote the document or acts for
    who did. One query.
    """
    held: Any = Membership.objects.at(now()).own().filter(person__is_active=True)
    held = held.filter(Q(unit=case.ward_id) | Q(unit__ward=case.ward_id))
    held = held.exclude(person__in=step.deciders.values("pk"))
    if step.verb not in AFTER:
        held = held.exclude(person__in=case.barred.values("pk"))
    if right := RIGHTS.get(Verb(step.verb)):
        may = grants.holders(right, case.ward_id)
        held = held.filter(office__in=grants.offices_with(right), person__in=may.values("pk"))
    named = held.exclude(person=by).select_related("person", "unit")
    return list(named.order_by(*in_order_of_people("person__name"), "person_id", "pk"))


def colleagues(case: RoutedCase, step: CaseStep, *, by: Person) -> list[Membership]:
    """Those of the step's own unit, to whom whoever decides it may hand it over. One query."""
    return [each for each in candidates(case, step, by=by) if each.unit_id == step.unit_id]
