"""Whether those whom a case's steps ask are enough to decide them: said when it is sent, and while it waits."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from units import seats
from units.models import Membership
from workflows.cases import rules
from workflows.models import CaseStep, Need, Verb
from workflows.models.cases import RoutedCase
from workflows.models.routes import AFTER

from . import finding
from .after import signing


def refuse_without_deciders(copies: Sequence[CaseStep], deciding_by: Sequence[Sequence[Membership]]) -> None:
    """Of the copies that a case is about to keep, and by which offices each may be decided (`rules.may_decide`).

    Raises NotPossible, saying what to do, where nobody sits where one of them asks, or too few may decide it. That
    nobody may sign where the last asks for any holder of an office `signatories.choose` says. A query for a step
    without anybody, or where more than half decide.
    """
    last = signing(copies)[-1]
    for step, held in zip(copies, deciding_by, strict=True):
        if step.decided_at:
            continue  # it is skipped from the first
        if held or step is not last or not step.seat.is_whole:
            refuse_unless_decidable(step, held)


def refuse_unless_decidable(step: CaseStep, held: Sequence[Membership]) -> None:
    """Of a step, and by which offices it may be decided. Raises NotPossible where nobody may, or too few."""
    if not held:
        _refuse_empty(step)
    elif step.verb != Verb.OPINION and are_too_few(step, held):
        raise NotPossible(_too_few(step))


def _refuse_empty(step: CaseStep) -> None:
    """An opinion that nobody but an author could give is passed over in time."""
    if not seats.held(step.seat).exists():
        raise NotPossible(finding.nobody_at(step))
    if step.verb not in (Verb.OPINION, *AFTER):
        raise NotPossible(
            _(
                "Step “%(step)s”: nobody may decide it but who wrote the document, or acts for them: %(who)s. Give the "
                "office to somebody else, or change the step on the page of routes."
            )
            % {"step": step, "who": finding.whom(step)}
        )


def _too_few(step: CaseStep) -> str:
    sentence = _(
        "Step “%(step)s”: too few may decide it, as those who wrote the document do not: %(who)s. Give the office to "
        "more people, or have fewer decide, on the page of routes."
    )
    return sentence % {"step": step, "who": finding.whom(step)}


def step_without_deciders(case: RoutedCase) -> CaseStep | None:
    """The first open step that nobody can decide any more. An opinion is passed over in time."""
    asked = case.steps.filter(opened_at__isnull=False, decided_at=None).exclude(verb__in=(Verb.OPINION, *AFTER))
    steps = list(asked.prefetch_related("deciders"))
    pairs = zip(steps, rules.may_decide(case, steps), strict=True)
    return next((step for step, held in pairs if not held or are_too_few(step, held)), None)


def why_empty(step: CaseStep) -> str:
    """That nobody sits where the step asks, and what to do; blank where somebody does, or it asks for an office."""
    return "" if step.seat.is_whole or seats.held(step.seat).exists() else finding.nobody_at(step)


def are_too_few(step: CaseStep, held: Sequence[Membership]) -> bool:
    """Whether a number has to decide the step, and the holders of these offices are too few with those who have."""
    if step.need not in (Need.SOME, Need.MOST):
        return False
    voices = len({row.person_id for row in held}) + (len(step.deciders.all()) if step.pk else 0)
    if step.need == Need.SOME:
        return voices < step.quorum
    return 2 * voices <= seats.voices(step.seat).count()
