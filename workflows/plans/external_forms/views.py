from io import BytesIO
from typing import TypeVar

from django.db.models import Count
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals.errors import NotPossible
from approvals.models import Document
from approvals.register import actions as register
from units import grants, rules
from units.mappings import versions as mappings
from units.models import IndicatorMapping
from units.plans import versions as plans
from units.requests import SignedIn
from workflows.models import WardReport

from . import filled as values
from .workbook import render_form

Row = TypeVar("Row", IndicatorMapping, WardReport)


@require_safe
def external_forms(request: SignedIn) -> HttpResponse:
    """The forms that others ask the ward for, of the newest mapping or of `?version=`."""
    versions = _versions(request)
    chosen = _chosen(versions, request.GET.get("version", ""))
    context = {
        "versions": versions,
        "mapping": chosen,
        "before": _before(versions, chosen),
        "forms": mappings.visible_forms(request.user).filter(mapping=chosen).annotate(size=Count("lines")),
        "may_import": bool(rules.mapped_wards(request.user)),
    }
    return render(request, "workflows/plans/external_forms.html", context)


@require_safe
def mapping_differences(request: SignedIn, pk: int) -> HttpResponse:
    """What a version of the mapping changed against the one before it."""
    versions = _versions(request)
    new = _chosen(versions, str(pk))
    old = _before(versions, new)
    if new is None or old is None:
        raise Http404
    rows = list(plans.differing(mappings.described(old), mappings.described(new)))
    return render(request, "workflows/plans/mapping_differences.html", {"old": old, "new": new, "rows": rows})


@require_safe
def external_form(request: SignedIn, pk: int) -> HttpResponse:
    """A form with its lines as the newest approved report fills them, or that of `?report=`."""
    form = get_object_or_404(mappings.visible_forms(request.user), pk=pk)
    reports = values.reports_for(form)
    report = _chosen(reports, request.GET.get("report", ""))
    lines = values.filled(form, report)
    context = {"form": form, "reports": reports, "report": report, "lines": lines}
    context["spared"] = values.spared(lines, reports) if reports else 0
    context["reads"] = form.mapping.ward_id in grants.units_where(request.user, "view_reports")
    return render(request, "workflows/plans/external_form.html", context)


@require_safe
def external_form_workbook(request: SignedIn, pk: int) -> FileResponse:
    """The form as an Excel workbook, from the same figures as its page."""
    form = get_object_or_404(mappings.visible_forms(request.user), pk=pk)
    report = _chosen(values.reports_for(form), request.GET.get("report", ""))
    if report is None:
        raise NotPossible(_("No report under this plan is approved yet. The form is filled from approved figures."))
    document = register.document_of(report)
    number = document.code if document and document.state == Document.State.ISSUED else ""
    content = render_form(form, values.filled(form, report), report, number=number)
    name = get_valid_filename(f"{form.code}-{report.period.code}.xlsx")
    return FileResponse(BytesIO(content), as_attachment=True, filename=name)


def _versions(request: SignedIn) -> list[IndicatorMapping]:
    """Newest first. Raises Http404 for whoever reads the reports of no ward and whose unit owns no form."""
    found = list(mappings.visible_mappings(request.user))
    if not found and not rules.read_wards(request.user):
        raise Http404
    return found


def _chosen(rows: list[Row], pk: str) -> Row | None:
    """The one with this id, else the first, if any. Raises Http404 for an id that is not among them."""
    if not pk:
        return next(iter(rows), None)
    chosen = next((row for row in rows if str(row.pk) == pk), None)
    if chosen is None:
        raise Http404
    return chosen


def _before(versions: list[IndicatorMapping], chosen: IndicatorMapping | None) -> IndicatorMapping | None:
    """The version that `chosen` replaced."""
    if chosen is None:
        return None
    return next((row for row in versions if (row.ward_id, row.version) == (chosen.ward_id, chosen.version - 1)), None)
