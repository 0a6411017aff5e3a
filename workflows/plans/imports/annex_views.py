"""A plan taken from its annex: dropped or pasted, columns confirmed, rows mended, then imported as a workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units import grants
from units.models import Indicator, Plan, Unit
from units.requests import SignedIn
from units.tree.wards import AskedWard, ward_asked, ward_choice
from units.workbook import Fault, FaultyPlan, UnreadableWorkbook
from units.workbook.plan import layouts
from units.workbook.plan.writer import write_plan
from workflows.cases.inputs import uploads
from workflows.models import ReportKind
from workflows.pure.annexes import Annex, UnitName, UnitNames, UnreadableAnnex, read_annex, tables_of, to_keep

from .annex_forms import AnnexForm, FrontForm, front_of
from .annex_rows import filled, mended, put_faults, put_on_front
from .views import check_page, ward_and_units

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIELDS = {
    "": gettext_lazy("left out"),
    "number": gettext_lazy("running number"),
    "text": gettext_lazy("indicator or assignment"),
    "group": gettext_lazy("group"),
    "measure": gettext_lazy("unit of measure"),
    "goal": gettext_lazy("goal of the year"),
    "comparison": gettext_lazy("sign of comparison"),
    "due": gettext_lazy("due"),
    "lead": gettext_lazy("leads"),
    "cooperating": gettext_lazy("cooperate"),
    "product": gettext_lazy("product"),
    "authority": gettext_lazy("authority"),
}
ANSWERS = {"yes": True, "no": False}
AGAIN = "again"  # sent where somebody comes back from the check to the rows as they typed them


@dataclass(frozen=True)
class AnnexSource:
    """The ward, its units in use and its last plan, as the annex is read with them."""

    asked: AskedWard
    ward: Unit
    units: list[Unit]
    latest: Plan | None

    @property
    def names(self) -> UnitNames:
        known = (UnitName(unit.code, unit.name, unit.short_name) for unit in self.units)
        return UnitNames(known, self.ward.short_name)

    def indicators(self) -> Mapping[str, Indicator]:
        return {row.name: row for row in self.latest.indicators.all()} if self.latest else {}


def plan_annex(request: SignedIn) -> HttpResponse:
    """Drop or paste the annex of a plan. Nothing is written: it is kept for a day, to be read on the next page."""
    wards = grants.units_where(request.user, "administer")
    asked = ward_asked(request, wards)
    if asked is None:
        return ward_choice(request, wards, title=_("Paste the annex"), back=reverse("plan_import"))
    form = AnnexForm(request.POST, request.FILES) if request.method == "POST" else AnnexForm()
    if form.is_valid():
        source, content = _source(asked), form.content()
        try:
            tables = tables_of(content)
            read_annex(tables, source.names)
        except UnreadableAnnex as error:
            form.add_error(None, str(error))
        else:
            page = reverse("plan_annex_rows", args=[uploads.keep(source.ward, to_keep(content, tables))])
            return redirect(f"{page}{asked.query}")
    context = {"asked": asked, "form": form}
    return render(request, "workflows/plans/annex.html", context, status=422 if form.errors else 200)


def plan_annex_rows(request: SignedIn, sha256: str) -> HttpResponse:
    """The rows of the annex beside their source, those in doubt first, to be mended; then the check of the import.

    `?c0-3=lead` corrects what column 3 of table 0 is, `?before=no` that a day after "trước" counts no more.
    """
    asked = ward_asked(request, grants.units_where(request.user, "administer"))
    if asked is None:
        raise Http404
    source = _source(asked)
    annex = _annex(request, source, uploads.take(source.ward, sha256).read())
    units = {unit.code: unit for unit in source.units}
    typed = request.POST if request.method == "POST" else None
    again = typed is not None and AGAIN in typed
    rows = mended(annex.rows, units, source.indicators(), typed)
    known = front_of(source.latest, _kinds(source.ward), source.ward, source.units, annex.year)
    front = FrontForm(typed, initial=known)
    faults: list[Fault] = []
    if typed is not None and not again and front.is_valid():
        content = filled(rows, source.units, source.ward, front.cleaned_data)
        year = front.cleaned_data["year"].strip()
        workbook = write_plan(content, year=next((each for each in layouts.YEARS if str(each) == year), None))
        if "download" in typed:
            return as_file(workbook)
        try:
            return check_page(request, asked, (source.ward, source.units), workbook, rows_typed=typed)
        except (FaultyPlan, UnreadableWorkbook) as error:
            faults = put_on_front(front, put_faults(rows, error.faults))
    context = {
        "asked": asked,
        "address": request.get_full_path(),
        "annex": annex,
        "mappings": _mappings(annex),
        "before": request.GET.get("before", "yes"),
        "front": front,
        "rows": sorted(rows, key=lambda each: (not each.faults, not each.doubts)),
        "faults": faults,
        "faulty": [each for each in rows if each.faults],
        "refused": typed is not None and not again,
        "units": source.units,
        "doubted": sum(bool(each.doubts) for each in rows),
        "words": {"direction": layouts.DIRECTIONS, "aggregation": layouts.AGGREGATIONS},
    }
    return render(request, "workflows/plans/annex_rows.html", context, status=422 if context["refused"] else 200)


def _source(asked: AskedWard) -> AnnexSource:
    ward, units = ward_and_units(asked)
    latest = (
        Plan.objects.filter(ward=ward).select_related("coordinating_unit").order_by("-year", "-imported_at").first()
    )
    return AnnexSource(asked, ward, units, latest)


def _kinds(ward: Unit) -> dict[str, ReportKind]:
    return {kind.frequency: kind for kind in ReportKind.objects.filter(ward=ward).order_by("-pk")}


def _annex(request: SignedIn, source: AnnexSource, content: bytes) -> Annex:
    """The annex with the columns and the answer that the address tells, as it was found where those leave no rows.

    Raises Http404 for what is no annex.
    """
    names = source.names
    try:
        tables = tables_of(content)
        annex = read_annex(tables, names)
    except UnreadableAnnex as error:
        raise Http404 from error
    chosen, before = _chosen(request, annex), ANSWERS.get(request.GET.get("before", ""))
    if not chosen and before is None:
        return annex
    try:
        return read_annex(tables, names, chosen=chosen, before_counts=before)
    except UnreadableAnnex as error:
        return replace(annex, notes=(str(error), *annex.notes))


def _chosen(request: SignedIn, annex: Annex) -> dict[str, dict[int, str]]:
    """Of each table whose columns were corrected, what they are."""
    found = {}
    for place, mapping in enumerate(annex.mappings):
        fields = {column: request.GET.get(f"c{place}-{column}", field) for column, _title, field in mapping.columns}
        if fields != {column: field for column, _title, field in mapping.columns}:
            found[mapping.table] = {column: field for column, field in fields.items() if field in FIELDS}
    return found


def _mappings(annex: Annex) -> list[dict[str, Any]]:
    """Per table its columns: (name of the choice, heading, field)."""
    return [
        {
            "table": mapping.table,
            "columns": [(f"c{place}-{column}", title, field) for column, title, field in mapping.columns],
            "fields": FIELDS,
        }
        for place, mapping in enumerate(annex.mappings)
    ]


def as_file(workbook: bytes) -> HttpResponse:
    answer = HttpResponse(workbook, content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="ke-hoach.xlsx"'
    return answer
