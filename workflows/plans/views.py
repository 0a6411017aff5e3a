from itertools import groupby

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from approvals.pages import tables
from approvals.pages.tables import Column
from units import grants, rules
from units.models import Indicator, Plan, Unit
from units.plans import versions as plans
from units.requests import SignedIn
from workflows.cases.links.reading import linked_with
from workflows.figures.plan_progress import progress
from workflows.pure.aggregation import format_number

from .imports.annex_views import as_file
from .own_workbook import workbook_of

COLUMNS = [
    Column(_("Sort"), lambda row: row._meta.verbose_name, 14),
    Column(_("Number"), lambda row: row.number, 10),
    Column(_("Content"), lambda row: row.name, 70),
    Column(_("Measure"), lambda row: row.measure if isinstance(row, Indicator) else "", 16),
    Column(_("Goal"), lambda row: format_number(row.goal) if isinstance(row, Indicator) else "", 14),
    Column(_("Lead"), lambda row: row.lead.short_name, 24),
]


@require_safe
def plan(request: SignedIn) -> HttpResponse:
    """A plan: its indicators with the year so far, its assignments by group; of one unit alone with `?unit=`."""
    versions = list(_visible(request).select_related("ward", "coordinating_unit"))
    rights = grants.rights_of(request.user)
    context = {"may_import": bool(rights["administer"]), "versions": versions}
    if not versions:
        return render(request, "workflows/plans/plan_none.html", context)
    chosen = _chosen(versions, request.GET.get("version", ""))
    indicators, assignments = plans.plan_parts(chosen)
    units = _units([*indicators, *assignments])
    unit = next((unit for unit in units if unit.code == request.GET.get("unit")), None)
    if kind := tables.asked(request):
        rows = [part.row for part in [*indicators, *assignments] if part.has(unit)]
        return tables.table_file(kind, "ke-hoach", COLUMNS, rows)
    context |= {
        "plan": chosen,
        "units": units,
        "unit": unit,
        "progress": progress(chosen, [part.row for part in indicators if part.has(unit)], request.user),
        "may_correct": chosen.ward_id in {*rights["administer"], *rights["review_reports"]},
        "sees_forms": chosen.ward_id in rights["view_reports"],
        "may_move": chosen.ward_id in rights["review_reports"] and _is_newest(chosen, versions),
        "may_amend": chosen.ward_id in rights["administer"] and _is_newest(chosen, versions),
        "groups": _by_group([part for part in assignments if part.has(unit)]),
        "links": linked_with({"plan": [chosen.pk], "assignment": [part.row.pk for part in assignments]}, request.user),
        "before": next((row for row in versions if _is_before(row, chosen)), None),
    }
    return render(request, "workflows/plans/plan.html", context)


@require_safe
def plan_differences(request: SignedIn) -> HttpResponse:
    """What a version of the plan changed: `?old=` and `?new=` are ids of two versions of one number."""
    ids = [request.GET.get(name, "") for name in ("old", "new")]
    if not all(pk.isdecimal() and len(pk) < 19 for pk in ids):
        raise Http404
    found = {str(row.pk): row for row in plans.with_rows(_visible(request).filter(pk__in=ids))}
    if set(ids) != set(found) or len({(row.ward_id, row.number) for row in found.values()}) > 1:
        raise Http404
    old, new = (found[pk] for pk in ids)
    rows = list(plans.differing(plans.described(old), plans.described(new)))
    return render(request, "workflows/plans/plan_differences.html", {"old": old, "new": new, "rows": rows})


@require_safe
def plan_workbook(request: SignedIn, pk: int) -> HttpResponse:
    """A version of the plan as our own workbook, to be changed and imported again."""
    return as_file(workbook_of(get_object_or_404(_visible(request).select_related("ward", "coordinating_unit"), pk=pk)))


def _visible(request: SignedIn) -> "QuerySet[Plan]":
    return Plan.objects.filter(ward__in=rules.visible_wards(request.user)).order_by("-year", "-imported_at", "-version")


def _chosen(versions: list[Plan], pk: str) -> Plan:
    """The version with this id, else the newest. Raises Http404 for an id that is not among them."""
    if not pk:
        return versions[0]
    chosen = next((row for row in versions if str(row.pk) == pk), None)
    if chosen is None:
        raise Http404
    return chosen


def _is_newest(chosen: Plan, versions: list[Plan]) -> bool:
    """Of its number and year."""
    same = (row for row in versions if (row.ward_id, row.number) == (chosen.ward_id, chosen.number))
    return max(same, key=lambda row: row.version) == chosen


def _is_before(row: Plan, chosen: Plan) -> bool:
    return (row.ward_id, row.number, row.version) == (chosen.ward_id, chosen.number, chosen.version - 1)


def _units(parts: list[plans.PlanPart]) -> list[Unit]:
    """The units that the plan gives a part to, in the ward's order."""
    named = {unit.pk: unit for part in parts for unit in (part.row.lead, *part.helpers)}
    return sorted(named.values(), key=lambda unit: (unit.order, unit.code))


def _by_group(assignments: list[plans.PlanPart]) -> list[dict[str, object]]:
    in_order = sorted(assignments, key=lambda part: (part.row.group.order, part.row.number))
    return [
        {"group": group, "assignments": list(parts)} for group, parts in groupby(in_order, lambda part: part.row.group)
    ]
