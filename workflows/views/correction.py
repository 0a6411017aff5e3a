from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows import actions
from workflows.forms import ReasonForm
from workflows.labels import ACTIONS
from workflows.moves import refuse_unless_open

from .unit_reports import visible_report as visible_unit_report
from .ward_reports import visible_report


@answers_once
def unit_report_return_consolidated(request: SignedIn, pk: int) -> HttpResponse:
    """Asks for the reason, and says what becomes of the ward's report meanwhile."""
    report = visible_unit_report(request, pk)
    refuse_unless_open(report, "return_consolidated", by=request.user)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.return_consolidated(report, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(
            request,
            gettext("The report is with the unit. Once it is accepted again, the ward's report shows changes."),
        )
        return redirect("unit_report", pk)
    page = {
        "report": report,
        "form": form,
        "title": gettext("Return %(report)s after it was consolidated?") % {"report": report},
        "happens": gettext(
            "The unit corrects its report and submits it again. The ward's report keeps its figures until you take in "
            "the new ones; if it was sent for approval, it is called back and what was approved is void."
        ),
        "label": ACTIONS["return_consolidated"],
        "cancel_url": reverse("unit_report", args=[pk]),
    }
    return render(request, "workflows/ward_report_confirm.html", page, status=422 if form.is_bound else 200)


@require_POST
@answers_once
def ward_report_refresh(request: SignedIn, pk: int) -> HttpResponse:
    actions.refresh_figures(visible_report(request, pk), by=request.user)
    messages.success(request, gettext("The new figures are taken in. Look at the sentences whose figures changed."))
    return redirect("ward_report", pk)
