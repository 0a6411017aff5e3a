from collections import Counter
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.db.models import CharField, QuerySet, Value
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.models import Decision, Signature
from approvals.outbox import waiting
from approvals.pages.forms import posted
from units.models import Person
from units.requests import SignedIn
from units.sign_in.proof import has_proof, require_proof
from workflows.cases.moves import refuse_unless_held, refuse_unless_open
from workflows.cases.rules import step_of
from workflows.cases.types import TYPES, type_of
from workflows.documents.papers import PAPERS
from workflows.models import CaseStep, Verb
from workflows.models.cases import RoutedCase
from workflows.models.states import SignOff
from workflows.routes.underway import returning
from workflows.routes.underway.opinions import objections
from workflows.signoff import pages
from workflows.signoff.forms import ApproveForm, SeenPdfForm, SendBackForm
from workflows.signoff.pages import CasePages
from workflows.signoff.retraction.rules import retractable
from workflows.signoff.signing.keys import is_unsigned
from workflows.signoff.signing.views import sign_at_page, unlocks_own_key
from workflows.signoff.viewer import viewer_of

from . import actions as approval
from .briefing import of_opinions
from .comparisons import since_that_look

STANDING_REASONS = (
    _("A figure looks wrong: please check it with the unit and correct it."),
    _("An indicator or assignment is not explained: please add causes and what will be done."),
    _("The wording is not right yet: please edit it and send it again."),
)
OWN_REASONS, LOOKED_BACK, SHORT = 3, 10, 200


def approval_page(request: SignedIn, pk: int, of: CasePages) -> HttpResponse:
    """What is asked of the approver, with what they should know first; after the decision the receipt of it."""
    report = of.find(request, pk)
    if not report.asked:
        return receipt(request, report, of.head(report))
    pages.note_opening(request, report)
    rendition, opinions = pages.rendition_of(report), objections(report)
    briefing = of.brief(report, rendition, request.user)
    matters = (*of_opinions(report.way, opinions), *briefing.matters)
    page = {
        **of.head(report),
        **opinions,
        "step": open_step(report, request.user),
        "briefing": briefing,
        "compared": briefing.compared,
        "changes": list(briefing.changes),
        "matters": matters,
        "unusual": sum(len(matter.facts) for matter in matters),
        "rendition": rendition,
        "viewer": viewer_of(report, rendition) if rendition else None,
        **({} if rendition else pages.wait_of(report)),
    }
    return render(request, "workflows/signoff/approval.html", page)


def approve(request: SignedIn, pk: int, of: CasePages) -> HttpResponse:
    """Shows what is signed and asks once more; only for a reader who has just proved who they are."""
    report = of.find(request, pk)
    refuse_unless_held(report, "approve", by=request.user)
    try:
        require_proof(request, keep=False)
    except ReauthenticationRequired:
        if not request.htmx:  # type: ignore[attr-defined]
            raise
        return HttpResponse(headers={"HX-Redirect": request.get_full_path()})  # the proof is a page of its own
    given = posted(request)
    form = ApproveForm(
        given,
        initial=_asked(request, report),
        unlock=unlocks_own_key(request, report),
        at=open_step(report, request.user),
    )
    if form.is_valid():
        if report.asked and (changed := _changed_since(request, report, form)):
            return changed
        decided = {"seen": form.pdf, "asked": form.cleaned_data["step"], "filled": form.filled}
        approved = approval.approve(report, by=request.user, **decided)
        if approved.state == SignOff.APPROVED and form.key:
            sign_at_page(request, approved, form.key)
        return redirect(f"{report.NAME}_approval", pk)
    refuse_unless_open(report, "approve", by=request.user)
    if not form.is_bound and (changed := _changed_since(request, report, form)):
        return changed
    page = {
        "report": report,
        "form": form,
        "step": open_step(report, request.user),
        "rendition": pages.rendition_of(report),
    }
    page |= {"unproved": not has_proof(request.user), "elsewhere": _signs_elsewhere(report, request.user)}
    return render(request, "workflows/signoff/approve.html", page, status=422 if form.is_bound else 200)


def send_back(request: SignedIn, pk: int, of: CasePages) -> HttpResponse:
    """Asks for the reason: one of the usual ones, words of one's own, or both; and where it goes."""
    report = of.find(request, pk)
    refuse_unless_held(report, "send_back", by=request.user)
    require_proof(request)
    form = _return_form(request, report)
    if form.is_valid():
        if report.asked and (changed := _changed_since(request, report, form)):
            return changed
        _send_back(request, report, form)
        return redirect(f"{report.NAME}_approval", pk)
    refuse_unless_open(report, "send_back", by=request.user)
    if not form.is_bound and (changed := _changed_since(request, report, form)):
        return changed
    page = {
        "report": report,
        "form": form,
        "step": open_step(report, request.user),
        "unproved": not has_proof(request.user),
    }
    return render(request, "workflows/signoff/send_back.html", page, status=422 if form.is_bound else 200)


