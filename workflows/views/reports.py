from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from units import grants
from units.models import Person, Unit
from workflows import standing
from workflows.desk import unit_reports_asked, ward_reports_asked
from workflows.grid import periods_visible_to
from workflows.models import UnitReport, WardReport
from workflows.states import UnitState, WardState

REPORTS_SHOWN = 50
CHOICES_SHOWN = 200
WORDS_OF_A_REPORT = ["period__code", "results", "difficulties", "proposals", "directions"]
WORDS_OF_A_UNIT = ["unit__name", "unit__short_name"]


def reports(request: HttpRequest) -> HttpResponse:
    """All reports that the person may see: of units, or with `?of=ward` of the ward."""
    of_ward = request.GET.get("of") == "ward"
    rows = _ward_reports(request.user, request.GET) if of_ward else _unit_reports(request.user, request.GET)
    page = Paginator(rows, REPORTS_SHOWN).get_page(request.GET.get("page"))
    for report in page:
        report.holder = standing.ward_holder(report) if of_ward else standing.unit_holder(report)
    codes = {period.code: period for period in periods_visible_to(request.user)[:CHOICES_SHOWN]}
    return render(
        request,
        "workflows/reports.html",
        {
            "page": page,
            "of_ward": of_ward,
            "periods": codes.values(),
            "units": [] if of_ward else _units(request.user),
            "states": (WardState if of_ward else UnitState).choices,
            "chosen": request.GET,
        },
    )


def _unit_reports(person: Person, asked: QueryDict) -> QuerySet[UnitReport]:
    found = UnitReport.objects.visible_to(person)
    if asked.get("mine"):
        found = found.filter(pk__in=unit_reports_asked(person).values("pk"))
    if asked.get("unit"):
        found = found.filter(unit__code=_clean(asked["unit"]))
    found = _matching(found, asked, WORDS_OF_A_UNIT + WORDS_OF_A_REPORT)
    return standing.with_unit_standing(found).order_by("-period__ends", "-period_id", "unit__order", "pk")


def _ward_reports(person: Person, asked: QueryDict) -> QuerySet[WardReport]:
    found = WardReport.objects.visible_to(person)
    if asked.get("mine"):
        found = found.filter(pk__in=ward_reports_asked(person).values("pk"))
    found = _matching(found, asked, WORDS_OF_A_REPORT)
    return standing.with_ward_standing(found).order_by("-period__ends", "-version", "pk")


def _matching(found: QuerySet, asked: QueryDict, fields: list[str]) -> QuerySet:
    """Those of the period, the state and with the text that are asked for."""
    if asked.get("period"):
        found = found.filter(period__code=_clean(asked["period"]))
    if asked.get("state"):
        found = found.filter(state=_clean(asked["state"]))
    text = _clean(asked.get("q", ""))
    if text:
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__icontains": text})
        found = found.filter(anywhere)
    return found


def _clean(text: str) -> str:
    """PostgreSQL refuses NUL."""
    return text.replace("\x00", "").strip()


def _units(person: Person) -> QuerySet[Unit]:
    readable = grants.units_where(person, "view_reports")
    seen = Unit.objects.filter(Q(pk__in=readable) | Q(ward__in=readable), reports=True)
    return seen.order_by("order", "code")[:CHOICES_SHOWN]
