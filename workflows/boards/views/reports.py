from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from approvals.pages import tables
from approvals.pages.tables import Column
from approvals.text.vietnamese import holds
from units import grants
from units.models import Person, Unit
from units.requests import SignedIn
from workflows.boards.grid import periods_visible_to
from workflows.boards.lines import unit_reports_asked, ward_reports_asked
from workflows.cases import standing
from workflows.models import UnitReport, WardReport
from workflows.models.states import UnitState, ward_states
from workflows.pure.period_words import with_codes

REPORTS_SHOWN = 50
CHOICES_SHOWN = 200
UNITS_OF_NEWEST_FIRST = ("-period__ends", "-period_id", "unit__order", "pk")
NEWEST_FIRST = ("-period__ends", "-version", "pk")
WORDS_OF_A_REPORT = [
    "period__code",
    "period__kind__name",
    "period__title",
    "results",
    "difficulties",
    "proposals",
    "directions",
]
WORDS_OF_A_WARD = [*WORDS_OF_A_REPORT, "leadership", "assessment"]
WORDS_OF_A_UNIT = ["unit__name", "unit__short_name"]

COLUMNS = [
    Column(_("Report"), lambda row: str(row.report), 50),
    Column(_("State"), lambda row: row.report.get_state_display()),
    Column(_("Held by"), lambda row: row.holder, 30),
    Column(_("Since"), lambda row: row.report.state_since),
    Column(_("Submitted at"), lambda row: row.report.submitted_at),
]


@dataclass(frozen=True)
class ReportRow:
    """A report in the list, and who has to act next."""

    report: UnitReport | WardReport
    holder: str


def reports(request: SignedIn) -> HttpResponse:
    """All reports that the person may see: of units, or with `?of=ward` of the ward."""
    of_ward = request.GET.get("of") == "ward"
    found = _ward_reports(request.user, request.GET) if of_ward else _unit_reports(request.user, request.GET)
    named = _named_ward_reports if of_ward else _named_unit_reports
    if kind := tables.asked(request):
        rows = named(list(found.values_list("pk", flat=True)[: tables.MOST]))
        return tables.table_file(kind, "bao-cao", COLUMNS[: 4 if of_ward else None], rows)
    page = Paginator(found.values_list("pk", flat=True), REPORTS_SHOWN).get_page(request.GET.get("page"))
    periods = {period.code: period for period in periods_visible_to(request.user)[:CHOICES_SHOWN]}
    return render(
        request,
        "workflows/boards/reports.html",
        {
            "page": page,
            "rows": named(list(page)),
            "of_ward": of_ward,
            "periods": periods.values(),
            "units": [] if of_ward else _units(request.user),
            "states": _ward_states(request.user) if of_ward else UnitState.choices,
            "chosen": request.GET,
        },
    )


def _ward_states(person: Person) -> list[tuple[str, str]]:
    """In the words of a province where the person works in provinces alone."""
    roots = {office.unit.root_id for office in grants.held_by(person).offices}
    return list(ward_states(above=bool(roots) and roots <= grants.held_by(person).above).items())


def _unit_reports(person: Person, asked: QueryDict) -> QuerySet[UnitReport]:
    found: QuerySet = UnitReport.objects.visible_to(person)
    if asked.get("mine"):
        found = found.filter(pk__in=unit_reports_asked(person).values("pk"))
    if unit := _text(asked, "unit"):
        found = found.filter(unit__code=unit)
    found = _matching(found, asked, WORDS_OF_A_UNIT + WORDS_OF_A_REPORT)
    return found.order_by(*UNITS_OF_NEWEST_FIRST)


def _ward_reports(person: Person, asked: QueryDict) -> QuerySet[WardReport]:
    found: QuerySet = WardReport.objects.visible_to(person)
    if asked.get("mine"):
        found = found.filter(pk__in=ward_reports_asked(person).values("pk"))
    found = _matching(found, asked, WORDS_OF_A_WARD)
    return found.order_by(*NEWEST_FIRST)


def _named_unit_reports(keys: list[int]) -> list[ReportRow]:
    """Names are joined to the page's rows alone: with a hundred thousand reports it is the joins that cost."""
    named = standing.with_unit_standing(UnitReport.objects.filter(pk__in=keys))
    return [ReportRow(report, standing.unit_holder(report)) for report in named.order_by(*UNITS_OF_NEWEST_FIRST)]


def _named_ward_reports(keys: list[int]) -> list[ReportRow]:
    named = standing.with_ward_standing(WardReport.objects.filter(pk__in=keys))
    return [ReportRow(report, standing.ward_holder(report)) for report in named.order_by(*NEWEST_FIRST)]


def _matching(found: QuerySet, asked: QueryDict, fields: list[str]) -> QuerySet:
    """Those of the period, the state and with all the words that are asked for."""
    if period := _text(asked, "period"):
        found = found.filter(period__code=period)
    if state := _text(asked, "state"):
        found = found.filter(state=state)
    for word in with_codes(_text(asked, "q")).split():
        found = found.filter(reduce(or_, (holds(field, word) for field in fields)))
    return found


def _text(asked: QueryDict, name: str) -> str:
    """What was asked for; PostgreSQL refuses NUL."""
    return str(asked.get(name, "")).replace("\x00", "").strip()


def _units(person: Person) -> QuerySet[Unit]:
    readable = grants.units_where(person, "view_reports")
    seen = Unit.objects.filter(Q(pk__in=readable) | Q(ward__in=readable), reports=True)
    return seen.order_by("order", "code")[:CHOICES_SHOWN]
