"""What is done in a unit before its report is submitted, and by a second person before it is accepted."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _

from workflows.api.callers import Call
from workflows.api.shapes import Reason
from workflows.api.unit_reports import acts, stands, visible
from workflows.api.versions import Seen, seen
from workflows.cases.moves import refuse_unless_held
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.confirming import actions as confirming
from workflows.unit_reports.looks import actions as looks
from workflows.unit_reports.on_behalf import actions as on_behalf

# Each is given the version that was read.
OF_A_VERSION = {
    "finish_draft": ("finish", _("Say that the draft is finished"), unit_reports.finish_draft),
    "ask_for_look": ("ask-for-look", _("Ask for a look at it before it is submitted"), looks.ask_for_look),
    "look": ("look", _("Agree with it, so that the head of the unit submits it"), looks.look),
    "propose_acceptance": ("propose-acceptance", _("Propose to accept it"), confirming.propose_acceptance),
    "confirm_acceptance": ("confirm-acceptance", _("Confirm that it is accepted"), confirming.confirm_acceptance),
    "confirm_on_behalf": (
        "confirm-on-behalf",
        _("Confirm what the office entered for the unit"),
        on_behalf.confirm_on_behalf,
    ),
}


def _of_a_version(action: str, path: str, words: str, act: Any) -> None:
    @acts(path, f"{action}_of_unit_report", words)
    def done(request: Call, response: HttpResponse, report: int, if_match: Seen = "") -> Any:
        row = visible(request, report)
        refuse_unless_held(row, action, by=request.user)
        return stands(response, act(row, by=request.user, seen=seen(if_match, row.version)))


for action, (path, words, act) in OF_A_VERSION.items():
    _of_a_version(action, path, words, act)


@acts("withdraw-look", "withdraw_look_of_unit_report", _("Take it back, to go on writing"))
def withdraw_look(request: Call, response: HttpResponse, report: int) -> Any:
    return stands(response, looks.withdraw_look(visible(request, report), by=request.user))


@acts("return-look", "return_look_of_unit_report", _("Send it back to the drafter after the look"))
def return_look(request: Call, response: HttpResponse, report: int, given: Reason) -> Any:
    return stands(response, looks.return_look(visible(request, report), by=request.user, word=given.reason))


@acts("refuse-acceptance", "refuse_acceptance_of_unit_report", _("Do not confirm that it is accepted"))
def refuse_acceptance(request: Call, response: HttpResponse, report: int, given: Reason) -> Any:
    return stands(
        response, confirming.refuse_acceptance(visible(request, report), by=request.user, reason=given.reason)
    )
