"""What the clock does at a step whose allowance is over: it reminds whoever decides, tells another office, or notes
that an opinion was not given. It approves nothing.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Min, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from approvals.clock import ZONE, now
from approvals.outbox import queue as outbox
from approvals.statements import lock, one_cursor
from units import seats
from units.models import Person
from units.seats import Seat
from workflows.cases.mails import mail
from workflows.cases.moves import note
from workflows.cases.rules import deciders_at, states_of
from workflows.cases.times import calendar_days
from workflows.cases.types import TYPES
from workflows.flows import row_held
from workflows.models import AtEnd, CaseStep, Verb
from workflows.models.cases import Case
from workflows.models.routes import AFTER, BEFORE

from .opinions import pass_in_silence

# By the verb, what is done at its steps in the states in which they wait; that of any other verb is done in those in
# which opinions are given.
ACTIONS: dict[str, str] = {Verb.LOOK: "look", Verb.CONFIRM: "confirm_acceptance", Verb.NUMBER: "issue"}


def ring(ward_id: int | None = None) -> int:
    """Do at each step whose alarm is due what it says, of one ward's cases or of all. Returns for how many cases.
    Idempotent; one query where nothing is due.
    """
    due = _with_alarm(ward_id).filter(alarm_at__lte=now()).values_list("subject_kind", "subject_id")
    return sum(_ring(TYPES[kind].model, pk) for kind, pk in sorted(set(due)))


def next_alarm(ward_id: int, at: datetime) -> datetime | None:
    """When the clock has something to do at a step of the ward's cases next, after `at`."""
    return _with_alarm(ward_id).filter(alarm_at__gt=at).aggregate(first=Min("alarm_at"))["first"]


def _with_alarm(ward_id: int | None) -> Any:
    steps = CaseStep.objects.filter(decided_at=None, alarm_at__isnull=False)
    if ward_id is None:
        return steps
    own = [Q(subject_kind=kind, subject_id__in=_of_ward(found.model, ward_id)) for kind, found in TYPES.items()]
    return steps.filter(reduce(or_, own))


def _of_ward(model: Any, ward_id: int) -> Any:
    return model._default_manager.filter(ward=ward_id).values("pk")


def _ring(model: Any, pk: int) -> bool:
    with transaction.atomic(), one_cursor(), row_held():
        row = lock(model, pk)
        row.follow_assignments()
        at = now()
        undecided = list(row.steps.filter(decided_at=None).order_by("order"))
        rung = [step for step in undecided if step.alarm_at and step.alarm_at <= at]
        if not all(row.state in _states_of(step, model) for step in rung):  # it was sent back: they wait for nobody
            _save_alarms(rung, None)
            return False
        waiting = [step for step in undecided if step.verb not in (*BEFORE, *AFTER)]
        by_end = {end: [step for step in rung if step.at_end == end] for end in AtEnd}
        if overdue := by_end[AtEnd.REMIND]:
            _remind(row, overdue, at)
        if overdue := by_end[AtEnd.ESCALATE]:
            _escalate(row, overdue, at)
        if overdue := by_end[AtEnd.PASS]:
            pass_in_silence(row, overdue, waiting, at)
        return bool(rung)


def _states_of(step: CaseStep, model: Any) -> Collection[str]:
    """Those in which the step waits for somebody."""
    return states_of(ACTIONS.get(step.verb, "opine"), model)


def _remind(row: Case, steps: Sequence[CaseStep], at: datetime) -> None:
    """Mail whoever decides them, and again when the next working day begins."""
    _save_alarms(steps, calendar_days.hours_of(row.ward).next_day(at))
    _tell(row, "overdue", "remind_overdue", steps)


def _escalate(row: Case, steps: Sequence[CaseStep], at: datetime) -> None:
    """Tell the office that the step names, which finds the case on its desk and decides nothing."""
    CaseStep.objects.filter(pk__in=[step.pk for step in steps]).update(escalated_at=at, alarm_at=None)
    _tell(row, "escalated", "escalate", steps)


def _tell(row: Case, event: str, action: str, steps: Sequence[CaseStep]) -> None:
    """Note the `action` in the trail, and mail the `event`."""
    note(row, action, by=None, changes={"step": [None, ", ".join(step.title for step in steps)]})
    words = " ".join(_overdue(step) for step in steps)
    outbox.put_all([mail(row, event, "approve_reports", row.ward_id, words=words)])


def _overdue(step: CaseStep) -> str:
    due = date_format(step.due_at.astimezone(ZONE), "DATETIME_FORMAT") if step.due_at else ""
    return _("The step “%(step)s” was due at %(time)s.") % {"step": step, "time": due}


def _save_alarms(steps: Sequence[CaseStep], at: datetime | None) -> None:
    CaseStep.objects.filter(pk__in=[step.pk for step in steps]).update(alarm_at=at)


def reminded(case: Case) -> list[Person]:
    """Who decides the case's overdue steps at which they are reminded."""
    return deciders_at(case, case.steps.filter(at_end=AtEnd.REMIND, alarm_at__isnull=False, due_at__lte=now()))


def escalated_to(case: Case) -> list[Person]:
    """The people who hold the offices to which an undecided step of the case was escalated."""
    escalated = case.steps.filter(escalated_at__isnull=False, decided_at=None)
    return list({person.pk: person for step in escalated for person in _holding(step)}.values())


def _holding(step: CaseStep) -> Any:
    return seats.sitting(Seat(step.to_unit_id, step.to_office)) if step.to_unit_id else ()
