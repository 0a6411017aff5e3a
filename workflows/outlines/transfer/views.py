from io import BytesIO

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.cases.inputs import uploads
from workflows.cases.inputs.json_files import MAX_BYTES, FaultyFile
from workflows.models import ReportKind
from workflows.outlines import actions as outlines
from workflows.outlines.forms import SeenForm
from workflows.outlines.shapes import Shape, differences, shape_of
from workflows.outlines.views import number_in, own_kind, seen_of, visible_kind

from . import files
from .actions import completed, import_outline
from .forms import OutlineFileForm


@require_safe
def outline_file(request: SignedIn, pk: int) -> FileResponse:
    """The kind's newest outline as JSON."""
    kind = visible_kind(request, pk)
    name = get_valid_filename(f"{kind.ward.code}-{kind.code}-{outlines.current(kind).number}-outline.json")
    content = BytesIO(files.written(kind).encode())
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/json")


def outline_import(request: SignedIn, pk: int) -> HttpResponse:
    """Upload an outline's file and see what it would change. Nothing is written before it is confirmed."""
    kind = own_kind(request, pk)
    if request.method != "POST":
        return _page(request, kind, OutlineFileForm())
    form = OutlineFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, kind, form)
    content = form.cleaned_data["file"].read(MAX_BYTES + 1)
    try:
        shape = files.read(content)
    except FaultyFile as faulty:
        form.add_error("file", ValidationError(faulty.faults))
        return _page(request, kind, form)
    return _check(request, kind, shape, uploads.keep(kind.ward, content))


@require_POST
@answers_once
def outline_import_confirm(request: SignedIn, pk: int, sha256: str) -> HttpResponse:
    """Import the file that was shown."""
    kind = own_kind(request, pk)
    shape = files.read(uploads.take(kind.ward, sha256).read())
    import_outline(kind, shape, by=request.user, seen=number_in(request.POST.get("seen")))
    uploads.drop(kind.ward, sha256)
    messages.success(request, _("The outline is imported. It counts for what is opened or drafted from now on."))
    return redirect("outline", pk)


def _check(request: SignedIn, kind: ReportKind, shape: Shape, sha256: str) -> HttpResponse:
    """What the file would change, in sentences."""
    context = {
        "kind": kind,
        "changes": differences(shape_of(outlines.current(kind)), completed(shape, kind)),
        "form": SeenForm(initial=seen_of(kind)),
        "sha256": sha256,
    }
    return render(request, "workflows/outlines/import_check.html", context)


def _page(request: SignedIn, kind: ReportKind, form: OutlineFileForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "workflows/outlines/import.html", {"kind": kind, "form": form}, status=status)
