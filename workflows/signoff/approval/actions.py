from django.conf import settings

from approvals.models import Decision, Signature
from approvals.outbox import queue as outbox
from units.models import Person
from workflows.cases.mails import tell
from workflows.cases.moves import moving, record
from workflows.cases.texts import stated
from workflows.models import Verb
from workflows.models.cases import RoutedCase
from workflows.models.states import SignOff
from workflows.routes import deciding
from workflows.signoff.signing.actions import ask_to_sign


def approve(report: RoutedCase, *, by: Person, seen: str, asked: int | None = None) -> RoutedCase:
    """Decide an open step in favour. `seen` is the SHA-256 of the PDF whose pages were read: another one is refused.

    `asked` is the step that the page named: a second click decides no later one, where the person decides at several.
    The last step's last decision takes the report to the clerk; until then it waits for the others of the step and of
    its stage, or goes on to the next stage.
    """
    with moving(report, "approve", by=by) as row:
        waiting = deciding.undecided(row, by)
        step = deciding.step_to_decide(row, waiting, Verb.APPROVE, by=by, asked=asked, action="approve")
        deciding.refuse_unless_seen(step, seen)
        authority = deciding.authority_at(row, step, by)
        opened = deciding.pass_step(row, step, waiting, by, at=row.state_since)
        row.last_step_decided = all(each.decided_at for each in waiting)
        row.approve()
        record(row, changes=authority)
        deciding.decide(row, step, Decision.Verdict.APPROVE, by=by, seen=seen, under=authority)
        if row.state == SignOff.APPROVED:
            tell(row, "approved", "issue_reports", row.ward_id)
            if settings.SIGNER == Signature.Kind.EXTERNAL:
                ask_to_sign(row)
        else:
            outbox.put_all(deciding.asks(row, opened))
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
        record(row, reason=reason, changes=authority)
        deciding.decide(row, step, Decision.Verdict.RETURN, by=by, seen=seen, under=authority, reason=reason)
        tell(row, "sent_back", *row.returned_to)
        return row
