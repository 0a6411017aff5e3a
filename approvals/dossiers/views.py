"""Hồ sơ of a document and of a year: asked for, made in the background, fetched by who may."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals.errors import NotPossible
from approvals.files import store as files
from approvals.models import Document, Dossier
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from approvals.register.views import visible_document
from approvals.scopes import Right, scopes

from . import actions
from .bundle import name_of
from .forms import TermsForm
from .making import documents_of, path_of
from .querysets import has_failed, newer_than, visible_dossiers, years_of


@answers_once
def document_dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """The dossier of a document: what it will hold, whether it is there, and the button that has it made."""
    line = visible_document(request, pk)
    if line.scope not in set(scopes(request.user, Right.READ_TRAIL)):
        raise PermissionDenied
    if request.method == "POST":
        actions.ask_for_document(line, by=request.user)
        messages.success(request, _("The dossier is being put together. This page says when it is there."))
        return redirect("document_dossier", pk)
    dossier = Dossier.objects.filter(document=line).first()
    page: dict[str, Any] = {"document": line, "dossier": dossier, "newer": newer_than(dossier, [line])}
    page["failed"] = dossier is not None and has_failed(dossier)
    return render(request, "approvals/dossiers/document.html", page)


@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """The years of the registers that may be put together."""
    if not set(scopes(request.user, Right.READ_TRAIL)):
        raise PermissionDenied
    names = import_string(settings.APPROVALS_SCOPE_NAMES)()
    page = {"years": [(row, names.get(row.scope, "")) for row in years_of(request.user)]}
    return render(request, "approvals/dossiers/dossiers.html", page)


@answers_once
def year_dossier(request: HttpRequest, scope: int, year: int) -> HttpResponse:
    """The dossier of a year: how long what is kept, its documents, and the button that has it made."""
    if scope not in set(scopes(request.user, Right.READ_TRAIL)):
        raise Http404
    documents, dossier = documents_of(scope, year), Dossier.objects.filter(scope=scope, year=year).first()
    if not documents:
        raise Http404
    form = TermsForm(posted(request), symbols=actions.symbols_of(scope, year), kept=_kept_terms(scope))
    if done(form, lambda: actions.ask_for_year(scope, year, by=request.user, terms=form.terms)):
        messages.success(request, _("The dossier is being put together. This page says when it is there."))
        return redirect("year_dossier", scope, year)
    page = {"form": form, "year": year, "documents": documents, "dossier": dossier, "scope": scope}
    page["failed"] = dossier is not None and has_failed(dossier)
    page["newer"] = newer_than(dossier, documents)
    return render(request, "approvals/dossiers/year.html", page, status=status_of(form))


@require_safe
def dossier_file(request: HttpRequest, pk: int) -> FileResponse:
    """The archive as it was made. Raises NotPossible where it is missing or changed."""
    row = get_object_or_404(visible_dossiers(request.user).select_related("document").exclude(made_at=None), pk=pk)
    try:
        file = files.opened(path_of(row), row.sha256)
    except files.FileFault as fault:
        raise NotPossible(_("The file is missing here or was changed. Have the dossier made anew.")) from fault
    response = FileResponse(file, content_type="application/zip")
    name = f"ho-so-{name_of(_named(row))}.zip"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _named(row: Dossier) -> str:
    line: Document | None = row.document
    return f"{line.year}-{line.code}" if line else f"nam-{row.year}"


def _kept_terms(scope: int) -> dict[str, Any]:
    """What was said of earlier years, the newest last."""
    kept: dict[str, Any] = {}
    for row in Dossier.objects.filter(scope=scope, document=None).order_by("year"):
        kept |= row.terms
    return kept
