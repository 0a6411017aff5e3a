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
from workflows.figures import fields
from workflows.figures.fields import FieldInWords, FieldProvenance, fields_in_words
from workflows.figures.origins.levels import told_otherwise_of
from workflows.figures.origins.provenance import FigureInWords, Provenance, provenance
from workflows.figures.origins.twins import counted_twice
from workflows.models import FieldFigure, FieldType, IndicatorFigure, WardReport
from workflows.prose import drafts as prose
from workflows.ward_reports.views import head_of, visible_report

from .forms import FieldOverrideForm, OverrideForm
from .keys import FigureKey


def ward_report_figures(request: SignedIn, pk: int) -> HttpResponse:
    """All figures of the report: as adjusted, as computed, and how many units each is made from."""
    report = _readable(request, pk)
    figures = prose.figures_of(report, with_sources=True, levels=True)
    names = dict(report.ward.members.values_list("pk", "short_name"))
    page = {
        "rows": [FigureInWords(figure) for figure in figures],
        "doubts": counted_twice(figures, names),
        "levels": list(told_otherwise_of(figures)),
        "fields": fields_in_words(report, names),
    }
    return render(request, "workflows/ward_reports/figures.html", {**head_of(report), **page})


def ward_report_figure(request: SignedIn, pk: int, number: FigureKey) -> HttpResponse:
    """Where one figure comes from: a panel beside the report, or a page of its own."""
    makings = _makings(request, pk, number)
    page: dict[str, Any] = {"makings": makings}
    if request.headers.get("HX-Request"):
        return render(request, "workflows/ward_reports/_figure_makings.html", page | {"panel": True})
    may_adjust = makings.is_adjustable and "override_figure" in rules.open_to(request.user, makings.report)
    return render(request, "workflows/ward_reports/figure.html", page | {"may_adjust": may_adjust})


@answers_once
def ward_report_figure_adjust(request: SignedIn, pk: int, number: FigureKey) -> HttpResponse:
    """Asks for the figure to be put in place of the computed one, and why."""
    report = visible_report(request, pk)
    refuse_unless_open(report, "override_figure", by=request.user)
    figure, form = _asked(request, report, number)
    if form.is_valid():
        override = figures_actions.override_field if number.is_field else figures_actions.override_figure
        reason = form.cleaned_data["reason"]
        override(report, by=request.user, number=number.number, given=form.given(), reason=reason)
        messages.success(request, gettext("The figure is adjusted. Both figures are shown from now on."))
        return redirect("ward_report_figure", pk, number)
    page = {"report": report, "figure": figure, "form": form}
    return render(request, "workflows/ward_reports/figure_adjust.html", page, status=422 if form.is_bound else 200)


@require_POST
@answers_once
def ward_report_figure_restore(request: SignedIn, pk: int, number: FigureKey) -> HttpResponse:
    report = visible_report(request, pk)
    _figure_of(report, number)
    remove = figures_actions.remove_field_override if number.is_field else figures_actions.remove_override
    remove(report, by=request.user, number=number.number)
    messages.success(request, gettext("The figure is what the units' reports give again."))
    return redirect("ward_report_figure", pk, number)


def _figure_of(report: WardReport, key: FigureKey) -> FigureInWords | FieldInWords:
    """Of an indicator, or of a field that can be adjusted; 404 where the report has no such figure."""
    if key.is_field:
        fields = FieldFigure.objects.select_related("field__section").exclude(field__type=FieldType.FILE)
        return FieldInWords(get_object_or_404(fields, report=report, field__number=key.number))
    figures = IndicatorFigure.objects.select_related("indicator")
    return FigureInWords(get_object_or_404(figures, report=report, indicator__number=key.number))


def _asked(request: SignedIn, report: WardReport, key: FigureKey) -> tuple[Any, Any]:
    """The figure, and the form for what takes its place."""
    found = _figure_of(report, key)
    form: Any = FieldOverrideForm if key.is_field else OverrideForm
    return found, form(found.figure, posted(request))


def _makings(request: SignedIn, pk: int, key: FigureKey) -> Provenance | FieldProvenance:
    report = visible_report(request, pk)
    try:
        if key.is_field:
            return fields.provenance(report, key.number, request.user)
        return provenance(report.pk, key.number, request.user)
    except (IndicatorFigure.DoesNotExist, FieldFigure.DoesNotExist) as missing:
        raise Http404 from missing


def _readable(request: SignedIn, pk: int) -> WardReport:
    """The report, or 404 for whoever may not read all the units' reports behind it."""
    report = visible_report(request, pk)
    if not rules.may_read_units(request.user, report):
        raise Http404
    return report
