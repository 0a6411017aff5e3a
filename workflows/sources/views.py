"""Nguồn số liệu: the systems that send figures in one's name, and what came of what they sent."""

from io import BytesIO

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units import grants
from units.requests import SignedIn
from workflows.models import FigureDelivery, FigureSource

from . import actions, folders, workbooks
from .forms import SourceForm

SHOWN = 30  # deliveries


@answers_once
def own_sources(request: SignedIn) -> HttpResponse:
    """The systems of the units whose reports one writes, and the form for one more."""
    form = SourceForm(posted(request), person=request.user, by_mail=bool(settings.FIGURES_MAILBOX))
    if done(form, lambda: folders.open_folder(actions.add_source(by=request.user, **form.cleaned_data))):
        messages.success(request, _("The system may send its figures now. Below is where to."))
        return redirect("own_sources")
    sources = FigureSource.objects.filter(unit__in=grants.units_where(request.user, "write_reports"))
    deliveries = FigureDelivery.objects.filter(source__in=sources).select_related("source", "report__period__kind")
    page = {
        "form": form,
        "sources": sources.filter(stopped_at=None).select_related("unit", "person"),
        "deliveries": deliveries.select_related("report__unit").order_by("-at", "-pk")[:SHOWN],
        "folder": settings.FIGURES_DIR if grants.units_where(request.user, "administer") else "",
        "mailbox": bool(settings.FIGURES_MAILBOX),
        "site": settings.SITE_URL,
    }
    return render(request, "workflows/sources/sources.html", page, status=status_of(form))


@require_POST
@answers_once
def source_stop(request: SignedIn, pk: int) -> HttpResponse:
    actions.stop_source(_visible(request, pk), by=request.user)
    messages.success(request, _("What this system sends is taken in no more."))
    return redirect("own_sources")


@require_safe
def source_workbook(request: SignedIn, pk: int) -> FileResponse:
    """The workbook that the system fills in: with its code, so for those of the unit alone."""
    source = _visible(request, pk)
    return FileResponse(BytesIO(workbooks.write(source)), as_attachment=True, filename=f"{source.code}.xlsx")


def _visible(request: SignedIn, pk: int) -> FigureSource:
    mine = grants.units_where(request.user, "write_reports")
    return get_object_or_404(FigureSource.objects.filter(unit__in=mine).select_related("unit"), pk=pk)
