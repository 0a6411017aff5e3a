"""Two people accept a unit's report: one proposes it, another confirms it. It stays in review until then
(docs/decisions/0074).
"""

from django.db import transaction

from approvals.clock import now
from approvals.models import Decision
from units.models import Person
from workflows.cases.inputs.texts import stated
from workflows.cases.mails import tell
from workflows.cases.moves import locked, moving, note, record
from workflows.cases.stranded import look_at
from workflows.models import CaseStep, StepDecider, UnitReport, Verb
from workflows.routes.underway import before
from workflows.unit_reports.actions import decide, refuse_unless_seen
from workflows.unit_reports.deliveries import answering


def propose_acceptance(report: UnitReport, *, by: Person, seen: int) -> UnitReport:
    """Find the version `seen` fit to be accepted, and have another confirm it. Who wrote or submitted it is refused;
    where nobody may confirm it an incident opens.
    """
    with transaction.atomic():
        row = locked(report, "propose_acceptance", by=by)
        refuse_unless_seen(row, seen)
        step = _confirmation(row)
        before.begin(row, step, now())
        row.proposed_by = by
        note(row, "propose_acceptance", by=by, changes={"step": [None, step.title]})
        decide(row, Decision.Verdict.IN_ORDER, by=by)
        tell(row, "to_confirm", "view_reports", row.ward_id)
        look_at(row)
        return row


def confirm_acceptance(report: UnitReport, *, by: Person, seen: int) -> UnitReport:
    """Accept the version `seen`, which another proposed to accept."""
    with moving(report, "confirm_acceptance", by=by) as row:
        refuse_unless_seen(row, seen)
        step = _confirmation(row)
        StepDecider.objects.create(step=step, person=by, at=row.state_since)
        step.decided_at = row.state_since
        step.save(update_fields=["decided_at"])
        row.confirm_acceptance()
        record(row, changes={"step": [None, step.title]})
        decide(row, Decision.Verdict.ACCEPT, by=by, step=step)
        answering.receive(row, by=by)
        return row


def refuse_acceptance(report: UnitReport, *, by: Person, reason: str) -> UnitReport:
    """Give it back to whoever proposed to accept it, with a reason that cannot be blank: it stays in review."""
    reason = stated(reason)
    with transaction.atomic():
        row = locked(report, "refuse_acceptance", by=by)
        step = _confirmation(row)
        before.shut(step)
        row.withdraw_proposal()
        note(row, "refuse_acceptance", by=by, reason=reason, changes={"step": [None, step.title]})
        decide(row, Decision.Verdict.RETURN, by=by, reason=reason, step=step)
        tell(row, "not_confirmed", "review_reports", row.ward_id, words=reason)
        return row


def _confirmation(row: UnitReport) -> CaseStep:
    return row.steps.get(verb=Verb.CONFIRM)
