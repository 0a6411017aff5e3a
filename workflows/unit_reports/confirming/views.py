from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from approvals.pages.forms import done, posted
from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.cases.inputs.forms import ReasonForm
from workflows.cases.pages import visible_unit_report
from workflows.unit_reports.review.views import reason_page
from workflows.unit_reports.views import seen_version

from . import actions as confirming


@require_POST
def unit_report_propose_acceptance(request: SignedIn, pk: int) -> HttpResponse:
    report = visible_unit_report(request, pk)
    confirming.propose_acceptance(report, by=request.user, seen=seen_version(request, report, "propose_acceptance"))
    messages.success(request, gettext("You proposed to accept the report. It is accepted once another confirms it."))
    return redirect("unit_report", pk)


@require_POST
def unit_report_confirm_acceptance(request: SignedIn, pk: int) -> HttpResponse:
    report = visible_unit_report(request, pk)
    confirming.confirm_acceptance(report, by=request.user, seen=seen_version(request, report, "confirm_acceptance"))
    messages.success(request, gettext("The report is accepted and goes into the ward's report."))
    return redirect("unit_report", pk)


@answers_once
def unit_report_refuse_acceptance(request: SignedIn, pk: int) -> HttpResponse:
    """Asks for the reason, which whoever proposed it reads."""
    report = visible_unit_report(request, pk)
    form = ReasonForm(posted(request))
    if done(form, lambda: confirming.refuse_acceptance(report, by=request.user, reason=form.cleaned_data["reason"])):
        messages.success(request, gettext("The report is in review again, with your reason."))
        return redirect("unit_report", pk)
    happens = gettext("The report stays in review. Whoever proposed to accept it reads your reason and looks again.")
    return reason_page(request, report, "refuse_acceptance", form, happens)
