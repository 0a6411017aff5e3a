"""The rights that every type of case with a route gives alike; each room registers them with its own."""

from typing import Any

from workflows.cases.rules import ANY_VERB, Right
from workflows.models import Verb
from workflows.models.cases import RoutedCase
from workflows.models.states import SignOff
from workflows.routes.underway.opinions import asks_for_opinions


def stands_still(case: RoutedCase) -> bool:
    """Whether the clock of a step does."""
    return any(step.paused_at and not step.decided_at for step in case.way)


def asks_for_an_opinion_now(case: RoutedCase) -> bool:
    """Whether a step of its route that asks for one is open."""
    return any(step.verb == Verb.OPINION and step.opened_at and not step.decided_at for step in case.way)


def asks_to_examine(case: RoutedCase) -> bool:
    """Whether a step of its route does."""
    return any(step.verb == Verb.EXAMINE for step in case.way)


def is_adjustable(case: RoutedCase) -> bool:
    """Whether it is not signed yet, or its route names who takes the number."""
    if case.state != SignOff.APPROVED:
        return True
    return case.after_signing and any(step.verb == Verb.NUMBER and not step.decided_at for step in case.way)


def is_numbered(case: RoutedCase) -> bool:
    """Whether its document takes a number once it is signed; none of a practice month does."""
    return not case.is_practice


OF_A_STEP: dict[str, Any] = {"bars_authors": True, "at_step": ANY_VERB, "states": (SignOff.AWAITING_APPROVAL,)}
OF_AN_APPROVAL = OF_A_STEP | {"at_step": Verb.APPROVE}
BY_ADMINISTRATORS: dict[str, Any] = {"bars_authors": True, "states": (SignOff.AWAITING_APPROVAL,)}
OF_STEPS = BY_ADMINISTRATORS | {"states": (SignOff.AWAITING_APPROVAL, SignOff.APPROVED)}  # which may be to number
SHARED = {
    "approve": Right("approve_reports", bars_authors=True, at_step=Verb.APPROVE),
    "send_back": Right("approve_reports", bars_authors=True, at_step=Verb.APPROVE),
    "return_to_step": Right("approve_reports", offered=False, **OF_AN_APPROVAL),  # on the page of the return
    "retract": Right("", by_decider=True, offered=False),  # where the reader sees what they decided
    "opine": Right(
        "", bars_authors=True, at_step=Verb.OPINION, states=(SignOff.AWAITING_APPROVAL,), when=asks_for_opinions
    ),
    "opine_on_paper": Right(
        "issue_reports", bars_authors=True, states=(SignOff.AWAITING_APPROVAL,), when=asks_for_an_opinion_now
    ),  # for whoever gave theirs on paper
    "examine": Right(
        "", bars_authors=True, at_step=Verb.EXAMINE, states=(SignOff.AWAITING_APPROVAL,), when=asks_to_examine
    ),
    "return_examined": Right(
        "", bars_authors=True, at_step=Verb.EXAMINE, states=(SignOff.AWAITING_APPROVAL,), offered=False
    ),  # on the page where it is examined
    "pause": Right("", offered=False, **OF_A_STEP),  # on the page where the step is decided
    "resume": Right("", when=stands_still, **OF_A_STEP),
    "steer": Right("administer", when=is_adjustable, **OF_STEPS),
    "skip_step": Right("administer", offered=False, **OF_STEPS),
    "hand_over": Right("administer", offered=False, **OF_STEPS),
    "reassign": Right("", offered=False, **OF_A_STEP),  # on the page where the step is decided
    "insert_step": Right("administer", offered=False, **BY_ADMINISTRATORS),
    "move_to_route": Right("administer", offered=False, **BY_ADMINISTRATORS),
    "sign": Right("approve_reports", states=(SignOff.APPROVED,), by_signatory=True),
    "return_before_issue": Right("issue_reports", where_asked=Verb.NUMBER),
    "issue": Right("issue_reports", where_asked=Verb.NUMBER, when=is_numbered),
    "issue_on_paper": Right(
        "issue_reports", where_asked=Verb.NUMBER, when=is_numbered, states=(SignOff.APPROVED,)
    ),  # what is signed in ink
}
