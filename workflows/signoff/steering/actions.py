"""What who administers the ward does to the steps of a case on its way, with a reason (docs/decisions/0051).

`seen` is the number of events in the case's trail that the page showed: what has moved since is looked at again first.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.outbox import queue as outbox
from approvals.statements import one_cursor
from units.models import Membership, Person, Unit
from workflows.cases import rules
from workflows.cases.inputs.texts import Changes, stated
from workflows.cases.mails import mail
from workflows.cases.moves import locked, note
from workflows.flows import row_held
from workflows.models import CaseStep, Change, Need, StepDecider, Verb
from workflows.models.cases import RoutedCase
from workflows.models.routes import AFTER, BEFORE
from workflows.routes.filling import pending
from workflows.routes.underway import deciding, opinions, rerouting
from workflows.routes.underway.returning import CHANGED, clear, mark
from workflows.routes.who import finding, holders
from workflows.routes.who.after import signing

from .candidates import candidates, colleagues, signing_step

SEAT = ["unit", "office", "position", "person", "field", "charged", "need", "quorum"]
ASIDE = 1000  # beyond any place in a route


def skip_step(case: RoutedCase, *, by: Person, seen: int, step: int, reason: str) -> RoutedCase:
    """Leave a step out that is not decided: the case goes on without it, and where it was to number whoever issues in
    the ward does. Raises NotPossible for the one that signs.
    """
    reason = stated(reason)
    with _steering(case, "skip_step", by=by, seen=seen) as row:
        steps = steps_of(row)
        chosen = _undecided(steps, step)
        if chosen is signing_step(steps):
            raise NotPossible(_("The document is signed at this step: it cannot be skipped. Have another sign."))
        at, waiting = now(), [each for each in signing(steps) if not each.decided_at]
        asked = _asked(row, [chosen] if chosen.opened_at else [])
        mark(chosen, Change.SKIPPED, by=by, reason=reason, at=at)
        opened = deciding.close(row, [chosen], waiting, at) if chosen.opened_at else []
        chosen.decided_at = at
        settled = pending.settle([chosen], waiting, at)
        CaseStep.objects.bulk_update([chosen, *settled], CHANGED)
        opinions.wait_anew(row, opened, at)
        note(row, "skip_step", by=by, reason=reason, changes={"step": [chosen.title, None]}, state=row.state)
        if chosen.opened_at and chosen.verb == Verb.OPINION:
            opinions.notify(row, waiting, opened)
        else:
            outbox.put_all(deciding.asks(row, opened))
        outbox.put_all([*_numbering(row, chosen), *_mail_of(row, asked, reason)])
        return row


def hand_over(case: RoutedCase, *, by: Person, seen: int, step: int, to: int, reason: str) -> RoutedCase:
    """Have one person, by the office whose membership has the id `to`, decide a step instead of those whom it asks.
    They get its whole time. Raises NotPossible for the step that signs, and for who may not decide it.
    """
    reason = stated(reason)
    with _steering(case, "hand_over", by=by, seen=seen) as row:
        steps = steps_of(row)
        chosen = _undecided(steps, step)
        _refuse_signing(chosen, steps)
        offered, asked = candidates(row, chosen, by=by), _asked(row, [chosen] if chosen.opened_at else [])
        changes = _hand(row, chosen, _among(offered, to), by=by, reason=reason)
        note(row, "hand_over", by=by, reason=reason, changes=changes, state=row.state)
        _tell_of_handing(row, chosen, asked, reason)
        return row


def reassign(case: RoutedCase, *, by: Person, seen: int, step: int, to: int, reason: str) -> RoutedCase:
    """As `hand_over`, of an open step that is `by`'s own to decide, to somebody else of its unit."""
    reason = stated(reason)
    with _steering(case, "reassign", by=by, seen=seen) as row:
        steps = steps_of(row)
        chosen = _undecided(steps, step)
        if not row.steps.open_for(by).filter(pk=chosen.pk).exists():
            raise NotPossible(_("This step is not yours to decide now. Look at the steps again."))
        if chosen.need != Need.ANY:
            raise NotPossible(_("Several people decide this step together: none of them hands it over alone."))
        _refuse_signing(chosen, steps)
        offered, asked = colleagues(row, chosen, by=by), _asked(row, [chosen])
        changes = _hand(row, chosen, _among(offered, to), by=by, reason=reason)
        note(row, "reassign", by=by, reason=reason, changes=changes, state=row.state)
        _tell_of_handing(row, chosen, [person for person in asked if person.pk != by.pk], reason)
        return row


