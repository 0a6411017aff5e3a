"""The panel of one indicator or assignment: beside the page with a script, without one a page of its own."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from units.requests import SignedIn
from workflows.cases.pages import visible_unit_report
from workflows.models import UnitReport
from workflows.unit_reports import course
from workflows.unit_reports.course import EntryHistory
from workflows.unit_reports.evidence.views import shown_evidence
from workflows.unit_reports.parts import part_of


def indicator_panel(request: SignedIn, pk: int, entry: int) -> HttpResponse:
    report = visible_unit_report(request, pk)
    return _panel(request, report, course.of_indicator(report, entry))


def assignment_panel(request: SignedIn, pk: int, entry: int) -> HttpResponse:
    report = visible_unit_report(request, pk)
    return _panel(request, report, course.of_assignment(report, entry))


def _panel(request: SignedIn, report: UnitReport, found: EntryHistory | None) -> HttpResponse:
    """A panel beside the page has no frame, and so costs no query for one."""
    if found is None:
        raise Http404
    page = {"course": found} | shown_evidence(request, report, part_of(found.row))
    if request.headers.get("HX-Request"):
        return HttpResponse(render_to_string("workflows/unit_reports/_panel.html", page | {"beside": True}))
    return render(request, "workflows/unit_reports/panel.html", page)
