"""The sheet of a period, and the links by which the units confirm what was typed on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.pages.forms import posted
from approvals.pages.once import answers_once
from units import grants, rules
from units.requests import SignedIn
from workflows.models import ReportingPeriod
from workflows.unit_reports.on_behalf import links

from . import actions
from .forms import SheetSourceForm
from .sheet import FigureSheet, sheet_of


@answers_once
def telephone_sheet(request: SignedIn, pk: int) -> HttpResponse:
    """The figures of many units, typed as they are told. `?column=` chooses which."""
    period = _coordinated(request, pk)
    sheet = sheet_of(period, request.GET.getlist("column"), posted(request))
    form = SheetSourceForm(posted(request), initial={"told_at": now()})
    if request.method == "POST" and all([sheet.is_valid, form.is_valid()]):
        try:
            return _entered(request, period, sheet, form)
        except NotPossible as refusal:
            form.add_error(None, refusal.message)
            return _page(request, period, sheet, form, status=409)
    return _page(request, period, sheet, form, status=422 if form.is_bound else 200)


def _entered(request: SignedIn, period: ReportingPeriod, sheet: FigureSheet, form: SheetSourceForm) -> HttpResponse:
    submits = form.cleaned_data["submits"]
    entered = actions.enter(sheet, by=request.user, informant=form.informant(), submits=submits)
    if not (entered.saved or entered.submitted or entered.refused):
        raise NotPossible(_("Nothing differs from what the reports say already. Type a figure, then save."))
    messages.success(request, _counted(len(entered.saved), len(entered.submitted)))
    for words in entered.refused:
        messages.warning(request, _("Not submitted: %(why)s") % {"why": words})
    return redirect("telephone_sheet_links", period.pk)


def _counted(saved: int, submitted: int) -> str:
    words = ngettext("The figures of %(count)d unit are saved.", "The figures of %(count)d units are saved.", saved)
    return " ".join([words % {"count": saved}, _("Submitted: %(count)d.") % {"count": submitted}])


def _page(
    request: SignedIn, period: ReportingPeriod, sheet: FigureSheet, form: SheetSourceForm, status: int
) -> HttpResponse:
    page = {"period": period, "sheet": sheet, "form": form, "address": request.get_full_path()}
    return render(request, "workflows/unit_reports/sheets/sheet.html", page, status=status)


@require_safe
def telephone_sheet_links(request: SignedIn, pk: int) -> HttpResponse:
    """What the office entered for units and they have not confirmed: for each the words to send, with the link."""
    period = _coordinated(request, pk)
    waiting = period.unit_reports.filter(unconfirmed_since__isnull=False).with_names()
    rows = [(report, links.to_paste(report)) for report in waiting.order_by("unit__order", "unit__code")]
    page = {"period": period, "rows": rows, "back": reverse("telephone_sheet", args=[pk])}
    return render(request, "workflows/unit_reports/sheets/links.html", page)


def _coordinated(request: SignedIn, pk: int) -> ReportingPeriod:
    """A period of a ward that the person sees, else 404, and coordinates, else 403."""
    periods = ReportingPeriod.objects.standing().filter(ward__in=rules.visible_wards(request.user))
    period = get_object_or_404(periods.select_related("kind", "ward", "plan__coordinating_unit"), pk=pk)
    if not grants.may(request.user, "review_reports", period.ward_id):
        raise PermissionDenied
    return period
