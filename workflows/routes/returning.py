"""To which earlier step whoever decides may return a case, and what becomes of the steps in between.

The document is the same, so what was approved in between stands, unless the step that returns says that it is asked
anew; opinions stand always. A document that is corrected goes to whoever corrects it, and all its steps begin anew.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from units.models import Person
from workflows.cases import rules
from workflows.models import CaseStep, Change, ReturnTo, StepDecider, Verb
from workflows.models.cases import RoutedCase

from . import holders
from .deciding import MOVED, open_first

CHANGED = [*MOVED, "escalated_at", "paused_at", "pause_reason", "change", "changed_by", "changed_at", "change_reason"]


def earlier(step: CaseStep, steps: Sequence[CaseStep]) -> list[CaseStep]:
    """The steps to which `step` may return a case, in order: those of stages before, at which somebody approved."""
    return [each for each in steps if each.stage < step.stage and _was_approved(each)]


def _was_approved(step: CaseStep) -> bool:
    return step.decided_at is not None and step.verb != Verb.OPINION and step.change != Change.SKIPPED


def usual(step: CaseStep, steps: Sequence[CaseStep]) -> CaseStep | None:
    """Where the step's route has its return go; None for whoever corrects the document."""
    found = earlier(step, steps) if step.return_to else []
    return (found[-1] if step.return_to == ReturnTo.BEFORE else found[0]) if found else None


def reopen(row: RoutedCase, step: CaseStep, target: int, *, by: Person, reason: str, at: datetime) -> CaseStep:
    """Open the step of the id `target` again, and close those that are open: they open anew when it is decided. Returns
    it. Raises NotPossible where it is none of the earlier ones, or nobody decides it now.
    """
    steps = list(row.steps.select_related("unit").order_by("order"))
    again = next((each for each in earlier(step, steps) if each.pk == target), None)
    if again is None:
        raise NotPossible(_("It cannot go back to this step. Choose an earlier one at which somebody has approved."))
    closed = [each for each in steps if each.opened_at and not each.decided_at]
    anew = [each for each in steps if each.stage > again.stage and _was_approved(each)] if step.asked_anew else []
    for each in (again, *closed, *anew):
        clear(each)
    StepDecider.objects.filter(step__in=[again, *(closed if step.asked_anew else ()), *anew]).delete()
    holders.refuse_unless_decidable(again, rules.may_decide(row, [again])[0])
    mark(again, Change.RETURNED, by=by, reason=reason, at=at)
    open_first(row, [again], at)
    CaseStep.objects.bulk_update([again, *closed, *anew], CHANGED)
    return again


def clear(step: CaseStep) -> None:
    """As before it was opened."""
    step.opened_at = step.due_at = step.alarm_at = step.decided_at = step.escalated_at = step.paused_at = None
    step.pause_reason = ""


def mark(step: CaseStep, change: Change, *, by: Person, reason: str, at: datetime) -> None:
    """Note on the step what was done to it on the way."""
    step.change, step.changed_by, step.changed_at, step.change_reason = change, by, at, reason
