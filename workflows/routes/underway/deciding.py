"""How a case passes the steps of its route: side by side within a stage, stage after stage.

A step is complete when as many have decided as it needs, a stage when all its steps are; then the next stage opens.
The caller holds the case's row, locked, so that each becomes complete exactly once.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Decision, Rendition
from approvals.statements import insert, insert_many, run
from units import seats
from units.models import Person
from units.offices.authority import Capacity, authority_held, capacity_as, doubled, represented
from workflows.cases import mails
from workflows.cases.inputs.texts import Changes
from workflows.cases.moves import already_handled, refusal
from workflows.cases.times import calendar_days
from workflows.models import CaseStep, Change, Need, Step, StepDecider, Verb
from workflows.models.cases import RoutedCase
from workflows.models.routes import AFTER
from workflows.pure.hours import shortened
from workflows.routes.filling import pending
from workflows.routes.who import finding

COUNTED = ("tally", "carried")  # of a ballot that closes
MOVED = ["opened_at", "due_at", "alarm_at", "decided_at", "silent"]


def copied(row: RoutedCase, steps: Iterable[Step]) -> list[CaseStep]:
    """As `numbered`; what would ask the unit that drafted it is skipped, those of the first stage that is left are
    open. One query more.
    """
    copies = numbered(row, steps)
    skip_own(copies, row.state_since)
    open_first(row, [copy for copy in copies if not copy.decided_at], row.state_since)
    return copies


def asks_its_own_unit(step: CaseStep) -> bool:
    """Whether it asks for an opinion an office of the unit that drew the case up: it has said so by sending it. A
    ballot asks members by name, and counts authors apart.
    """
    asks = step.verb == Verb.OPINION and not (step.ballot or step.person_id or step.field or step.charged_id)
    return asks and step.from_unit_id is not None and step.unit_id == step.from_unit_id


def skip_own(copies: Iterable[CaseStep], at: datetime) -> None:
    """Note on copies that are not saved yet which of them ask the unit that drew the case up: they wait for nobody."""
    for copy in copies:
        if asks_its_own_unit(copy):
            copy.decided_at, copy.change, copy.changed_at = at, Change.SKIPPED, at
            with override("vi"):  # it stands on the slip and in the dossier
                copy.change_reason = _("The unit that drafted it is not asked for its own opinion.")


def not_asked(copies: Iterable[CaseStep]) -> Changes:
    """The steps that `skip_own` left out, as the trail tells them."""
    titles = [copy.title for copy in copies if copy.change == Change.SKIPPED]
    return {"own_unit": [None, ", ".join(titles)]} if titles else {}


def numbered(row: RoutedCase, steps: Iterable[Step]) -> list[CaseStep]:
    """The case's own copy of the steps, not saved yet. One that asks in several units becomes as many, side by side.
    Raises NotPossible where there is none, or nobody is found for one. The queries of the ways to find somebody.
    """
    copies: list[CaseStep] = []
    stage, chain = 0, None
    for step in steps:
        found, waits = finding.found(row, step), getattr(step, "pending", None)
        stands_for_it = waits and waits["chain"] == chain  # one of them alone is taken
        stage += not ((step.beside or stands_for_it) and copies)
        chain = waits["chain"] if waits else None
        for each in found:
            each.order, each.stage, each.pending = len(copies) + 1, stage, waits
            copies.append(each)
    refuse_unless_sound([copy for copy in copies if copy.verb not in AFTER])
    return copies


def store(copies: Sequence[CaseStep]) -> None:
    """Save copies that have no ids yet, in one statement however many they are; they are given none."""
    names = [field.attname for field in CaseStep._meta.concrete_fields if not field.primary_key]
    insert_many(CaseStep, [{name: getattr(copy, name) for name in names} for copy in copies])


def refuse_unless_sound(steps: Sequence[Step | CaseStep]) -> None:
    """Of the steps that a case takes, in order. Raises NotPossible where there is none, or where the last, whose
    approval signs the document, does not approve or stands beside another.
    """
    if not steps:
        raise NotPossible(_("The route has no step yet. An administrator adds one on the page of routes."))
    last = steps[-1]
    if last.verb != Verb.APPROVE:
        raise NotPossible(_not_signing(last))
    if last.beside and len(steps) > 1:
        raise NotPossible(_("The last step signs the document: it stands alone, after all the others."))


def _not_signing(last: Step | CaseStep) -> str:
    if last.verb == Verb.EXAMINE:
        return _("The last step signs the document: it cannot examine it. Put a step that approves after it.")
    return _("The last step signs the document: it cannot ask for an opinion. Put a step that approves after it.")


def open_first(row: RoutedCase, steps: Sequence[CaseStep], at: datetime) -> list[CaseStep]:
    """Open the steps of the first stage among these, which are in order; they are not saved yet. Each is due once its
    allowance, shortened by how urgent the case is, has been worked in its ward. One query.
    """
    hours = calendar_days.hours_of(row.ward)
    opened = [step for step in steps if step.stage == steps[0].stage]
    for step in opened:
        step.opened_at = at
        step.due_at = step.alarm_at = hours.end_of(at, shortened(step.allowance, row.urgency))
    return opened


def undecided(row: RoutedCase, by: Person) -> list[Any]:
    """The steps up to the signature that are not decided, in order. `theirs` says whether `by` decides it now,
    `authority` under which authority, `absent` in whose place if not in their own, `pdf` which file is shown, `lost`
    whether a ballot at the case's steps was not carried. One query.
    """
    shown = pdf_to_decide(row)
    theirs = CaseStep.objects.of(row).open_for(by).filter(pk=OuterRef("pk"))
    steps = row.steps.filter(decided_at=None).exclude(verb__in=AFTER).order_by("order")
    held = {"authority": authority_held(by, at=now()), "absent": seats.absent_at_row(by, at=now())}
    lost = Exists(CaseStep.objects.of(row).filter(carried=False))
    return list(steps.annotate(**held, pdf=Subquery(shown[:1]), theirs=Exists(theirs), lost=lost))


def pdf_to_decide(case: RoutedCase) -> Any:
    """The SHA-256 of the PDF that those who decide are shown; no row while the worker still makes it."""
    drafts = Rendition.objects.filter(subject_kind=case.kind, subject_id=case.pk, content=case.content, final=False)
    return drafts.values_list("sha256", flat=True)


def step_to_decide(
    row: RoutedCase, waiting: Sequence[Any], verb: str, *, by: Person, asked: int | None, action: str
) -> Any:
    """The step that `by` decides now: the one that the page `asked` about, else the first of theirs.

    Raises NotPossible where the one asked about is theirs no more.
    """
    mine = [step for step in waiting if step.theirs and step.verb == verb and asked in (None, step.pk)]
    if mine:
        return mine[0]
    if asked is None or row.steps.filter(pk=asked, deciders=by).exists():
        raise refusal(row, action, by=by)
    raise NotPossible(already_handled(row))


def refuse_unless_seen(step: Any, seen: str) -> None:
    """Raises NotPossible where the PDF that now stands for the case is not the one of this SHA-256."""
    if step.pdf is None:
        raise NotPossible(_("The pages are still being made. Please read them first, then decide."))
    if step.pdf != seen:
        raise NotPossible(_("The document has changed since you read it. Please read it again, then decide."))


def authority_at(row: RoutedCase, step: Any, by: Person) -> Changes:
    """Under which authority `by` decides the step, and for whom, as the trail tells it; nothing where none is known."""
    signs = row.signatory_id == by.pk and not step.absent
    capacity = Capacity(**row.signature) if signs else capacity_as(by, step.authority)
    if capacity is None:
        return {"acts_for": [None, step.absent]} if step.absent else {}
    values = {"authority": capacity.words, "acts_for": capacity.acts_for}
    return {name: [None, words] for name, words in values.items() if words}


def pass_step(
    row: RoutedCase, step: CaseStep, waiting: Sequence[CaseStep], by: Person, *, at: datetime
) -> list[CaseStep]:
    """Note that `by` has decided the step. Closes it where that is enough, and opens the next stage where the step was
    the last of its own that waited; returns what opened. `waiting` are all undecided steps, in order.
    """
    StepDecider.objects.create(step=step, person=by, at=at)
    if is_complete(row, step):
        return close(row, [step], waiting, at)
    if step.fills:
        step.save(update_fields=["filled"])  # whoever decides after this one sees it
    return []


def close(
    row: RoutedCase, steps: Sequence[CaseStep], waiting: Sequence[CaseStep], at: datetime, *, silent: bool = False
) -> list[CaseStep]:
    """Close these of the `waiting` steps, `silent` where nobody answered in time, and save; returns what opened."""
    for step in steps:
        step.decided_at, step.silent = at, silent and not step.ballot
    settled = pending.settle(steps, waiting, at)
    left = [step for step in waiting if step.decided_at is None]
    opened = open_first(row, left, at) if left and left[0].opened_at is None else []
    counted = COUNTED if any(step.ballot for step in steps) else ()
    filled = pending.SAVED if settled or any(step.fills for step in steps) else ()
    CaseStep.objects.bulk_update(dict.fromkeys([*steps, *settled, *opened]), [*MOVED, *counted, *filled])
    return opened


def is_complete(row: RoutedCase, step: CaseStep) -> bool:
    """Whether as many have decided at the step as it needs: somebody absent and their substitute have one voice. No
    query where one is enough.
    """
    if step.need == Need.ANY:
        return True
    if step.need == Need.ALL:
        return not waits_for_others(row, step)
    decided = step.deciders.exclude(pk__in=doubled(step.seat, step.deciders.all())).count()
    if step.need == Need.SOME:
        return decided >= step.quorum
    return 2 * decided > seats.voices(step.seat).count()


def waits_for_others(row: RoutedCase, step: CaseStep, *, but: Person | None = None) -> bool:
    """Whether all must decide at this step and somebody other than `but` has not.

    A delegate or substitute decides for whom they act for, and the other way round; the signatory decides in person.
    """
    return step.need == Need.ALL and others_wait(row, step, but=but)


def others_wait(row: RoutedCase, step: CaseStep, *, but: Person | None = None) -> bool:
    """Whether somebody who sits there, other than `but`, has not decided; as `waits_for_others` of any step."""
    waiting = seats.sitting(step.seat).exclude(pk__in=step.deciders.values("pk"))
    by_another = represented(step.seat, step.deciders.all())
    waiting = waiting.exclude(by_another & ~Q(pk=row.signatory_id))
    waiting = waiting.exclude(pk=but.pk) if but else waiting
    return waiting.exclude(pk__in=row.barred.values("pk")).exists()


def asks(row: RoutedCase, steps: Iterable[CaseStep]) -> list[dict[str, Any]]:
    """The mails to those who decide the steps that are open among these, as the outbox takes them."""
    verbs = {step.verb for step in steps if step.opened_at}
    events = [event for event, verb in mails.ASKED.items() if verb in verbs]
    return [mails.mail(row, event, "approve_reports", row.ward_id) for event in events]


def signs_by_approving(case: RoutedCase, person: Person) -> bool:
    """Whether the person is to sign the case's document, and their approval would be the last of all."""
    if case.signatory_id != person.pk:
        return False
    left = list(case.steps.filter(decided_at=None).exclude(verb__in=AFTER))
    return len(left) == 1 and not waits_for_others(case, left[0], but=person)


def decide(
    row: RoutedCase, step: CaseStep, verdict: str, *, by: Person, seen: str, under: Changes, reason: str = ""
) -> int:
    """Note the decision, its step, what was seen and the authority. Returns its id."""
    values: dict[str, Any] = {"subject_kind": row.kind, "subject_id": row.pk, "scope": row.scope}
    values |= {"step": step.pk, "verdict": verdict, "person_id": by.pk, "at": now(), "reason": reason, "seen": seen}
    return insert(Decision, **values, authority=under.get("authority", [None, ""])[1])


def drop_steps(row: RoutedCase) -> None:
    """Delete the case's copy of its route, with who has decided; decisions stay recorded. Two queries, and none
    before it was sent.
    """
    if not row.content:
        return
    StepDecider.objects.filter(step__in=row.steps).delete()
    run(
        f'DELETE FROM "{CaseStep._meta.db_table}" WHERE subject_kind = %s AND subject_id = %s',
        [row.kind, row.pk],
    )
