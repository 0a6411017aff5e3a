from collections.abc import Callable
from dataclasses import asdict

from approvals.outbox import queue as outbox
from units.models import Person
from units.offices.authority import Capacity
from workflows.cases.authors import add_author
from workflows.cases.moves import record
from workflows.models import CaseStep, Need
from workflows.models.cases import RoutedCase
from workflows.routes import conditions, deciding, signatories


def send(row: RoutedCase, *, by: Person, signatory: Person | None, digest: Callable[[], str]) -> None:
    """Put a case that is moving before the first steps of its route, of which it takes its own copy, and have its
    document made.

    `signatory` is who is to sign it, one of `signatories.of`; None where that is plain: one person decides the last
    step, or the plan names one of several. `digest` gives that of the content, once the signer stands on the row.
    """
    taken = conditions.taken(row)
    steps = deciding.copied(row, taken.steps)
    capacity = choose_signatory(row, steps[-1], signatory, by=by)
    CaseStep.objects.bulk_create(steps)
    row.content = digest()
    row.send_for_approval()
    record(row, changes={"signer": [None, f"{capacity.words}, {capacity.name}"], **taken.changes})
    add_author(row, by)
    wanted = {**row.payload, "final": False, "content": row.content}
    render = outbox.message("render", f"render-{row.key}-{row.trail_seq}", scope=row.ward_id, **wanted)
    outbox.put_all([render, *deciding.asks(row, steps)])


def choose_signatory(row: RoutedCase, last: CaseStep, chosen: Person | None, *, by: Person) -> Capacity:
    """Note on the row, and at the last step where any may decide, who is to sign. Raises NotPossible."""
    found = signatories.of(row, last, sender=by)
    row.signatory, capacity = signatories.choose(row, found, chosen)
    row.signature = asdict(capacity)
    if last.need == Need.ANY:
        last.signatory = row.signatory
    return capacity
