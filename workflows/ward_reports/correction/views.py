from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from approvals.pages.forms import done, posted
from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.cases.inputs.forms import ReasonForm
from workflows.cases.moves import refuse_unless_open
from workflows.cases.pages import confirm_page, visible_unit_report
from workflows.unit_reports.review.views import reason_page
from workflows.ward_reports.views import visible_report

from . import actions as correction


@answers_once
def unit_report_return_consolidated(request: SignedIn, pk: int) -> HttpResponse:
    """Asks for the reason, and says what becomes of the ward's report meanwhile."""
    report = visible_unit_report(request, pk)
    refuse_unless_open(report, "return_consolidated", by=request.user)
    form = ReasonForm(posted(request))
    if form.is_valid():
        correction.return_consolidated(report, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(
            request,
            gettext("The report is with the unit. Once it is accepted again, the ward's report shows changes."),
        )
        return redirect("unit_report", pk)
    happens = gettext(
        "The unit corrects its report and submits it again. The ward's report keeps its figures until you take in "
        "the new ones; if it was sent for approval, it is called back and what was approved is void."
    )
    title = gettext("Return %(report)s after it was consolidated?") % {"report": report}
    return confirm_page(request, report, "return_consolidated", form, title=title, happens=happens)


@require_POST
@answers_once
def ward_report_rework(request: SignedIn, pk: int) -> HttpResponse:
    correction.rework(visible_report(request, pk), by=request.user)
    messages.success(request, gettext("Edit the text, then send the report for approval again."))
    return redirect("ward_report_edit", pk)


@require_POST
@answers_once
def ward_report_refresh(request: SignedIn, pk: int) -> HttpResponse:
    correction.refresh_figures(visible_report(request, pk), by=request.user)
    messages.success(request, gettext("The new figures are taken in. Look at the sentences whose figures changed."))
    return redirect("ward_report", pk)


@answers_once
def unit_report_unwaive(request: SignedIn, pk: int) -> HttpResponse:
    """Asks for the reason, which the unit reads, and says what becomes of the ward's report."""
    report = visible_unit_report(request, pk)
    form = ReasonForm(posted(request))
    if done(form, lambda: correction.unwaive(report, by=request.user, reason=form.cleaned_data["reason"])):
        messages.success(request, gettext("%(unit)s reports this period after all.") % {"unit": report.unit})
        return redirect("unit_report", pk)
    happens = gettext(
        "%(unit)s reads your reason, goes on with its report where it stopped, and submits it. The ward's report waits "
        "for it; if it was sent for approval, it is called back and what was approved is void."
    )
    return reason_page(request, report, "unwaive", form, happens)
