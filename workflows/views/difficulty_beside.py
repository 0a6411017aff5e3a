"""One more difficulty, typed beside the report that a unit writes, without JavaScript too."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from approvals.errors import NotPossible
from units.requests import SignedIn
from workflows import actions
from workflows.forms.difficulties import DifficultyForm
from workflows.models import UnitReport

PREFIX = "difficulty"
TEXT = f"{PREFIX}-text"


def form_beside(report: UnitReport, data: QueryDict | None = None) -> DifficultyForm:
    """Its three fields, on the page of the report."""
    first = report.period.plan.coordinating_unit_id
    return DifficultyForm(data, prefix=PREFIX, ward=report.ward_id, first=first, asking=report.unit_id)


def raise_beside(request: SignedIn, report: UnitReport) -> DifficultyForm | None:
    """Raise what was typed there, whichever button was pressed. Returns the form where something is wrong with it."""
    asked = request.POST.get("next") == "raise" and TEXT in request.POST
    if not asked and not request.POST.get(TEXT, "").strip():
        return None
    form = form_beside(report, request.POST)
    if not form.is_valid():
        return form
    try:
        actions.raise_difficulty(report.unit, by=request.user, raised=form.raised)
    except NotPossible as refusal:
        form.add_error(None, refusal.message)
        return form
    messages.success(request, gettext("Raised. Your reports name it until you close it."))
    return None


def after_saving(request: SignedIn, report: UnitReport) -> HttpResponse:
    """Back beside the report; where the browser showed no fields, to the page that has them."""
    if TEXT in request.POST:
        return back_beside(report.pk)
    asked = f"report={report.pk}&ward={report.ward_id}&unit={report.unit_id}"
    return redirect(f"{reverse('difficulty_raise')}?{asked}")


def back_beside(report_id: int) -> HttpResponse:
    return redirect(f"{reverse('unit_report_write', args=[report_id])}#part-difficulties")
