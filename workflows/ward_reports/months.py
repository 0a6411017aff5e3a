from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from units.requests import SignedIn
from workflows.cases import rules
from workflows.cases.pages import visible_unit_report
from workflows.figures import annual
from workflows.unit_reports.views import head_of as head_of_unit

from .views import head_of, visible_report


def ward_report_months(request: SignedIn, pk: int) -> HttpResponse:
    """The yearly report beside the year's months: those missing, the units that some of them lack, and every unit's
    figure that disagrees.
    """
    report = visible_report(request, pk)
    if not report.period.adds_months or not rules.may_read_units(request.user, report):
        raise Http404
    months = annual.months_of(report.period)
    found = [*annual.ward_disagreements(report, months), *annual.disagreements(report.period, months)]
    page = {
        **head_of(report),
        "months": months,
        "gaps": annual.gaps(report.period),
        "disagreements": found,
        "back_url": reverse("ward_report", args=[pk]),
    }
    return render(request, "workflows/ward_reports/report_months.html", page)


def unit_report_months(request: SignedIn, pk: int) -> HttpResponse:
    """A unit's yearly report beside its own months."""
    report = visible_unit_report(request, pk)
    if not report.period.adds_months:
        raise Http404
    months = annual.months_of(report.period)
    found = annual.disagreements(report.period, months, report)
    page = {
        **head_of_unit(report),
        "months": months,
        "gaps": annual.gaps(report.period, report),
        "disagreements": found,
        "back_url": reverse("unit_report", args=[pk]),
    }
    return render(request, "workflows/ward_reports/report_months.html", page)
