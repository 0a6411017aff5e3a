"""What follows the signature where the route says so: who takes the number, and who is informed once it is issued."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from approvals.clock import now
from approvals.statements import lock, one_cursor
from units import grants, seats
from units.models import Person
from workflows.cases.mails import tell
from workflows.cases.moves import note
from workflows.cases.rules import deciders
from workflows.cases.times import calendar_days
from workflows.flows import row_held
from workflows.models import CaseStep, Step, StepDecider, Verb
from workflows.models.cases import RoutedCase
from workflows.models.routes import AFTER
from workflows.pure.hours import shortened

AnyStep = TypeVar("AnyStep", Step, CaseStep)


def signing(steps: Sequence[AnyStep]) -> list[AnyStep]:
    """The steps up to the signature."""
    return [step for step in steps if step.verb not in AFTER]


def open_numbering(row: RoutedCase, at: datetime) -> None:
    """The case, which is moving, is signed: from now on whoever the route names takes its number, within the allowance.
    No query where it names nobody.
    """
    if not row.after_signing:
        return
    steps = list(row.steps.filter(verb=Verb.NUMBER, decided_at=None))
    hours = calendar_days.hours_of(row.ward)
    for step in steps:
        step.opened_at = at
        step.due_at = step.alarm_at = hours.end_of(at, shortened(step.allowance, row.urgency))
    CaseStep.objects.bulk_update(steps, ["opened_at", "due_at", "alarm_at"])


def numbering(case: RoutedCase) -> list[Person]:
    """Who is told that a case waits for its number: whom the route names, else whoever issues in the ward."""
    if case.after_signing and case.steps.filter(verb=Verb.NUMBER, decided_at=None).exists():
        return deciders(case, Verb.NUMBER)
    return list(grants.holders("issue_reports", case.ward_id))


def inform(row: RoutedCase, at: datetime, *, by: Person) -> None:
    """The case, which is moving, is issued by `by`: the number is taken, and those are told whom the route informs.
    Nobody waits for them, so their steps are done when they open. No query where the route says neither.
    """
    if not row.after_signing:
        return
    steps = list(row.steps.filter(verb__in=AFTER, decided_at=None))
    for step in steps:
        step.opened_at, step.decided_at = step.opened_at or at, at
    CaseStep.objects.bulk_update(steps, ["opened_at", "decided_at"])
    StepDecider.objects.bulk_create(
        StepDecider(step=step, person=by, at=at) for step in steps if step.verb == Verb.NUMBER
    )
    if any(step.verb == Verb.INFORM for step in steps):
        tell(row, "informed", "view_reports", row.ward_id)


def informed(case: RoutedCase) -> list[Person]:
    """Whom the route informs of the case once it is issued."""
    steps = case.steps.filter(verb=Verb.INFORM, opened_at__isnull=False)
    return list({person.pk: person for step in steps for person in seats.sitting(step.seat)}.values())


def note_read(case: RoutedCase, *, by: Person) -> None:
    """Note that `by`, whom the route informs of the case, has read it. Once for each person and step; no query where it
    informs nobody.
    """
    if not case.after_signing or not case.steps.to_know(by).exists():
        return
    with transaction.atomic(), one_cursor(), row_held():
        row: Any = lock(type(case), case.pk)
        for name in case.NAMED:
            setattr(row, name, getattr(case, name))
        row.follow_assignments()
        steps = list(row.steps.to_know(by))
        if not steps:
            return
        StepDecider.objects.bulk_create(StepDecider(step=step, person=by, at=now()) for step in steps)
        titles = ", ".join(step.title for step in steps)
        note(row, "read_for_information", by=by, changes={"step": [None, titles]})
