"""How a case on its way goes on by its route as it stands now: only where what is decided fits it, step for step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from workflows.cases import rules
from workflows.cases.inputs.texts import Changes
from workflows.cases.moves import events_of
from workflows.models import CaseStep, Change, Need, Step
from workflows.models.cases import RoutedCase
from workflows.routes import sentences
from workflows.routes.filling import pending
from workflows.routes.when import conditions
from workflows.routes.who import finding, holders
from workflows.routes.who.after import signing

from . import deciding
from .returning import clear

SENT_BY = ("send_for_approval", "move_to_route")  # the events that name the version by which a case goes
TAKEN_OVER = [name.removesuffix("_id") for name in Step.COPIED]
ASKS = ("unit_id", "office", "position", "person_id", "field", "charged_id", "ballot", "need", "quorum")


@dataclass
class NewSteps:
    """What the case's steps are to be, in order, those of them that are `fresh`, the old ones that are `gone`, and the
    versions of the route before and after, as the trail tells them with the conditions. Those that were not taken by
    what was filled in are `replaced`.
    """

    steps: list[CaseStep]
    fresh: list[CaseStep]
    gone: list[CaseStep]
    changes: Changes
    opened: Sequence[CaseStep] = ()
    replaced: Sequence[CaseStep] = ()

    @property
    def sentences(self) -> list[str]:
        """What changes for the case, step by step; what is decided stays."""
        changed = [
            *((_("The step “%(step)s” is added: %(what)s."), step) for step in self.fresh),
            *((_("The step “%(step)s” is taken out: %(what)s."), step) for step in self.gone),
        ]
        return [sentence % {"step": step.title, "what": _in_words(step)} for sentence, step in changed]

    @property
    def stays(self) -> list[CaseStep]:
        return [step for step in self.steps if step.pk]


def _in_words(step: CaseStep) -> str:
    words = (finding.whom(step), step.get_need_display(), step.get_verb_display(), sentences.allowed(step))
    return "; ".join(map(str, words))


def plan_of(case: RoutedCase, steps: Sequence[CaseStep]) -> NewSteps:
    """Of a case that is sent, whose `steps` stand in order. Raises NotPossible where what is decided does not fit its
    route as it stands, nobody decides one of the new steps, or nothing would change.
    """
    taken = conditions.taken(case)
    copies = deciding.numbered(case, taken.steps)
    untaken = [step for step in steps if step.change == Change.UNTAKEN]
    steps = [step for step in steps if step.change != Change.UNTAKEN]
    pending.settle([step for step in steps if step.decided_at], copies, now())
    kept = _kept(steps, copies)
    _refuse_misplaced(copies, kept)
    used = {step.pk for step in kept.values()}
    gone = [step for step in steps if step.pk not in used and not step.decided_at]
    fresh = [copy for place, copy in enumerate(copies) if place not in kept and not copy.decided_at]
    deciding.skip_own(fresh, now())
    plan = NewSteps([], fresh, gone, _changes(case, taken) | deciding.not_asked(fresh), replaced=untaken)
    if not (plan.fresh or plan.gone):
        raise NotPossible(_("Nothing would change: the steps that are left are those of the route as it stands."))
    plan.steps = _in_order(steps, copies, kept)
    _keep_signer(case, plan)
    for step, held in zip(plan.fresh, rules.may_decide(case, plan.fresh), strict=True):
        holders.refuse_unless_decidable(step, held)
    return plan


def _kept(steps: Sequence[CaseStep], copies: Sequence[CaseStep]) -> dict[int, CaseStep]:
    """By place in the new route the step of the case that stays there: each that is decided, and those that are not and
    ask for the same. Raises NotPossible for a decided one that the new route does not have; one that was added on
    the way or skipped it need not have.
    """
    found: dict[int, CaseStep] = {}
    for step in sorted(steps, key=lambda each: each.decided_at is None):
        free = ((place, copy) for place, copy in enumerate(copies) if place not in found and not copy.decided_at)
        place = next((place for place, copy in free if _same(step, copy)), None)
        if place is not None:
            found[place] = step
        elif step.decided_at and step.change not in (Change.ADDED, Change.SKIPPED):
            raise NotPossible(
                _("“%(step)s” is decided, and the route has no such step now. The document stays on its route.")
                % {"step": step}
            )
    return found


def _same(step: CaseStep, copy: CaseStep) -> bool:
    """Whether a step of the case is the one of the new route: by name and what is asked of whom. Of one that is decided
    the numbers are of no matter, of one that was skipped or handed over neither is whom it asked.
    """
    if (step.title, step.verb) != (copy.title, copy.verb):
        return False
    if step.decided_at and step.change in (Change.SKIPPED, Change.HANDED):
        return True
    names = ASKS[:-2] if step.decided_at else ASKS
    return all(getattr(step, name) == getattr(copy, name) for name in names)


def _refuse_misplaced(copies: Sequence[CaseStep], kept: dict[int, CaseStep]) -> None:
    """What is decided, but for what was skipped, has to stand in the same order, and nothing undecided before it."""
    decided = {place: step for place, step in kept.items() if step.decided_at and step.change != Change.SKIPPED}
    if not decided:
        return
    last = max(copies[place].stage for place in decided)
    left = [copy for place, copy in enumerate(copies) if place not in decided and not copy.decided_at]
    before = next((copy for copy in left if copy.stage < last), None)
    if before is not None:
        raise NotPossible(
            _("The route asks for “%(step)s” before what is decided already. The document stays on its route.")
            % {"step": before}
        )
    in_order = [decided[place].stage for place in sorted(decided)]
    if in_order != sorted(in_order):
        raise NotPossible(_("What is decided stands in another order now. The document stays on its route."))


def _in_order(steps: Sequence[CaseStep], copies: Sequence[CaseStep], kept: dict[int, CaseStep]) -> list[CaseStep]:
    """The steps of the case anew, numbered; what is decided and no step of the route keeps its place."""
    used = {step.pk for step in kept.values()}
    added = [step for step in steps if step.decided_at and step.pk not in used]
    found: list[CaseStep] = []
    stage, last = 0, 0
    for place, copy in enumerate(copies):
        row = kept.get(place)
        while added and (row is None or not row.decided_at or added[0].order < row.order):
            stage += 1
            found.append(_put(added.pop(0), len(found) + 1, stage))
        stage += copy.stage != last or not found
        last = copy.stage
        if row:
            _take_over(row, copy)
        found.append(_put(row or copy, len(found) + 1, stage))
    return found


def _put(step: CaseStep, order: int, stage: int) -> CaseStep:
    step.order, step.stage = order, stage
    return step


def _take_over(step: CaseStep, copy: CaseStep) -> None:
    """What else the route says of a step that stays; of one that is decided nothing."""
    if not step.decided_at:
        for name in (*Step.COPIED, "pending"):
            setattr(step, name, getattr(copy, name))


def _keep_signer(case: RoutedCase, plan: NewSteps) -> None:
    """Who is to sign, and whose name the document bears, signs by the new route too. Raises NotPossible otherwise."""
    last = signing(plan.steps)[-1]
    if last.pk:
        return
    if case.signatory_id not in {row.person_id for row in rules.may_decide(case, [last])[0]}:
        raise NotPossible(
            _("%(person)s, who is to sign, signs no more by the route as it stands. Have it taken back and sent anew.")
            % {"person": case.signatory}
        )
    if last.need == Need.ANY:
        last.signatory = case.signatory


def _changes(case: RoutedCase, taken: conditions.Taken) -> Changes:
    sent = events_of(case).filter(action__in=SENT_BY).first()
    before = (sent.changes.get("route") or [None, None])[1] if sent else None
    changes = taken.changes
    if taken.version and before != str(taken.version):
        changes["route"] = [before, str(taken.version)]
    else:
        changes.pop("route", None)
    return changes


def place(case: RoutedCase, plan: NewSteps, at: datetime) -> None:
    """Open the first stage that is not over; what was open and stands later now is closed."""
    undecided = [step for step in plan.steps if not step.decided_at]
    first = undecided[0].stage
    for step in undecided:
        if step.stage > first and step.opened_at:
            clear(step)
    closed: Iterable[CaseStep] = (step for step in undecided if step.stage == first and not step.opened_at)
    waiting = list(closed)
    plan.opened = deciding.open_first(case, waiting, at) if waiting else ()
