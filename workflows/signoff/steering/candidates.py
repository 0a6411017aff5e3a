"""Which step signs, and to whom another may be handed over."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from approvals.clock import now
from approvals.text.vietnamese import InOrder
from units import grants
from units.models import Membership, Person
from workflows.models import CaseStep, Verb
from workflows.models.cases import RoutedCase


def signing_step(steps: Sequence[CaseStep]) -> CaseStep:
    """Of a case's steps in order: the one whose approval signs the document."""
    return [step for step in steps if step.verb == Verb.APPROVE][-1]


def candidates(case: RoutedCase, step: CaseStep, *, by: Person) -> list[Membership]:
    """The offices by which one person may decide the step instead: held now for nobody else, where it approves with the
    right to; never by who wrote the document or acts for them, has decided it, or hands it over. One query.
    """
    held: Any = Membership.objects.at(now()).own().filter(person__is_active=True)
    held = held.filter(Q(unit=case.ward_id) | Q(unit__ward=case.ward_id))
    held = held.exclude(person__in=case.barred.values("pk")).exclude(person__in=step.deciders.values("pk"))
    if step.verb == Verb.APPROVE:
        may = grants.holders("approve_reports", case.ward_id)
        held = held.filter(office__in=grants.offices_with("approve_reports"), person__in=may.values("pk"))
    named = held.exclude(person=by).select_related("person", "unit")
    return list(named.order_by(InOrder("person__name"), "person_id", "pk"))
