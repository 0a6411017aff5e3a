"""To which earlier step whoever decides may return a case, and what becomes of the steps in between.

The document is the same, so what was approved in between stands, unless the step that returns says that it is asked
anew; opinions stand always. A document that is corrected goes to whoever corrects it, and all its steps begin anew.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from units.models import Person
from workflows.cases import rules
from workflows.models import CaseStep, Change, ReturnTo, StepDecider, Verb
from workflows.models.cases import RoutedCase
from workflows.routes.filling import pending
from workflows.routes.who import holders

from .deciding import MOVED, open_first

OF_CHANGE = ["change", "changed_by", "changed_at", "change_reason", "before_return"]
CHANGED = [*MOVED, "filled", "pending", "escalated_at", "paused_at", "pause_reason", *OF_CHANGE]
KEPT = [name for name in CHANGED if name != "before_return"]


def earlier(step: CaseStep, steps: Sequence[CaseStep]) -> list[CaseStep]:
    """The steps to which `step` may return a case, in order: those of stages before, at which somebody approved."""
    return [each for each in steps if each.stage < step.stage and _was_approved(each)]


def _was_approved(step: CaseStep) -> bool:
    passed_over = step.change in (Change.SKIPPED, Change.UNTAKEN)
    return step.decided_at is not None and step.verb != Verb.OPINION and not passed_over


def _was_decided(step: CaseStep) -> bool:
    return step.decided_at is not None and step.change != Change.UNTAKEN


def usual(step: CaseStep, steps: Sequence[CaseStep]) -> CaseStep | None:
    """Where the step's route has its return go; None for whoever corrects the document."""
    found = earlier(step, steps) if step.return_to else []
    return (found[-1] if step.return_to == ReturnTo.BEFORE else found[0]) if found else None


def reopen(row: RoutedCase, step: CaseStep, target: int, *, by: Person, reason: str, at: datetime) -> CaseStep:
    """Open the step of the id `target` again, and close those that are open: they open anew when it is decided. What
    depends on what it fills in is asked anew. Returns it. Raises NotPossible where it is none of the earlier ones, or
    nobody decides it now.
    """
    steps = list(row.steps.select_related("unit").order_by("order"))
    again = next((each for each in earlier(step, steps) if each.pk == target), None)
    if again is None:
        raise NotPossible(_("It cannot go back to this step. Choose an earlier one at which somebody has approved."))
    closed = [each for each in steps if each.opened_at and not each.decided_at]
    anew = [each for each in steps if each.stage > again.stage and _was_approved(each)] if step.asked_anew else []
    depending = pending.depending([again, *anew], steps)
    anew = list(dict.fromkeys([*anew, *(each for each in depending if _was_decided(each))]))
    forgotten = StepDecider.objects.filter(step__in=[again, *(closed if step.asked_anew else ()), *anew])
    before = {"by_step": step.pk, **_kept(dict.fromkeys([again, *closed, *anew, *depending]), forgotten)}
    pending.reopen([again, *anew], depending)
    for each in (again, *closed, *anew):
        clear(each)
    forgotten.delete()
    able = rules.may_decide(row, [again], anew=True)[0]
    holders.refuse_unless_decidable(again, able)
    mark(again, Change.RETURNED, by=by, reason=reason, at=at)
    again.before_return = before | {"asked": [held.person_id for held in able]}
    open_first(row, [again], at)
    CaseStep.objects.bulk_update(dict.fromkeys([again, *closed, *anew, *depending]), CHANGED)
    return again


def _kept(steps: Iterable[CaseStep], deciders: Iterable[StepDecider]) -> dict[str, Any]:
    """What the steps say, and who had decided them, as JSON: for `undo`."""
    columns = [CaseStep._meta.get_field(name).attname for name in KEPT]  # type: ignore[union-attr]
    return {
        "steps": {str(step.pk): {name: _plain(getattr(step, name)) for name in columns} for step in steps},
        "deciders": [[each.step_id, each.person_id, _plain(each.at)] for each in deciders],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def undo(again: CaseStep, steps: Sequence[CaseStep]) -> None:
    """Have the steps stand as they did before the case was returned to the step `again`. Two queries."""
    before = again.before_return
    changed = [step for step in steps if str(step.pk) in before["steps"]]
    for step in changed:
        for name, value in before["steps"][str(step.pk)].items():
            setattr(step, name, CaseStep._meta.get_field(name).to_python(value))  # type: ignore[union-attr]
    again.before_return = None
    deciders = [StepDecider(step_id=step, person_id=person, at=at) for step, person, at in before["deciders"]]
    StepDecider.objects.bulk_create(deciders)
    CaseStep.objects.bulk_update(changed, CHANGED)


def clear(step: CaseStep) -> None:
    """As before it was opened."""
    step.opened_at = step.due_at = step.alarm_at = step.decided_at = step.escalated_at = step.paused_at = None
    step.pause_reason, step.silent = "", False


def mark(step: CaseStep, change: Change, *, by: Person, reason: str, at: datetime) -> None:
    """Note on the step what was done to it on the way."""
    step.change, step.changed_by, step.changed_at, step.change_reason = change, by, at, reason
    step.before_return = None
