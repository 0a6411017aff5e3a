from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from approvals.pages.forms import posted
from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.cases.inputs.forms import ReasonForm
from workflows.cases.labels import ACTIONS
from workflows.cases.moves import refuse_unless_open
from workflows.cases.pages import visible_unit_report
from workflows.unit_reports import actions as unit_reports


@answers_once
def unit_report_to_drafter(request: SignedIn, pk: int) -> HttpResponse:
    """Asks the unit's head for a word to the drafter, who goes on writing."""
    report = visible_unit_report(request, pk)
    form = ReasonForm(posted(request))
    form.fields["reason"].label = gettext("Your word to the drafter")
    if form.is_valid():
        unit_reports.send_to_drafter(report, by=request.user, word=form.cleaned_data["reason"])
        messages.success(request, gettext("The drafter reads your word on the report and by mail."))
        return redirect("unit_report", pk)
    refuse_unless_open(report, "send_to_drafter", by=request.user)
    label = ACTIONS["send_to_drafter"]
    page = {
        "report": report,
        "form": form,
        "label": label,
        "title": f"{label}: {report.unit.short_name}, {report.period.words}",
        "happens": gettext("The report stays with the unit. The drafter reads your word above it and goes on writing."),
    }
    return render(request, "workflows/unit_reports/reason.html", page, status=422 if form.is_bound else 200)
