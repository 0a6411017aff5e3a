from typing import Any

from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.models import Decision
from approvals.outbox import queue as outbox
from units.models import Person
from workflows.cases.attached.actions import attached_change, undone
from workflows.cases.inputs.texts import Changes, stated
from workflows.cases.mails import mail
from workflows.cases.moves import moving, record
from workflows.models import CaseStep, OpinionFile, StepDecider
from workflows.models.cases import RoutedCase
from workflows.models.states import SignOff
from workflows.routes.filling import pending
from workflows.routes.underway import ballots, returning

from .rules import last_of, open_ones, refuse_unless_retractable, returned_by


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
        asked = _asked_by(row, taken, step, steps)
        _restore(step, steps, taken)
        row.retract()
        changes = {"step": [None, step.title], "decision": [taken.verdict, None], **_file_of(taken)}
        record(row, reason=reason, changes=changes)
        Decision.objects.filter(pk=taken.pk).update(retracted_at=row.state_since)
        outbox.put_all([_mail(row, event, people, reason) for event, people in asked.items()])
        return row


def _file_of(taken: Decision) -> Changes:
    """The file that came with an opinion: it goes with it from whatever tells of the case. One query for an opinion."""
    files = OpinionFile.objects.select_related("decision__paper").filter(decision=taken)
    file = files.first() if taken.verdict in Decision.SAID else None
    return undone(attached_change(file.part, file.name, file.sha256)) if file else {}


def _asked_by(row: RoutedCase, taken: Decision, step: CaseStep, steps: list[CaseStep]) -> dict[str, list[int]]:
    """By the mail's event, whom the decision asked: as their ids, none where a right names them; or, where it waits for
    them no more, as the ids of the steps that are about to close.
    """
    if row.state == SignOff.RETURNED:
        return {"return_retracted": []}
    if again := returned_by(taken, steps):
        return {"return_retracted": again.before_return["asked"]}
    closing = [each.pk for each in open_ones(steps) if each.stage > step.stage]
    return {"retracted": closing} if closing else {}


def _mail(row: RoutedCase, event: str, ids: list[int], reason: str) -> dict[str, Any]:
    to = row.returned_to if event == "return_retracted" else ("approve_reports", row.ward_id)
    message, named = mail(row, event, *to, words=reason), "steps" if event == "retracted" else "people"
    return message | {"payload": message["payload"] | ({named: sorted(set(ids))} if ids else {})}


def _restore(step: CaseStep, steps: list[CaseStep], taken: Decision) -> None:
    """Open the step again where it was decided in favour, and close what that opened. What a return to an earlier step
    changed stands as it did; what was sent back kept its steps, and alarms that rang meanwhile are set again.
    """
    if again := returned_by(taken, steps):
        returning.undo(again, steps)
        return
    if taken.verdict == Decision.Verdict.RETURN:
        changed = [each for each in open_ones(steps) if _lacks_alarm(each)]
        for each in changed:
            each.alarm_at = each.due_at
    else:
        changed = [step, *(each for each in open_ones(steps) if each.stage > step.stage)]
        depending = pending.depending([step], steps)
        pending.reopen([step], depending)
        step.decided_at = None
        if step.ballot:
            ballots.forget(step)
        for each in changed[1:]:
            returning.clear(each)
        changed = list(dict.fromkeys([*changed, *depending]))
        StepDecider.objects.filter(step=step, person=taken.person_id).delete()
    if changed:
        CaseStep.objects.bulk_update(changed, returning.CHANGED)


def _lacks_alarm(step: CaseStep) -> bool:
    return step.alarm_at is None and step.paused_at is None and step.escalated_at is None
