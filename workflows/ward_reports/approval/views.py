from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.models import Decision, TrailEvent
from approvals.outbox import waiting
from units.models import Person
from units.requests import SignedIn
from units.sign_in.proof import has_proof, require_proof
from workflows.cases.moves import refuse_unless_held, refuse_unless_open
from workflows.cases.pages import posted
from workflows.cases.rules import step_of
from workflows.cases.standing import ward_holder
from workflows.documents.answers import Answer, answers_of
from workflows.documents.assignments import silent_of
from workflows.figures import annual
from workflows.figures.provenance import FigureInWords
from workflows.figures.twins import counted_twice
from workflows.models import CaseStep, IndicatorFigure, Verb, WardReport
from workflows.models.states import WardState
from workflows.prose import drafts as prose
from workflows.prose.strays import strays_of
from workflows.routes.opinions import opinions_of
from workflows.ward_reports.forms import ApproveForm, NarrativeForm, SeenPdfForm, SendBackForm
from workflows.ward_reports.signing.views import sign_at_page, unlocks_own_key
from workflows.ward_reports.views import head_of, printed_of, rendition_of, visible_report

from . import actions as approval
from .comparisons import Compared, compared, since_that_look

STANDING_REASONS = (
    _("A figure looks wrong: please check it with the unit and correct it."),
    _("An indicator or assignment is not explained: please add causes and what will be done."),
    _("The wording is not right yet: please edit it and send it again."),
)
OWN_REASONS, LOOKED_BACK, SHORT = 3, 10, 200


def ward_report_approval(request: SignedIn, pk: int) -> HttpResponse:
    """What is asked of the approver, with what they should know first; after the decision the receipt of it."""
    report: Any = visible_report(request, pk)
    if not report.asked:
        return _receipt(request, report)
    rendition, answers = rendition_of(report), answers_of(report)
    page = {
        **head_of(report),
        "step": open_step(report, request.user),
        "opinions": opinions_of(report),
        "absent": [answer for answer in answers if answer.is_waived or not answer.is_taken_in],
        "silent": silent_of(report, answers),
        "changes": list(changes_since_last(report)),
        "compared": compared(report, rendition, request.user) if rendition else Compared(),
        **_of_figures(report, answers),
        **printed_of(report),
    }
    return render(request, "workflows/ward_reports/approval.html", page)


def _of_figures(report: WardReport, answers: list[Answer]) -> dict[str, Any]:
    """What to know of the figures, whether they are printed yet or not. One statement, of a year five."""
    figures = prose.figures_of(report, with_sources=True)
    return {
        "reds": [FigureInWords(figure) for figure in figures if figure.light == IndicatorFigure.Light.RED],
        "adjusted": [FigureInWords(figure) for figure in figures if figure.is_overridden],
        "doubts": counted_twice(figures, {answer.unit_id: answer.unit for answer in answers}),
        "below_months": annual.below_months(report),
        "strays": strays_of(report, figures, [answer.was for answer in answers]),
    }


def _receipt(request: SignedIn, report: WardReport) -> HttpResponse:
    """What the reader decided on this report last; the report itself where they decided nothing."""
    decided = Decision.objects.filter(subject_kind="wardreport", subject_id=report.pk, person=request.user)
    of_approvers = decided.filter(verdict__in=[Decision.Verdict.APPROVE, Decision.Verdict.RETURN])
    decision = of_approvers.order_by("-at").first()
    if decision is None:
        return redirect("ward_report", report.pk)
    page = {
        **head_of(report),
        "decision": decision,
        "step": next((step for step in report.way if step.pk == decision.step), None),
        "waiting": WardReport.objects.awaiting(request.user).order_by("pk").first(),
    }
    return render(request, "workflows/ward_reports/approval_receipt.html", page)


def ward_report_approve(request: SignedIn, pk: int) -> HttpResponse:
    """Shows what is signed and asks once more; only for a reader who has just proved who they are."""
    report: Any = visible_report(request, pk)
    refuse_unless_held(report, "approve", by=request.user)
    require_proof(request, keep=False)
    given = posted(request)
    form = ApproveForm(given, initial=_asked(request, report), unlock=unlocks_own_key(request, report))
    if form.is_valid():
        if report.asked and (changed := _changed_since(request, report, form)):
            return changed
        approved = approval.approve(report, by=request.user, seen=form.pdf, asked=form.cleaned_data["step"])
        if approved.state == WardState.APPROVED and form.key:
            sign_at_page(request, approved, form.key)
        return redirect("ward_report_approval", pk)
    refuse_unless_open(report, "approve", by=request.user)
    if not form.is_bound and (changed := _changed_since(request, report, form)):
        return changed
    page = {"report": report, "form": form, "step": open_step(report, request.user), "rendition": rendition_of(report)}
    page |= {"unproved": not has_proof(request.user)}
    return render(request, "workflows/ward_reports/approve.html", page, status=422 if form.is_bound else 200)


