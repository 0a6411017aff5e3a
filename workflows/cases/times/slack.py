"""The last safe moments of a case: by when each step must be decided so that those after it keep all the time that the
route allows them, and the case is still in time. Computed backwards from when the ward is due, in its working hours.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from workflows.models import CaseStep, Verb
from workflows.pure.hours import Hours, shortened


def last_moments(steps: Iterable[CaseStep], due_at: datetime, hours: Hours, urgency: int = 0) -> dict[int, datetime]:
    """By the stages of these steps of one case that are not decided: until when each is safe. Not of the last, which is
    safe until the case is due.
    """
    allowed: dict[int, timedelta] = {}
    for step in steps:
        if step.decided_at is None and step.verb != Verb.INFORM:
            allowed[step.stage] = max(allowed.get(step.stage, timedelta()), shortened(step.allowance, urgency))
    found: dict[int, datetime] = {}
    until = due_at
    for after, stage in pairwise(sorted(allowed, reverse=True)):
        until = found[stage] = hours.start_of(until, allowed[after])
    return found


def note(steps: Sequence[CaseStep], due_at: datetime, hours: Hours, urgency: int = 0) -> None:
    """Give each of a case's steps that is not decided its `safe_until`, for pages to show."""
    found = last_moments(steps, due_at, hours, urgency)
    for step in steps:
        step.safe_until = found.get(step.stage) if step.decided_at is None and step.verb != Verb.INFORM else None


def of_open(steps: Iterable[CaseStep], due_at: datetime, hours: Hours, urgency: int = 0) -> datetime | None:
    """Until when what waits now is safe; None where no step comes after it."""
    return min(last_moments(steps, due_at, hours, urgency).values(), default=None)