def _refuse_signing(chosen: CaseStep, steps: Sequence[CaseStep]) -> None:
    if chosen is signing_step(steps):
        raise NotPossible(_("The document bears the name of who signs it: have another sign instead."))


def _among(offered: Sequence[Membership], to: int) -> Membership:
    """Raises NotPossible where it is none of those."""
    found = next((each for each in offered if each.pk == to), None)
    if found is None:
        raise NotPossible(_("This person cannot decide the step. Choose one of the list."))
    return found


def _hand(row: RoutedCase, chosen: CaseStep, to: Membership, *, by: Person, reason: str) -> Changes:
    """The step asks the holder of this office alone from now on. Returns what the trail tells."""
    before, at = finding.whom(chosen), now()
    _seat(chosen, to)
    mark(chosen, Change.HANDED, by=by, reason=reason, at=at)
    if chosen.opened_at:
        clear(chosen)
        deciding.open_first(row, [chosen], at)
    CaseStep.objects.bulk_update([chosen], [*CHANGED, *SEAT])
    return {"step": [None, chosen.title], "holder": [before, finding.whom(chosen)]}


def _tell_of_handing(row: RoutedCase, chosen: CaseStep, asked: Sequence[Person], reason: str) -> None:
    others = [person for person in asked if person.pk != chosen.person_id]
    outbox.put_all([*deciding.asks(row, [chosen]), *_numbering(row, chosen), *_mail_of(row, others, reason)])


def _seat(step: CaseStep, to: Membership) -> None:
    step.unit, step.office, step.person = to.unit, to.office, to.person
    step.position = step.field = ""
    step.charged, step.need, step.quorum = None, Need.ANY, 1


def insert_step(
    case: RoutedCase, *, by: Person, seen: int, before: int, unit: Unit, office: str, reason: str, **shape: Any
) -> RoutedCase:
    """Have an office of a unit asked as well, ahead of the undecided step of the id `before` and those beside it, which
    wait meanwhile where they are open; or, `beside`, at the same time as these. `shape` gives title, verb, allowance
    and `beside`. Raises NotPossible for what follows the signature: nobody could decide it ahead of that, and the case
    would wait for it for ever; and beside the step that signs, which stands alone.
    """
    reason = stated(reason)
    if shape["verb"] in (*BEFORE, *AFTER):
        raise NotPossible(_("This follows the signature: it cannot be asked ahead of it. Choose something else."))
    with _steering(case, "insert_step", by=by, seen=seen) as row:
        steps = signing(steps_of(row))
        following = _undecided(steps, before)
        about = finding.about(row)
        added = CaseStep(subject_kind=row.kind, subject_id=row.pk, unit=unit, office=office, **about, **shape)
        if deciding.asks_its_own_unit(added):
            raise NotPossible(_("This unit drafted the document: it is not asked for its own opinion. Choose another."))
        _place(added, following, steps)
        opened = [each for each in steps if each.opened_at and each.stage == added.stage and not each.decided_at]
        able, *others = rules.may_decide(row, [added, *opened])
        holders.refuse_unless_decidable(added, able)
        if any(held.person_id == by.pk for held in able):
            raise NotPossible(
                _("You hold this office yourself: nobody adds a step for themselves. Choose another office.")
            )
        mark(added, Change.ADDED, by=by, reason=reason, at=now())
        _make_way(row, added, opened)
        CaseStep.objects.bulk_create([added])
        changes: Changes = {"step": [None, added.title], "holder": [None, finding.whom(added)]}
        note(row, "insert_step", by=by, reason=reason, changes=changes, state=row.state)
        asked = [] if added.beside else [held.person for each in others for held in each]
        outbox.put_all([*deciding.asks(row, [added]), *_mail_of(row, asked, reason)])
        return row


def _place(added: CaseStep, near: CaseStep, steps: Sequence[CaseStep]) -> None:
    """Ahead of the stage of the step that it is `near`, or at the end of it. Raises NotPossible."""
    signs = signing_step(steps)
    if near.stage > signs.stage:
        raise NotPossible(_("The document is signed before this step. Choose an earlier place."))
    if added.beside and near is signs:
        raise NotPossible(_("The step that signs stands alone: have the added step asked ahead of it."))
    orders = [each.order for each in steps if each.stage == near.stage]
    added.order = max(orders) + 1 if added.beside else min(orders)
    added.stage, added.at_end = near.stage, added.usual_end


