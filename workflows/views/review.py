from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from approvals.errors import NotPossible
from units.requests import SignedIn
from workflows import actions, rules
from workflows.forms import ReasonForm
from workflows.labels import ACTIONS
from workflows.models import UnitReport
from workflows.moves import already_handled

from .unit_reports import seen_version, visible_report


@require_POST
def unit_report_take(request: SignedIn, pk: int) -> HttpResponse:
    actions.take(visible_report(request, pk), by=request.user)
    messages.success(
        request, gettext("You hold the report now. Read it beside the last period, then accept or send it back.")
    )
    return redirect("unit_report", pk)


@require_POST
def unit_report_hand_back(request: SignedIn, pk: int) -> HttpResponse:
    actions.hand_back(visible_report(request, pk), by=request.user)
    messages.success(request, gettext("The report is in the queue again: any coordinator may take it."))
    return redirect("unit_report", pk)


@require_POST
def unit_report_accept(request: SignedIn, pk: int) -> HttpResponse:
    actions.accept(visible_report(request, pk), by=request.user, seen=seen_version(request))
    messages.success(request, gettext("The report is accepted and goes into the ward's report."))
    return redirect("unit_report", pk)


def unit_report_return(request: SignedIn, pk: int) -> HttpResponse:
    report = visible_report(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.return_for_revision(report, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(
            request, gettext("The report is back with %(unit)s, with your reason.") % {"unit": report.unit}
        )
        return redirect("unit_report", pk)
    happens = gettext(
        "The report goes back to %(unit)s, which reads your reason, corrects the report and submits it anew."
    )
    return _reason_page(request, report, "return_for_revision", form, happens)


def unit_report_waive(request: SignedIn, pk: int) -> HttpResponse:
    report = visible_report(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.waive(report, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, gettext("%(unit)s need not report this period.") % {"unit": report.unit})
        return redirect("unit_report", pk)
    happens = gettext("%(unit)s need not report this period. The ward's report names the unit and your reason.")
    return _reason_page(request, report, "waive", form, happens)


def _reason_page(request: SignedIn, report: UnitReport, action: str, form: ReasonForm, happens: str) -> HttpResponse:
    """Asks for the reason where `action` is open to the reader; else says why it is not."""
    if not rules.may(request.user, action, report):
        raise PermissionDenied
    if report.state not in rules.UNIT_STATES[action]:
        raise NotPossible(already_handled(report))
    page = {
        "report": report,
        "form": form,
        "label": ACTIONS[action],
        "title": f"{ACTIONS[action]}: {report.unit.short_name}, {report.period.words}",
        "happens": happens % {"unit": report.unit},
        "final": gettext("a waived report cannot be written any more.") if action == "waive" else "",
    }
    return render(request, "workflows/unit_report_reason.html", page, status=422 if form.is_bound else 200)
