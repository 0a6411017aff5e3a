from collections.abc import Iterator
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from approvals.models import Decision, TrailEvent
from units.requests import SignedIn
from workflows import actions
from workflows.documents.source import answers_of
from workflows.forms.ward_reports import ContentForm, NarrativeForm, SendBackForm
from workflows.labels import ACTIONS
from workflows.models import ApprovalStep, IndicatorFigure, WardReport

from .ward_reports import head_of, printed_of, refuse_unless_open, rendition_of, visible_report


def ward_report_approval(request: SignedIn, pk: int) -> HttpResponse:
    """What is asked of the approver, with what they should know first; after the decision the receipt of it."""
    report: Any = visible_report(request, pk)
    if not report.asked:
        return _receipt(request, report)
    both = [report.pk, report.replaces_id or report.pk]
    figures = list(IndicatorFigure.objects.filter(report__in=both).select_related("indicator"))
    page = {
        **head_of(report),
        "step": open_step(report),
        "reds": [figure for figure in figures if figure.report_id == report.pk and figure.light == "red"],
        "absent": [answer for answer in answers_of(report) if answer.is_waived or not answer.is_taken_in],
        "changes": list(changes_since_last(report, figures)),
        **printed_of(report),
    }
    return render(request, "workflows/ward_report_approval.html", page)


def _receipt(request: SignedIn, report: WardReport) -> HttpResponse:
    """What the reader decided on this report last; the report itself where they decided nothing."""
    decided = Decision.objects.filter(subject_kind="wardreport", subject_id=report.pk, person=request.user)
    decision = decided.exclude(verdict=Decision.Verdict.REFUSE).order_by("-at").first()
    if decision is None:
        return redirect("ward_report", report.pk)
    page = {
        **head_of(report),
        "decision": decision,
        "step": next((step for step in report.steps.all() if step.pk == decision.step), None),
        "rendition": rendition_of(report),
        "waiting": WardReport.objects.awaiting(request.user).order_by("pk").first(),
    }
    return render(request, "workflows/ward_report_approval_receipt.html", page)


@reauthentication_required
def ward_report_approve(request: SignedIn, pk: int) -> HttpResponse:
    """Says what is signed and asks once more. allauth asks for the password first, of whoever has one."""
    report = visible_report(request, pk)
    form = ContentForm(
        request.POST if request.method == "POST" else None, initial={"seen": request.GET.get("seen", "")}
    )
    if form.is_valid():
        actions.approve(report, by=request.user, seen=form.cleaned_data["seen"])
        return redirect("ward_report_approval", pk)
    refuse_unless_open(request, report, "approve")
    page = {"report": report, "form": form, "step": open_step(report), "rendition": rendition_of(report)}
    return render(request, "workflows/ward_report_approve.html", page, status=422 if form.is_bound else 200)


def ward_report_send_back(request: SignedIn, pk: int) -> HttpResponse:
    report = visible_report(request, pk)
    form = SendBackForm(
        request.POST if request.method == "POST" else None, initial={"seen": request.GET.get("seen", "")}
    )
    if form.is_valid():
        actions.send_back(report, by=request.user, **form.cleaned_data)
        messages.success(request, gettext("The report is back with the coordinator, with your reason."))
        return redirect("ward_report_approval", pk)
    refuse_unless_open(request, report, "send_back")
    page = {
        "report": report,
        "form": form,
        "title": gettext("Send back %(report)s?") % {"report": report},
        "happens": gettext("The coordinator reads your reason, corrects the report and sends it to you again."),
        "label": ACTIONS["send_back"],
        "cancel_url": reverse("ward_report_approval", args=[pk]),
    }
    return render(request, "workflows/ward_report_confirm.html", page, status=422 if form.is_bound else 200)


def open_step(report: WardReport) -> ApprovalStep | None:
    """The step that waits for a decision."""
    return next((step for step in report.steps.all() if step.opened_at and not step.decided_at), None)


def changes_since_last(report: WardReport, figures: list[IndicatorFigure]) -> Iterator[str]:
    """In sentences what happened between the last time it was sent for approval, or refused, and this time."""
    events = list(TrailEvent.objects.filter(subject_kind="wardreport", subject_id=report.pk).order_by("seq"))
    sends = [place for place, event in enumerate(events) if event.action == "send_for_approval"]
    if report.replaces and len(sends) < 2:
        yield gettext("It replaces the version that the province refused: %(reason)s") % {
            "reason": report.replaces.reason
        }
        yield from _changed_figures(report, figures)
        yield from _changed_words(events)
    elif len(sends) >= 2:
        between = events[sends[-2] + 1 : sends[-1]]
        yield from _reasons(between)
        yield from _changed_words(between)


def _reasons(events: list[TrailEvent]) -> Iterator[str]:
    for event in events:
        told: dict[str, Any] = {"person": event.actor_name, "reason": event.reason}
        if event.action == "send_back":
            yield gettext("%(person)s had sent it back: %(reason)s") % told
        elif event.action == "reopen":
            yield gettext("%(person)s had reopened it: %(reason)s") % told
    if any(event.action == "consolidate" for event in events):
        yield gettext("The figures were consolidated anew.")


def _changed_words(events: list[TrailEvent]) -> Iterator[str]:
    names = {name for event in events if event.action == "edit_narrative" for name in event.changes}
    labels = [str(field.label) for name, field in NarrativeForm.base_fields.items() if name in names]
    if labels:
        yield gettext("Reworded: %(parts)s.") % {"parts": ", ".join(labels)}


def _changed_figures(report: WardReport, figures: list[IndicatorFigure]) -> Iterator[str]:
    before = {figure.indicator_id: figure.value for figure in figures if figure.report_id == report.replaces_id}
    changed = [
        figure.indicator.name
        for figure in figures
        if figure.report_id == report.pk and figure.value != before.get(figure.indicator_id)
    ]
    if changed:
        yield gettext("Changed figures: %(names)s.") % {"names": "; ".join(changed)}