def ward_report_send_back(request: SignedIn, pk: int) -> HttpResponse:
    """Asks for the reason: one of the usual ones, words of one's own, or both."""
    report: Any = visible_report(request, pk)
    refuse_unless_held(report, "send_back", by=request.user)
    require_proof(request)
    given, usual = posted(request), usual_reasons(report.ward_id)
    form = SendBackForm(given, initial=_asked(request, report), usual=usual)
    if form.is_valid():
        if report.asked and (changed := _changed_since(request, report, form)):
            return changed
        decision = {"seen": form.pdf, "reason": form.whole_reason, "asked": form.cleaned_data["step"]}
        approval.send_back(report, by=request.user, **decision)
        messages.success(request, gettext("The report is back with the coordinator, with your reason."))
        return redirect("ward_report_approval", pk)
    refuse_unless_open(report, "send_back", by=request.user)
    if not form.is_bound and (changed := _changed_since(request, report, form)):
        return changed
    page = {"report": report, "form": form, "unproved": not has_proof(request.user)}
    return render(request, "workflows/ward_reports/send_back.html", page, status=422 if form.is_bound else 200)


def _asked(request: SignedIn, report: WardReport) -> dict[str, Any]:
    """What the page of the approval says was read there, and the step that the reader decides."""
    step = open_step(report, request.user)
    return {"seen": request.GET.get("seen", ""), "step": step.pk if step else None}


def _changed_since(request: SignedIn, report: WardReport, form: SeenPdfForm) -> HttpResponse | None:
    """409 with what changed, where the pages that were read are not the present ones; what was typed is kept.

    Whoever comes here without having read anything is sent to read.
    """
    seen, rendition = form.pdf, rendition_of(report)
    if not seen:
        return redirect("ward_report_approval", report.pk)
    if rendition and rendition.sha256 == seen:
        return None
    page = {
        "report": report,
        "holder": ward_holder(report),
        "being_made": rendition is None,
        "waits": "" if rendition else waiting.words("render", ward_report=report.pk),
        "differences": since_that_look(report, seen, rendition) if rendition else None,
        "typed": form.whole_reason if isinstance(form, SendBackForm) and form.is_bound else "",
    }
    return render(request, "workflows/ward_reports/approval_changed.html", page, status=409)


def usual_reasons(ward_id: int) -> list[str]:
    """What this ward's reports were sent back for lately, more than once, then the standing reasons; each once."""
    returned = Decision.objects.filter(subject_kind="wardreport", scope=ward_id, verdict=Decision.Verdict.RETURN)
    latest = Counter(returned.order_by("-at").values_list("reason", flat=True)[:LOOKED_BACK])
    short = [reason for reason, used in latest.items() if used > 1 and len(reason) <= SHORT and "\n" not in reason]
    return list(dict.fromkeys([*short[:OWN_REASONS], *map(str, STANDING_REASONS)]))


def open_step(report: WardReport, person: Person) -> CaseStep | None:
    """The step that waits for the person's decision. One query where several are open side by side."""
    waiting = [step for step in report.way if step.opened_at and not step.decided_at and step.verb == Verb.APPROVE]
    return waiting[0] if len(waiting) == 1 else step_of(person, report)


def changes_since_last(report: WardReport) -> Iterator[str]:
    """In sentences what happened between the last time it was sent for approval, or refused, and this time."""
    events = list(TrailEvent.objects.filter(subject_kind="wardreport", subject_id=report.pk).order_by("seq"))
    sends = [place for place, event in enumerate(events) if event.action == "send_for_approval"]
    if report.replaces and len(sends) < 2:
        yield _replaced(report.replaces)
        yield from _changed_words(events)
    elif len(sends) >= 2:
        between = events[sends[-2] + 1 : sends[-1]]
        yield from _reasons(between)
        yield from _changed_words(between)


def _replaced(report: WardReport) -> str:
    words = {"reason": report.reason}
    if report.state == WardState.RECALLED:
        return gettext("It replaces the version that was recalled: %(reason)s") % words
    return gettext("It replaces the version that the province refused: %(reason)s") % words


def _reasons(events: list[TrailEvent]) -> Iterator[str]:
    for event in events:
        words: dict[str, Any] = {"person": event.actor_name, "reason": event.reason}
        if event.action in ("send_back", "return_before_issue"):
            yield gettext("%(person)s had sent it back: %(reason)s") % words
        elif event.action == "call_back":
            yield gettext("%(person)s had called it back: %(reason)s") % words
        elif event.action == "reopen":
            yield gettext("%(person)s had reopened it: %(reason)s") % words
    if any(event.action in ("consolidate", "refresh_figures") for event in events):
        yield gettext("The figures were consolidated anew.")


def _changed_words(events: list[TrailEvent]) -> Iterator[str]:
    names = {name for event in events if event.action == "edit_narrative" for name in event.changes}
    labels = [str(field.label) for name, field in NarrativeForm.base_fields.items() if name in names]
    if labels:
        yield gettext("Reworded: %(parts)s.") % {"parts": ", ".join(labels)}
