from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from approvals.clock import now
from approvals.models import Decision, Signature
from approvals.outbox import queue as outbox
from approvals.statements import one_cursor
from units.models import Person
from workflows.cases import stranded
from workflows.cases.inputs.texts import stated
from workflows.cases.mails import mail, tell
from workflows.cases.moves import locked, moving, note, record
from workflows.cases.rules import deciders_at
from workflows.flows import row_held
from workflows.models import Change, Verb
from workflows.models.cases import RoutedCase
from workflows.models.states import SignOff
from workflows.routes.filling import fields
from workflows.routes.underway import ballots, deciding, returning
from workflows.routes.who import after
from workflows.signoff import telling
from workflows.signoff.signing.actions import ask_to_sign


def approve(
    report: RoutedCase, *, by: Person, seen: str, asked: int | None = None, filled: Mapping[int, Any] | None = None
) -> RoutedCase:
    """Decide an open step in favour. `seen` is the SHA-256 of the PDF whose pages were read: another one is refused.

    `asked` is the step that the page named: a second click decides no later one, where the person decides at several.
    `filled` is what its fields say, by their numbers. The last step's last decision takes the report to the clerk;
    until then it waits for the others of the step and of its stage, or goes on to the next stage.
    """
    with moving(report, "approve", by=by) as row:
        waiting = deciding.undecided(row, by)
        step = deciding.step_to_decide(row, waiting, Verb.APPROVE, by=by, asked=asked, action="approve")
        deciding.refuse_unless_seen(step, seen)
        ballots.refuse_unless_carried(row, step.lost)
        authority = deciding.authority_at(row, step, by)
        filling = fields.take(step, filled or {})
        opened = deciding.pass_step(row, step, waiting, by, at=row.state_since)
        row.last_step_decided = all(each.decided_at for each in waiting)
        row.approve()
        record(row, changes={"step": [None, step.title], **authority, **filling})
        deciding.decide(row, step, Decision.Verdict.APPROVE, by=by, seen=seen, under=authority)
        if row.state == SignOff.APPROVED:
            after.open_numbering(row, row.state_since)
            to_clerk = mail(row, "approved", "issue_reports", row.ward_id)
            outbox.put_all([to_clerk, *telling.of_approval(row, by=by)])
            if row.after_signing:
                stranded.look_at(row)  # whom the route names may have left since it was sent
            if settings.SIGNER == Signature.Kind.EXTERNAL:
                ask_to_sign(row)
        else:
            outbox.put_all([*deciding.asks(row, opened), *telling.of_step(row, step.title, by=by)])
        return row


def send_back(report: RoutedCase, *, by: Person, seen: str, reason: str, asked: int | None = None) -> RoutedCase:
    """Decide an open step against: the coordinator gets the report back with a reason that cannot be blank.

    `seen` is the SHA-256 of the PDF whose pages were read, `asked` the step that the page named.
    """
    reason = stated(reason)
    with moving(report, "send_back", by=by) as row:
        waiting = deciding.undecided(row, by)
        step = deciding.step_to_decide(row, waiting, Verb.APPROVE, by=by, asked=asked, action="send_back")
        deciding.refuse_unless_seen(step, seen)
        authority = deciding.authority_at(row, step, by)
        row.send_back()
        row.reason = reason
        record(row, reason=reason, changes={"step": [None, step.title], **authority})
        deciding.decide(row, step, Decision.Verdict.RETURN, by=by, seen=seen, under=authority, reason=reason)
        tell(row, "sent_back", *row.returned_to)
        return row


def return_to_step(
    report: RoutedCase, *, by: Person, seen: str, reason: str, to: int, asked: int | None = None
) -> RoutedCase:
    """Decide an open step against: the document, as it is, goes back to the earlier step of the id `to`, and comes here
    again once that is decided anew. What was approved in between stands, or is asked anew, as the step's route says.

    `seen` is the SHA-256 of the PDF whose pages were read, `asked` the step that the page named.
    """
    reason = stated(reason)
    with transaction.atomic(), one_cursor(), row_held():
        row = locked(report, "return_to_step", by=by)
        waiting = deciding.undecided(row, by)
        step = deciding.step_to_decide(row, waiting, Verb.APPROVE, by=by, asked=asked, action="return_to_step")
        deciding.refuse_unless_seen(step, seen)
        authority = deciding.authority_at(row, step, by)
        row.state_since = now()
        again = returning.reopen(row, step, to, by=by, reason=reason, at=row.state_since)
        changes = {"step": [step.title, again.title], **authority}
        note(row, "return_to_step", by=by, reason=reason, changes=changes, state=row.state)
        deciding.decide(row, step, Decision.Verdict.RETURN, by=by, seen=seen, under=authority, reason=reason)
        outbox.put_all([mail(row, "returned_to_step", "approve_reports", row.ward_id, words=reason)])
        return row


def returned_to(case: RoutedCase) -> list[Person]:
    """Who decides the open steps to which the case was returned."""
    return deciders_at(case, case.steps.filter(change=Change.RETURNED))
