from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.cases.pages import visible_unit_report
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.views import seen_version


@require_POST
@answers_once
def unit_report_finish(request: SignedIn, pk: int) -> HttpResponse:
    report = visible_unit_report(request, pk)
    unit_reports.finish_draft(report, by=request.user, seen=seen_version(request, report, "finish_draft"))
    messages.success(request, gettext("The head of the unit is told that the draft is finished, and submits it next."))
    return redirect("desk")
