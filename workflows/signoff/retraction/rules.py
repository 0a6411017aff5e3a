"""Whether a decision may be taken back: by who made it, until those whom it handed the case to have opened it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.models import Decision, Sighting, TrailEvent
from units.models import Notice, Person
from workflows.cases import mails, rules
from workflows.cases.moves import events_of, who
from workflows.cases.types import TYPES
from workflows.models import CaseStep, Change, PaperOpinion
from workflows.models.cases import RoutedCase
from workflows.models.routes import CaseStepQuerySet
from workflows.models.states import SignOff

# The actions that can be taken back, and what is done beside a case: it hands nothing on.
HANDS_ON = ("approve", "opine", "examine", "send_back", "return_examined", "return_to_step")
ON_PAPER = "opine_on_paper"
BESIDE = ("discuss", "strike_message", "link_case", "unlink_case")


def last_of(case: RoutedCase, person: Person) -> Decision | None:
    """The person's last decision at a step of the case's route that they have not taken back, with the name of whoever
    opened the case first since (`opened_by`), where it waited for them. One query.
    """
    of_case = {"subject_kind": case.kind, "subject_id": case.pk}
    opened = Sighting.objects.filter(**of_case, at__gte=OuterRef("at")).exclude(person=person).order_by("at")
    given = Decision.objects.filter(**of_case, person=person, step__isnull=False, retracted_at=None)
    return given.annotate(opened_by=Subquery(opened.values("person__name")[:1])).order_by("-at", "-pk").first()


def refuse_unless_retractable(decision: Decision | None, case: RoutedCase, steps: Sequence[CaseStep]) -> Decision:
    """Raises NotPossible, saying why, where the decision can be taken back no more."""
    if decision is None:
        raise NotPossible(_("You have taken your decision on this document back already."))
    if why := why_not(case, decision, steps):
        raise NotPossible(why)
    return decision


def retractable(case: Any, person: Person) -> Decision | None:
    """The person's last decision on a case from `pages.with_printed`, where they may take it back now. No query for who
    decided nothing, three at most.
    """
    possible = case.decided and case.content and case.state in rules.states_of("retract", type(case))
    decision = last_of(case, person) if possible else None
    return None if decision is None or why_not(case, decision, case.way) else decision


def why_not(case: RoutedCase, decision: Any, steps: Sequence[CaseStep]) -> str:
    """Why the decision can be taken back no more; blank where it can. `steps` are all of the case, in order."""
    step = next((step for step in steps if step.pk == decision.step), None)
    returns = decision.verdict == Decision.Verdict.RETURN
    handled = (case.state == SignOff.RETURNED) != (returns and not returned_by(decision, steps))
    if step is None or _is_beyond(step, decision) or handled:
        return _("The document was sent anew or handled since. Your decision stands as it is.")
    if returns:
        return _opened_since(case, decision)
    opened = open_ones(steps)
    if any(each.decided_at and each.decided_at > decision.at for each in steps if each.stage > step.stage):
        return _("The next step is under way already: whoever decides there can send it back.")
    if all(each.stage == step.stage for each in opened):
        return ""
    if any(each.opened_at != step.decided_at or each.paused_at for each in opened):
        return _("The next step is under way already: whoever decides there can send it back.")
    return _opened_since(case, decision)


def _is_beyond(step: CaseStep, decision: Any) -> bool:
    """Whether the step was opened anew since the decision, or skipped."""
    return step.change == Change.SKIPPED or bool(step.opened_at and step.opened_at > decision.at)


def open_ones(steps: Sequence[CaseStep]) -> list[CaseStep]:
    """The steps that wait for somebody: those of one stage."""
    return [each for each in steps if each.opened_at and not each.decided_at]


def returned_by(decision: Any, steps: Sequence[CaseStep]) -> CaseStep | None:
    """The open step to which the decision returned the case; None where it did not, or that was handled since."""
    if decision.verdict != Decision.Verdict.RETURN:
        return None
    returned = (each for each in open_ones(steps) if each.change == Change.RETURNED and each.before_return)
    return next(
        (
            each
            for each in returned
            if (each.changed_by_id, each.before_return["by_step"]) == (decision.person_id, decision.step)
        ),
        None,
    )


def _opened_since(case: RoutedCase, decision: Any) -> str:
    """Who has done something with the case, or opened it as its next reader, since the decision; blank where nobody."""
    last = events_of(case).exclude(actor=None).exclude(action__in=BESIDE).first()
    if last is None or not _is_own(last, decision):
        return _("%(person)s has gone on with it at %(time)s. Your decision stands.") % who(last) if last else ""
    if not decision.opened_by:
        return ""
    words = _("%(person)s has opened it already: your decision stands. Ask them to send it back.")
    return words % {"person": decision.opened_by}


def _is_own(last: TrailEvent, decision: Any) -> bool:
    """Whether the event is that of the decision: of whoever decided, or of who entered it from their paper."""
    if last.action == ON_PAPER:
        return PaperOpinion.objects.filter(decision=decision.pk, by=last.actor_id).exists()
    return last.actor_id == decision.person_id and last.action in HANDS_ON


def asked_no_more(payload: dict[str, Any]) -> list[Person]:
    """Of those who decide the steps that closed where a decision was taken back, as its mail names them, whoever was
    told that these wait for them, and decides no open step now. Mails of earlier releases name no steps: then those of
    the first stage that is not open.
    """
    case: Any = TYPES[payload["kind"]].model._default_manager.get(pk=payload["pk"])
    waiting = case.steps.filter(decided_at=None, opened_at=None)
    first = waiting.order_by("stage").values("stage")[:1]
    closed = waiting.filter(pk__in=payload["steps"]) if "steps" in payload else waiting.filter(stage=first)
    asked = {person.pk: person for person in _who_decides(case, closed)}
    again = {person.pk for person in _who_decides(case, case.steps.filter(opened_at__isnull=False, decided_at=None))}
    notified = _notified(payload, asked)
    return [person for pk, person in asked.items() if pk in notified and pk not in again]


def _who_decides(case: Any, steps: CaseStepQuerySet) -> Iterator[Person]:
    for people in rules.deciders_by_step(case, steps).values():
        yield from people


def _notified(payload: dict[str, Any], people: Iterable[int]) -> set[int]:
    """Which of these were told that the case waits for them. One query."""
    keys = Notice.objects.filter(person__in=people, path=payload["path"]).values_list("person", "key")
    events = tuple(f"-{event}-to-" for event in mails.ASKED)
    return {person for person, key in keys if any(event in key for event in events)}