def _make_way(row: RoutedCase, added: CaseStep, opened: list[CaseStep]) -> None:
    """Number what follows the added step anew. Where its stage is open it opens; what it stands ahead of is closed."""
    if opened:
        at = now()
        deciding.open_first(row, [added], at)
        if not added.beside:
            row.state_since = at
            for each in opened:
                clear(each)
            CaseStep.objects.bulk_update(opened, CHANGED)
    following = CaseStep.objects.of(row).filter(order__gte=added.order)
    following.update(stage=F("stage") + int(not added.beside), order=F("order") + ASIDE)
    CaseStep.objects.of(row).filter(order__gt=ASIDE).update(order=F("order") - (ASIDE - 1))


def move_to_route(case: RoutedCase, *, by: Person, seen: int, reason: str) -> RoutedCase:
    """Have the case go on by its route as it stands now; what is decided stays. Raises NotPossible where what is
    decided does not fit it, or nothing would change.
    """
    reason = stated(reason)
    with _steering(case, "move_to_route", by=by, seen=seen) as row:
        steps = steps_of(row)
        plan = rerouting.plan_of(row, steps)
        asked = _asked(row, [step for step in steps if step.opened_at and not step.decided_at])
        row.state_since = now()
        row.after_signing = len(signing(plan.steps)) < len(plan.steps)
        rerouting.place(row, plan, row.state_since)
        _save_plan(row, plan)
        note(row, "move_to_route", by=by, reason=reason, changes=plan.changes, state=row.state)
        still = {person.pk for person in rules.deciders_at(row, row.steps.all())}
        others = [person for person in asked if person.pk not in still]
        outbox.put_all([*deciding.asks(row, plan.opened), *_mail_of(row, others, reason)])
        return row


def _save_plan(row: RoutedCase, plan: rerouting.NewSteps) -> None:
    gone = [step.pk for step in (*plan.gone, *plan.replaced)]
    StepDecider.objects.filter(step__in=gone).delete()
    CaseStep.objects.filter(pk__in=gone).delete()
    CaseStep.objects.of(row).update(order=F("order") + ASIDE)
    kept = [step for step in plan.steps if step.pk]
    if kept:
        CaseStep.objects.bulk_update(kept, [*CHANGED, *rerouting.TAKEN_OVER, "order", "stage"])
    CaseStep.objects.bulk_create([step for step in plan.steps if not step.pk])


@contextmanager
def _steering(case: RoutedCase, action: str, *, by: Person, seen: int) -> Iterator[RoutedCase]:
    """Raises NotPossible where anything has happened to the case since the page was shown."""
    with transaction.atomic(), one_cursor(), row_held():
        row = locked(case, action, by=by)
        if row.trail_seq != seen:
            raise NotPossible(_("The document has moved on since you opened this page. Look at its steps first."))
        yield row


def steps_of(case: RoutedCase) -> list[CaseStep]:
    """In order, with what their words name, and who has decided. Two queries."""
    return list(case.steps.select_related("unit", "person", "charged").prefetch_related("deciders").order_by("order"))


def _undecided(steps: Sequence[CaseStep], pk: int) -> CaseStep:
    found = next((step for step in steps if step.pk == pk), None)
    if found is None or found.decided_at or found.verb == Verb.INFORM:
        raise NotPossible(_("This step is decided already. Look at the steps again."))
    return found


def _numbering(row: RoutedCase, step: CaseStep) -> list[dict[str, Any]]:
    """The mail to who takes the number now, where that is what the step was for and the case is signed."""
    if step.verb != Verb.NUMBER or not step.opened_at:
        return []
    return [mail(row, "approved", "issue_reports", row.ward_id)]


def _asked(row: RoutedCase, steps: Sequence[CaseStep]) -> list[Person]:
    """Who decides these steps. One query, none for none."""
    return [held.person for each in (rules.may_decide(row, steps) if steps else ()) for held in each]


def _mail_of(row: RoutedCase, people: Sequence[Person], reason: str) -> list[dict[str, Any]]:
    """The mail to those who were asked that they are not any more, at least for now; none where there are none."""
    if not people:
        return []
    message = mail(row, "steered", "approve_reports", row.ward_id, words=reason)
    message["payload"]["people"] = sorted({person.pk for person in people})
    return [message]
