"""Stopping the clock of a step while others are waited for: its due time moves by what was worked meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from approvals.clock import ZONE, now
from approvals.statements import one_cursor
from approvals.trail.refusals import newest_event, too_late
from units.models import Person
from workflows.cases.inputs.texts import Changes, stated
from workflows.cases.moves import locked, note
from workflows.cases.times import calendar_days
from workflows.flows import row_held
from workflows.models import CaseStep
from workflows.models.cases import RoutedCase
from workflows.pure.hours import Hours

SAVED = ["due_at", "alarm_at", "paused_at", "pause_reason"]


def pause(case: RoutedCase, *, by: Person, reason: str) -> RoutedCase:
    """Stop the clock of the open steps that `by` decides: nothing is done about them until it runs again. Raises
    NotPossible where it stands still, or without a reason.
    """
    reason = stated(reason)
    with _locked(case, "pause", by=by) as row:
        steps = list(row.steps.open_for(by).filter(paused_at=None))
        if not steps:
            sentence = _("The clock of this step stands still already.")
            raise too_late(newest_event(row), "pause", by=by, sentence=sentence)
        for step in steps:
            step.paused_at, step.pause_reason, step.alarm_at = now(), reason, None
        CaseStep.objects.bulk_update(steps, SAVED)
        note(row, "pause", by=by, reason=reason, changes={"step": [None, _titles(steps)]})
        return row


def resume(case: RoutedCase, *, by: Person) -> RoutedCase:
    """Let the clock of the open steps that `by` decides run on. Raises NotPossible where it runs."""
    with _locked(case, "resume", by=by) as row:
        steps = list(row.steps.open_for(by).filter(paused_at__isnull=False))
        if not steps:
            raise too_late(newest_event(row), "resume", by=by, sentence=_("The clock of this step is running."))
        hours, changes = calendar_days.hours_of(row.ward), {"step": [None, _titles(steps)]}
        for step in steps:
            changes |= _run_on(step, hours)
        CaseStep.objects.bulk_update(steps, SAVED)
        note(row, "resume", by=by, changes=changes)
        return row


@contextmanager
def _locked(case: RoutedCase, action: str, *, by: Person) -> Iterator[RoutedCase]:
    with transaction.atomic(), one_cursor(), row_held():
        yield locked(case, action, by=by)


def _run_on(step: CaseStep, hours: Hours) -> Changes:
    """Resume the step: its due time moves on by the working hours of the pause. Returns the old and the new due time
    for the trail, nothing where it has none. A step that was escalated already is not escalated again.
    """
    old, paused = step.due_at, step.paused_at
    step.paused_at, step.pause_reason = None, ""
    if old is None or paused is None:  # opened by a release that counted no time
        return {}
    step.due_at = hours.end_of(old, hours.between(paused, now()))
    step.alarm_at = None if step.escalated_at else step.due_at
    return {"due": [_moment(old), _moment(step.due_at)]} if step.due_at != old else {}


def _moment(at: datetime) -> str:
    return date_format(at.astimezone(ZONE), "DATETIME_FORMAT")


def _titles(steps: list[CaseStep]) -> str:
    return ", ".join(step.title for step in steps)
