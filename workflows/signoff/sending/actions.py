from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.outbox import queue as outbox
from approvals.statements import one_cursor
from units.models import Person
from units.offices.authority import Capacity
from workflows.cases import rules
from workflows.cases.authors import add_author
from workflows.cases.inputs.texts import Changes, stated
from workflows.cases.moves import locked, note, record
from workflows.documents.papers import paper_of
from workflows.flows import row_held
from workflows.models import CaseStep, Need
from workflows.models.cases import RoutedCase
from workflows.models.routes import AFTER
from workflows.routes.underway import deciding
from workflows.routes.when import conditions
from workflows.routes.who import after, holders, signatories
from workflows.routes.who.signatories import Signatories
from workflows.signoff import telling


def send(row: RoutedCase, *, by: Person, signatory: Person | None, digest: Callable[[], str]) -> None:
    """Put a case that is moving before the first steps of its route, of which it takes its own copy, and have its
    document made.

    `signatory` is who is to sign it, one of `signatories.of`; None where that is plain: one person decides the last
    step, or the plan names one of several. `digest` gives that of the content, once the signer stands on the row.
    """
    taken = conditions.taken(row)
    steps = deciding.copied(row, taken.steps)
    deciding_by = rules.may_decide(row, steps, sender=by)
    holders.refuse_without_deciders(steps, deciding_by)
    row.after_signing = any(step.verb in AFTER for step in steps)
    last = len(after.signing(steps)) - 1
    capacity = choose_signatory(row, steps[last], signatory, signatories.among(row, deciding_by[last]))
    deciding.store(steps)
    row.content = digest()
    row.send_for_approval()
    urgent: Changes = {"urgency": [None, str(row.urgency)]} if row.urgency else {}
    signer: Changes = {"signer": [None, f"{capacity.words}, {capacity.name}"]}
    record(row, changes={**signer, **urgent, **deciding.not_asked(steps), **taken.changes})
    add_author(row, by)
    outbox.put_all([render_asked(row), *deciding.asks(row, steps), *telling.of_sending(row, by=by)])


def render_asked(row: RoutedCase) -> dict[str, Any]:
    """The outbox message that has the document of the present content made."""
    wanted = {**row.payload, "final": False, "content": row.content}
    return outbox.message("render", f"render-{row.key}-{row.trail_seq}", scope=row.ward_id, **wanted)


def change_signer(case: RoutedCase, *, by: Person, signatory: Person, reason: str) -> RoutedCase:
    """Have another sign, before the last step is decided. What was approved and said so far stands, since nothing but
    the signature block changes: a new document is made, and whoever signs it reads it.

    Raises NotPossible where the person cannot sign, or signs already.
    """
    reason = stated(reason)
    with transaction.atomic(), one_cursor(), row_held():
        row = locked(case, "change_signer", by=by)
        last = last_of(row)
        if signatory.pk == row.signatory_id:
            raise NotPossible(_("%(person)s is to sign it already. Choose another.") % {"person": signatory})
        before = Capacity(**row.signature)
        capacity = choose_signatory(row, last, signatory, could_sign(row, last))
        CaseStep.objects.bulk_update([last], ["signatory"])
        row.content = paper_of(row).digest(row)
        changes = {"signer": [f"{each.words}, {each.name}" for each in (before, capacity)]}
        note(row, "change_signer", by=by, reason=reason, changes=changes, state=row.state)
        outbox.put_all([render_asked(row), *deciding.asks(row, [last])])
        return row


def last_of(case: RoutedCase) -> CaseStep:
    """The step at which a case that is sent is signed, as if nobody were chosen for it."""
    last = case.steps.exclude(verb__in=AFTER).order_by("-order")[0]
    last.signatory = None
    return last


def could_sign(case: RoutedCase, last: CaseStep) -> Signatories:
    """Who could decide the last step of a case that is sent, and under which authority. One query."""
    return signatories.of(case, last, sender=case.sent_by) if case.sent_by else {}


def choose_signatory(row: RoutedCase, last: CaseStep, chosen: Person | None, found: Signatories) -> Capacity:
    """Note on the row, and at the last step where any may decide, who of these is to sign. Raises NotPossible."""
    row.signatory, capacity = signatories.choose(row, found, chosen)
    row.signature = asdict(capacity)
    if last.need == Need.ANY:
        last.signatory = row.signatory
    return capacity
