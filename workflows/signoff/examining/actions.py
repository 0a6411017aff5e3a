"""Examining a case before it is approved: it is found in order, or goes back to be mended. Neither approves it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from approvals.clock import now
from approvals.models import Decision
from approvals.outbox import queue as outbox
from approvals.statements import one_cursor
from approvals.text.plain import plain_lines
from units.models import Person
from workflows.cases.inputs.texts import stated
from workflows.cases.mails import tell
from workflows.cases.moves import locked, moving, note, record
from workflows.flows import row_held
from workflows.models import Verb
from workflows.models.cases import RoutedCase
from workflows.routes.filling import fields
from workflows.routes.underway import deciding
from workflows.routes.underway.opinions import wait_anew
from workflows.signoff import telling


def examine(
    case: RoutedCase,
    *,
    by: Person,
    seen: str,
    text: str = "",
    asked: int | None = None,
    filled: Mapping[int, Any] | None = None,
) -> RoutedCase:
    """Find the case in order at an open step. `seen` is the SHA-256 of the PDF whose pages were read, `asked` the step
    that the page named, `filled` what its fields say, by their numbers.

    Raises NotPossible where it comes too late or the pages have changed.
    """
    text = plain_lines(text)
    with transaction.atomic(), one_cursor(), row_held():
        row = locked(case, "examine", by=by)
        waiting = deciding.undecided(row, by)
        step = deciding.step_to_decide(row, waiting, Verb.EXAMINE, by=by, asked=asked, action="examine")
        deciding.refuse_unless_seen(step, seen)
        authority, at = deciding.authority_at(row, step, by), now()
        filling = fields.take(step, filled or {})
        opened = deciding.pass_step(row, step, waiting, by, at=at)
        wait_anew(row, opened, at)
        changes = {"step": [None, step.title], **filling, **authority}
        note(row, "examine", by=by, reason=text, changes=changes, state=row.state)
        deciding.decide(row, step, Decision.Verdict.IN_ORDER, by=by, seen=seen, under=authority, reason=text)
        outbox.put_all([*deciding.asks(row, opened), *telling.of_step(row, step.title, by=by)])
        return row


def return_examined(case: RoutedCase, *, by: Person, seen: str, reason: str, asked: int | None = None) -> RoutedCase:
    """Give the case back to whoever corrects it, with what is to be mended, which cannot be blank. What was said and
    approved at its steps so far is void, and stays recorded.
    """
    reason = stated(reason)
    with moving(case, "return_examined", by=by) as row:
        waiting = deciding.undecided(row, by)
        step = deciding.step_to_decide(row, waiting, Verb.EXAMINE, by=by, asked=asked, action="return_examined")
        deciding.refuse_unless_seen(step, seen)
        authority = deciding.authority_at(row, step, by)
        row.send_back()
        row.reason = reason
        record(row, reason=reason, changes={"step": [None, step.title], **authority})
        deciding.decide(row, step, Decision.Verdict.RETURN, by=by, seen=seen, under=authority, reason=reason)
        tell(row, "returned_examined", *row.returned_to)
        return row