def _return_form(request: SignedIn, report: RoutedCase) -> SendBackForm:
    step = open_step(report, request.user)
    initial = _asked(request, report)
    if step and (usual := returning.usual(step, report.way)):
        initial["to"] = usual.pk
    earlier = returning.earlier(step, report.way) if step else [each for each in report.way if each.decided_at]
    where: dict[str, Any] = {"earlier": earlier, "corrected_in": report.corrected_in}
    return SendBackForm(posted(request), initial=initial, usual=usual_reasons(report), **where)


def _send_back(request: SignedIn, report: RoutedCase, form: SendBackForm) -> None:
    """To the earlier step that was chosen, else to whoever corrects it."""
    decision = {"seen": form.pdf, "reason": form.whole_reason, "asked": form.cleaned_data["step"]}
    if step := form.cleaned_data.get("to"):
        approval.return_to_step(report, by=request.user, to=step, **decision)
        messages.success(request, gettext("It is back at that step, with your reason."))
    else:
        approval.send_back(report, by=request.user, **decision)
        messages.success(request, gettext("It is back for correction, with your reason."))


def _waiting_for(reader: Person, report: RoutedCase) -> list[tuple[str, int]]:
    """The kind and id of each other case that waits for the reader's decision: those of this type first. One query."""
    asked = [_asked_of(TYPES[kind].model, kind, reader) for kind in PAPERS]
    return sorted(asked[0].union(*asked[1:], all=True), key=lambda each: (each[0] != report.kind, each))


def _asked_of(model: Any, kind: str, reader: Person) -> QuerySet[Any, Any]:
    cases = model._default_manager.awaiting(reader).order_by()
    return cases.annotate(of_kind=Value(kind, CharField())).values_list("of_kind", "pk")


def _signs_elsewhere(report: RoutedCase, person: Person) -> bool:
    """Whether it is printed under the person's name, and their key is not kept here."""
    return settings.SIGNER == Signature.Kind.EXTERNAL and report.signatory_id == person.pk


def _case(kind: str, pk: int) -> Any:
    return TYPES[kind].model._default_manager.get(pk=pk)


def receipt(request: SignedIn, report: RoutedCase, head: dict[str, Any]) -> HttpResponse:
    """What the reader decided on this case last; the case itself where they decided nothing. `head` is its pages'."""
    decided = Decision.objects.filter(subject_kind=report.kind, subject_id=report.pk, person=request.user)
    of_approvers = decided.filter(verdict__in=[Decision.Verdict.APPROVE, Decision.Verdict.RETURN])
    decision = of_approvers.filter(retracted_at=None).order_by("-at").first()
    if decision is None:
        return redirect(report)
    others = _waiting_for(request.user, report)
    page = {
        **head,
        "decision": decision,
        "retractable": retractable(report, request.user),
        "step": next((step for step in report.way if step.pk == decision.step), None),
        "waiting": _case(*others[0]) if others else None,
        "still": len(others),
        "elsewhere": _signs_elsewhere(report, request.user) and is_unsigned(report),
    }
    return render(request, "workflows/signoff/approval_receipt.html", page)


def _asked(request: SignedIn, report: RoutedCase) -> dict[str, Any]:
    """What the page of the approval says was read there, and the step that the reader decides."""
    step = open_step(report, request.user)
    return {"seen": request.GET.get("seen", ""), "step": step.pk if step else None}


def _changed_since(request: SignedIn, report: RoutedCase, form: SeenPdfForm) -> HttpResponse | None:
    """409 with what changed, where the pages that were read are not the present ones; what was typed is kept.

    Whoever comes here without having read anything is sent to read.
    """
    seen, rendition = form.pdf, pages.rendition_of(report)
    if not seen:
        return redirect(f"{report.NAME}_approval", report.pk)
    if rendition and rendition.sha256 == seen:
        return None
    page = {
        "report": report,
        "holder": type_of(report).holder(report),
        "being_made": rendition is None,
        "waits": "" if rendition else waiting.words("render", **report.payload),
        "differences": since_that_look(report, seen, rendition) if rendition else None,
        "typed": form.whole_reason if isinstance(form, SendBackForm) and form.is_bound else "",
    }
    return render(request, "workflows/signoff/approval_changed.html", page, status=409)


def usual_reasons(report: RoutedCase) -> list[str]:
    """What such cases were sent back for lately, more than once, then the standing reasons; each once."""
    returned = Decision.objects.filter(subject_kind=report.kind, scope=report.scope, verdict=Decision.Verdict.RETURN)
    latest = Counter(returned.order_by("-at").values_list("reason", flat=True)[:LOOKED_BACK])
    short = [reason for reason, used in latest.items() if used > 1 and len(reason) <= SHORT and "\n" not in reason]
    return list(dict.fromkeys([*short[:OWN_REASONS], *map(str, STANDING_REASONS)]))


def open_step(report: RoutedCase, person: Person) -> CaseStep | None:
    """The step that waits for the person's decision. One query where several are open side by side."""
    waiting = [step for step in report.way if step.opened_at and not step.decided_at and step.verb == Verb.APPROVE]
    return waiting[0] if len(waiting) == 1 else step_of(person, report)
