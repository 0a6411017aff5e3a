"""Xuất số liệu: the entries of a year in long form, for other systems and for BI tools."""

from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals.errors import NotPossible
from units.requests import SignedIn
from units.rules import visible_wards
from workflows.models import ReportKind

from . import lines, writing
from .forms import ExportForm

MOST = 50_000  # rows of a file that a page writes as a whole; a year of one ward has some thousands


@require_safe
def exports(request: SignedIn) -> HttpResponse:
    """What is asked for, and the three files of it."""
    form = _form(request, request.GET if "year" in request.GET else None)
    valid = form.is_bound and form.is_valid()
    page: dict[str, Any] = {"form": form, "asked": request.GET.urlencode() if valid else "", "kinds": writing.TYPES}
    if valid:
        page["count"] = lines.visible(request.user, **form.cleaned_data).count()
    return render(request, "workflows/exports/exports.html", page, status=422 if form.is_bound and not valid else 200)


@require_safe
def exports_file(request: SignedIn, form: str) -> FileResponse | StreamingHttpResponse:
    """The file itself. CSV is sent as it is read, however long it is."""
    if form not in writing.WRITERS:
        raise Http404
    asked = _form(request, request.GET)
    if not asked.is_valid():
        raise NotPossible(_("Choose a year, and a ward and kind of report of the list."))
    found = lines.visible(request.user, **asked.cleaned_data)
    name = f"so-lieu-{asked.cleaned_data['year']}.{form}"
    attached = {"Content-Disposition": f'attachment; filename="{name}"'}
    if form == "csv":
        return StreamingHttpResponse(
            writing.csv_lines(lines.lines(found)), content_type=writing.TYPES[form], headers=attached
        )
    if found.count() > MOST:
        values = {"most": MOST}
        raise NotPossible(
            _("A file of more than %(most)d rows is not made on a page: choose one ward, or take CSV.") % values
        )
    file = TemporaryFile()  # noqa: SIM115 (the answer closes it)
    writing.WRITERS[form](file, lines.lines(found))
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=writing.TYPES[form])


def _form(request: SignedIn, data: Any) -> ExportForm:
    wards = list(visible_wards(request.user).order_by("order", "code").values_list("code", "name"))
    kinds = ReportKind.objects.of_reports().filter(ward__code__in=[code for code, _name in wards], practice=False)
    named = dict(kinds.order_by("pk").values_list("code", "name"))
    return ExportForm(data, wards=wards, kinds=list(named.items()))
