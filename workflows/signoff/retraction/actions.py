from typing import Any

from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.models import Decision
from approvals.outbox import queue as outbox
from units.models import Person
from workflows.cases.mails import mail
from workflows.cases.moves import moving, record
from workflows.cases.texts import stated
from workflows.models import CaseStep, StepDecider
from workflows.models.cases import RoutedCase
from workflows.models.states import SignOff

from .rules import last_of, opened_after, refuse_unless_retractable

RESTORED = ["opened_at", "due_at", "alarm_at", "escalated_at", "decided_at"]


def retract(case: RoutedCase, *, by: Person, decision: int, reason: str) -> RoutedCase:
    """Take back the person's last decision, the one of this id, with the reason: state, stage and steps are again what
    they were before it. Both stay in the trail.

    Raises NotPossible once whoever it handed the case to has opened it, or the document is signed.
    """
    reason = stated(reason)
    with moving(case, "retract", by=by) as row:
        steps = list(row.steps.order_by("order"))
        taken = refuse_unless_retractable(last_of(row, by), row, steps)
        if taken.pk != decision:
            raise NotPossible(_("You have decided anew since you opened this page. Look at the document again."))
        step = next(step for step in steps if step.pk == taken.step)
        told = _told(row, opened_after(step, steps))
        _restore(row, step, steps, taken)
        row.retract()
        record(row, reason=reason, changes={"step": [None, step.title], "decision": [taken.verdict, None]})
        Decision.objects.filter(pk=taken.pk).update(retracted_at=row.state_since)
        outbox.put_all([mail(row, **each, words=reason) for each in told])
        return row


def _told(row: RoutedCase, opened: list[CaseStep]) -> list[dict[str, Any]]:
    """The mails to those who were asked by the decision: it waits for them no more."""
    if row.state == SignOff.RETURNED:
        codename, unit_id = row.returned_to
        return [{"event": "return_retracted", "codename": codename, "unit_id": unit_id}]
    return [{"event": "retracted", "codename": "approve_reports", "unit_id": row.ward_id}] if opened else []


def _restore(row: RoutedCase, step: CaseStep, steps: list[CaseStep], taken: Decision) -> None:
    """Open the step again where it was decided in favour, and close what that opened. What was sent back kept its
    steps; alarms that rang meanwhile are set again.
    """
    if taken.verdict == Decision.Verdict.RETURN:
        changed = [each for each in steps if each.opened_at and not each.decided_at and _lacks_alarm(each)]
        for each in changed:
            each.alarm_at = each.due_at
    else:
        changed = [step, *opened_after(step, steps)]
        step.decided_at = None
        for each in changed[1:]:
            each.opened_at = each.due_at = each.alarm_at = each.escalated_at = None
        StepDecider.objects.filter(step=step, person=taken.person_id).delete()
    if changed:
        CaseStep.objects.bulk_update(changed, RESTORED)


def _lacks_alarm(step: CaseStep) -> bool:
    return step.alarm_at is None and step.paused_at is None and step.escalated_at is None
