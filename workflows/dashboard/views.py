"""Tình hình: the course of a ward's year, its charts as files, and the weekly mail."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from units import grants, rules
from units.requests import SignedIn
from workflows.models import DashboardMail
from workflows.pure.charts.drawing import framed

from . import actions, files
from .asked import Asked, asked_in, wards_of
from .board import TITLES, board_of, drawn_holders
from .holders import held_now

WHOLE = "all"


@require_safe
def dashboard(request: SignedIn) -> HttpResponse:
    """Of `?ward=` and `?year=`; of one `unit`, `light` and `kind` of report, by their codes."""
    wards = wards_of(request.user)
    if not wards:
        return render(request, "workflows/dashboard/dashboard.html", {"board": None})
    board = board_of(asked_in(request.GET, wards), request.user)
    page = {
        "board": board,
        "charts": board.charts,
        "wards": wards if len(wards) > 1 else [],
        "may_have_weekly": actions.may_have(request.user, board.asked.ward.pk),
    }
    return render(request, "workflows/dashboard/dashboard.html", page)


@require_safe
def dashboard_holders(request: SignedIn) -> HttpResponse:
    """Who holds what now: a page of its own, and the part of the first page that is read after it."""
    asked = _asked(request)
    holders = held_now(asked, request.user)
    page = {"asked": asked, "holders": holders, "chart": mark_safe(framed(*drawn_holders(holders)))}
    name = "_holders" if request.headers.get("HX-Request") else "holders"
    return render(request, f"workflows/dashboard/{name}.html", page)


@require_safe
def dashboard_file(request: SignedIn, name: str, form: str) -> HttpResponse:
    """One chart as SVG, PNG or PDF; the whole as PDF."""
    asked = _asked(request)
    if form not in files.TYPES or name not in (WHOLE, *TITLES) or (name == WHOLE and form != "pdf"):
        raise Http404
    whole = name == WHOLE
    made = files.paper(asked, request.user) if whole else files.chart_file(name, form, asked, request.user)
    saved = {
        "Content-Disposition": f'{"inline" if form == "pdf" else "attachment"}; filename="tinh-hinh-{name}.{form}"'
    }
    return HttpResponse(made, content_type=files.TYPES[form], headers=saved)


@require_http_methods(["GET", "HEAD", "POST"])
def dashboard_weekly(request: SignedIn) -> HttpResponse:
    """Which wards the reader gets by mail each week; begins or ends it for one."""
    if request.method == "POST":
        pk = request.POST.get("ward", "")
        wards = rules.visible_wards(request.user)
        ward = get_object_or_404(wards, pk=pk if pk.isdecimal() and len(pk) < 19 else 0)
        wanted = request.POST.get("wanted") == "1"
        actions.choose_weekly(ward, by=request.user, wanted=wanted)
        messages.success(request, _("You get it each Monday morning.") if wanted else _("The weekly mail has ended."))
        return redirect("dashboard_weekly")
    chosen = set(DashboardMail.objects.filter(person=request.user).values_list("ward", flat=True))
    readable = {*grants.units_where(request.user, "view_reports"), *chosen}
    rows = [(ward, ward.pk in chosen) for ward in wards_of(request.user) if ward.pk in readable]
    return render(request, "workflows/dashboard/weekly.html", {"rows": rows})


def _asked(request: SignedIn) -> Asked:
    return asked_in(request.GET, wards_of(request.user))
