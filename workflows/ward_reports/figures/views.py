from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from approvals.pages.forms import posted
from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.cases import rules
from workflows.cases.moves import refuse_unless_open
from workflows.figures import actions as figures_actions
from workflows.figures.origins.provenance import FigureInWords, Provenance, provenance
from workflows.figures.origins.twins import counted_twice
from workflows.models import IndicatorFigure, WardReport
from workflows.prose import drafts as prose
from workflows.ward_reports.views import head_of, visible_report

from .forms import OverrideForm


def ward_report_figures(request: SignedIn, pk: int) -> HttpResponse:
    """All figures of the report: as adjusted, as computed, and how many units each is made from."""
    report = _readable(request, pk)
    figures = prose.figures_of(report, with_sources=True)
    names = dict(report.ward.members.values_list("pk", "short_name"))
    page = {"rows": [FigureInWords(figure) for figure in figures], "doubts": counted_twice(figures, names)}
    return render(request, "workflows/ward_reports/figures.html", {**head_of(report), **page})


def ward_report_figure(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """Where one figure comes from: a panel beside the report, or a page of its own."""
    makings = _makings(request, pk, number)
    page: dict[str, Any] = {"makings": makings}
    if request.headers.get("HX-Request"):
        return render(request, "workflows/ward_reports/_figure_makings.html", page | {"panel": True})
    may_adjust = "override_figure" in rules.open_to(request.user, makings.report)
    return render(request, "workflows/ward_reports/figure.html", page | {"may_adjust": may_adjust})


@answers_once
def ward_report_figure_adjust(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """Asks for the figure to be put in place of the computed one, and why."""
    report = visible_report(request, pk)
    refuse_unless_open(report, "override_figure", by=request.user)
    figures = IndicatorFigure.objects.select_related("indicator")
    figure = get_object_or_404(figures, report=report, indicator__number=number)
    form = OverrideForm(figure, posted(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        figures_actions.override_figure(report, by=request.user, number=number, given=form.given(), reason=reason)
        messages.success(request, gettext("The figure is adjusted. Both figures are shown from now on."))
        return redirect("ward_report_figure", pk, number)
    page = {"report": report, "figure": figure, "form": form}
    return render(request, "workflows/ward_reports/figure_adjust.html", page, status=422 if form.is_bound else 200)


@require_POST
@answers_once
def ward_report_figure_restore(request: SignedIn, pk: int, number: int) -> HttpResponse:
    figures_actions.remove_override(_of_figure(request, pk, number), by=request.user, number=number)
    messages.success(request, gettext("The figure is what the units' reports give again."))
    return redirect("ward_report_figure", pk, number)


def _of_figure(request: SignedIn, pk: int, number: int) -> WardReport:
    """The report, or 404 where it is not to be seen or has no such figure."""
    report = visible_report(request, pk)
    get_object_or_404(IndicatorFigure, report=report, indicator__number=number)
    return report


def _makings(request: SignedIn, pk: int, number: int) -> Provenance:
    report = visible_report(request, pk)
    try:
        return provenance(report.pk, number, request.user)
    except IndicatorFigure.DoesNotExist as missing:
        raise Http404 from missing


def _readable(request: SignedIn, pk: int) -> WardReport:
    """The report, or 404 for whoever may not read all the units' reports behind it."""
    report = visible_report(request, pk)
    if not rules.may_read_units(request.user, report):
        raise Http404
    return report
