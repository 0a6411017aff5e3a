"""An indicator or assignment over the versions of its plan: who led it when, and what was reported on it."""

from typing import Any

from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from units import grants, rules
from units.models import Assignment, Indicator, Plan
from units.plans import versions as plans
from units.requests import SignedIn
from workflows.figures.origins.provenance import FigureInWords
from workflows.models import AssignmentEntry, IndicatorFigure
from workflows.models.states import FAILED, TAKEN_IN

MODELS: dict[str, Any] = {"indicator": Indicator, "assignment": Assignment}


@require_safe
def plan_history(request: SignedIn, pk: int, part: str, number: int) -> HttpResponse:
    """Of the row of this number in all versions of the plan; what was told for those who read the reports."""
    if part not in MODELS:
        raise Http404
    plan = get_object_or_404(Plan, pk=pk, ward__in=rules.visible_wards(request.user))
    rows = MODELS[part].objects.filter(plan__in=plans.versions_of(plan), number=number).select_related("plan", "lead")
    versions = list(rows.prefetch_related("cooperating").order_by("-plan__version"))
    if not versions:
        raise Http404
    later = plans.versions_of(plan).filter(version__gt=versions[0].plan.version)
    lines = _reported(plan, part, number) if plan.ward_id in grants.units_where(request.user, "view_reports") else []
    page = {"plan": plan, "part": part, "row": versions[0], "versions": versions, "told": lines}
    page["dropped"] = later.order_by("version").first()
    return render(request, "workflows/plans/plan_history.html", page)


def _reported(plan: Plan, part: str, number: int) -> list[tuple[str, str, str]]:
    """The period, who told it and what, newest first. One query."""
    return _figures(plan, number) if part == "indicator" else _progress(plan, number)


def _figures(plan: Plan, number: int) -> list[tuple[str, str, str]]:
    """What the ward reported for an indicator."""
    figures = IndicatorFigure.objects.exclude(report__state__in=FAILED).filter(
        indicator__plan__in=plans.versions_of(plan), indicator__number=number, report__replaced_by=None
    )
    rows = figures.select_related("indicator", "report__period").order_by("-report__period__ends")
    return [(row.report.period.words, "", FigureInWords(row.as_it_stands).value) for row in rows]


def _progress(plan: Plan, number: int) -> list[tuple[str, str, str]]:
    """What those who led an assignment reported on it."""
    entries = AssignmentEntry.objects.exclude(status="").filter(
        assignment__plan__in=plans.versions_of(plan),
        assignment__number=number,
        assignment__lead=F("report__unit"),
        report__state__in=TAKEN_IN,
    )
    rows: Any = entries.select_related("report__period", "report__unit").order_by("-report__period__ends")
    return [
        (row.report.period.words, row.report.unit.short_name, f"{row.get_status_display()}. {row.result}".rstrip(". "))
        for row in rows
    ]
