"""One more difficulty, typed beside the report that a unit writes, without JavaScript too."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from approvals.errors import NotPossible
from approvals.pages import once
from units.requests import SignedIn
from workflows.models import UnitReport

from . import actions as difficulties
from .forms import DifficultyForm

PREFIX = "difficulty"
TEXT, TOKEN = f"{PREFIX}-text", f"{PREFIX}-once"


def form_beside(report: UnitReport, data: QueryDict | None = None) -> DifficultyForm:
    """Its three fields, on the page of the report."""
    first = report.period.plan.coordinating_unit_id
    return DifficultyForm(data, prefix=PREFIX, ward=report.ward_id, first=first, asking=report.unit_id)


def typed_beside(request: SignedIn, report: UnitReport) -> DifficultyForm | None:
    """The bound form of what was typed there, whichever button was pressed; None where nothing was."""
    asked = request.POST.get("next") == "raise" and TEXT in request.POST
    return form_beside(report, request.POST) if asked or request.POST.get(TEXT, "").strip() else None


def posted_beside(request: SignedIn) -> list[tuple[str, str]]:
    """The fields as they were sent, and the form's token, for another form to send them again."""
    fields = {name: str(text) for name, text in request.POST.items() if name.startswith(f"{PREFIX}-")}
    return list(({TOKEN: _token(request)} | fields).items())


def _token(request: SignedIn) -> str:
    return request.POST.get(TOKEN) or request.POST.get(once.FIELD, "")


def raise_beside(request: SignedIn, report: UnitReport, form: DifficultyForm) -> None:
    """Raise what the valid form holds, once for each form that was shown, whichever button sends it.

    Called in the transaction in which the report is saved. Raises NotPossible, always in a practice month: a difficulty
    outlives it.
    """
    if report.period.kind.practice:
        raise NotPossible(
            gettext("No difficulty is raised from a practice month: it would stay. Raise a real one on its own page.")
        )
    if once.is_first(request.user, _token(request), (report.pk, form.raised)):
        difficulties.raise_difficulty(report.unit, by=request.user, raised=form.raised, report=report)
    messages.success(request, gettext("Raised. Your reports name it until you close it."))


def after_saving(request: SignedIn, report: UnitReport) -> HttpResponse:
    """Back beside the report; to the page of the three fields where the browser showed none."""
    if TEXT in request.POST:
        return back_beside(report.pk)
    asked = f"report={report.pk}&ward={report.ward_id}&unit={report.unit_id}"
    return redirect(f"{reverse('difficulty_raise')}?{asked}")


def back_beside(report_id: int) -> HttpResponse:
    return redirect(f"{reverse('unit_report_write', args=[report_id])}#part-difficulties")
