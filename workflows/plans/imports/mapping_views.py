from io import BytesIO
from typing import BinaryIO

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals.pages.once import answers_once
from units import rules
from units.mappings import actions
from units.mappings import versions as mappings
from units.models import Unit
from units.requests import SignedIn
from units.tree.wards import AskedWard, ward_asked, ward_choice
from units.workbook import Fault, FaultyMapping, MappingContent, UnreadableWorkbook, read_mapping
from workflows.cases.inputs import uploads

from .mapping_forms import MappingForm


def mapping_import(request: SignedIn) -> HttpResponse:
    """Upload the workbook of the forms and see what it would change. Nothing is written before it is confirmed."""
    wards = rules.mapped_wards(request.user)
    asked = ward_asked(request, wards)
    if asked is None:
        return ward_choice(request, wards, title=_("Import forms"), back=reverse("external_forms"))
    ward = _ward(asked)
    form = MappingForm(request.POST, request.FILES) if request.method == "POST" else MappingForm()
    if not form.is_valid():
        return _page(request, asked, form=form, status=422 if form.is_bound else 200)
    uploaded = form.cleaned_data["workbook"].read()
    try:
        content = _read(BytesIO(uploaded), ward)
    except (FaultyMapping, UnreadableWorkbook) as error:
        return _page(request, asked, form=form, faults=error.faults, status=422)
    latest = mappings.latest(ward)
    context = {
        "asked": asked,
        "ward": ward,
        "content": content,
        "latest": latest,
        "unchanged": latest is not None and latest.content_digest == content.digest(),
        "rows": mappings.compare(content, latest),
        "sha256": uploads.keep(ward, uploaded),
    }
    return render(request, "workflows/plans/mapping_import_check.html", context)


@require_POST
@answers_once
def mapping_import_confirm(request: SignedIn, sha256: str) -> HttpResponse:
    """Import the workbook that was shown. It is read anew: the ward's plan may have changed since."""
    asked = ward_asked(request, rules.mapped_wards(request.user))
    if asked is None:
        raise Http404
    ward = _ward(asked)
    try:
        content = _read(uploads.take(ward, sha256), ward)
    except (FaultyMapping, UnreadableWorkbook) as error:
        return _page(request, asked, form=MappingForm(), faults=error.faults, status=422)
    result = actions.import_mapping(content, by=request.user, ward=ward)
    uploads.drop(ward, sha256)
    words = {"version": result.mapping.version}
    if result.created:
        messages.success(request, _("The forms are imported as version %(version)d.") % words)
    else:
        messages.success(request, _("The forms are unchanged: version %(version)d stays.") % words)
    return redirect("external_forms")


def _ward(asked: AskedWard) -> Unit:
    """The ward whose indicators the person maps. Raises Http404 where it is retired."""
    return get_object_or_404(Unit, pk=asked.pk, retired_at=None)


def _read(file: BinaryIO, ward: Unit) -> MappingContent:
    return read_mapping(file, plans=mappings.measures_of(ward))


def _page(
    request: SignedIn, asked: AskedWard, *, form: MappingForm, faults: tuple[Fault, ...] = (), status: int
) -> HttpResponse:
    context = {"asked": asked, "form": form, "faults": faults}
    return render(request, "workflows/plans/mapping_import.html", context, status=status)
