from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals.pages.forms import done, posted
from approvals.pages.once import answers_once
from units import grants
from units import requests as units_pages
from units import rules as unit_rules
from units.models import Unit
from units.requests import SignedIn, require_administrator
from workflows.cases.times import calendar_days
from workflows.models import ReportKind
from workflows.models.kinds import REPORT
from workflows.routes.views import form_page, own_route

from . import kinds as report_kinds
from .forms import KindForm, NewReportKindForm, ReportKindForm
from .kind_words import card
from .owned import own_kind


def kind_form(request: SignedIn, pk: int) -> HttpResponse:
    """Who issues the reports of the route's kind."""
    route = own_route(request, pk)
    form = KindForm(request.POST or None, instance=route.kind)
    if request.method == "POST" and form.is_valid():
        report_kinds.set_form(route.kind, by=request.user, **form.cleaned_data)
        messages.success(request, _("The form is changed. Reports sent for approval from now on bear it."))
        return redirect("routes", route.ward_id)
    return form_page(request, form, route, title=_("The form of the document"), label=_("Save the changes"))


@require_safe
def kinds(request: SignedIn, pk: int) -> HttpResponse:
    """The ward's kinds of report: how often, who reports what, and which period opens next; retired ones below."""
    ward = get_object_or_404(unit_rules.visible_wards(request.user), pk=pk)
    found = ReportKind.objects.filter(ward=ward, subject_kind=REPORT, practice=False).select_related("route", "months")
    calendar = calendar_days.of(ward.pk)
    cards = [card(kind, calendar) for kind in found.prefetch_related("units")]
    context = {
        "ward": ward,
        "cards": [each for each in cards if not each.kind.retired_at],
        "retired": [each for each in cards if each.kind.retired_at],
        "may_administer": unit_rules.may_administer(request.user, ward),
        "may_ask": grants.may(request.user, "review_reports", ward.pk),
    }
    return render(request, "workflows/periods/kinds.html", context)


@answers_once
def kind_add(request: SignedIn, pk: int) -> HttpResponse:
    """A new kind, with `?like=` filled in as that one is."""
    ward = get_object_or_404(unit_rules.visible_wards(request.user), pk=pk)
    require_administrator(request.user, ward)
    own = ReportKind.objects.of_reports().filter(ward=ward)
    like = own.filter(pk=_number(request.GET.get("like", ""))).first() or own.first()
    form = NewReportKindForm(posted(request), ward=ward, initial=_as(like))
    if done(form, lambda: report_kinds.make_kind(form.cleaned_data["like"], by=request.user, **form.settings)):
        messages.success(
            request, _("“%(kind)s” is made. Its periods open by themselves.") % {"kind": form.instance.name}
        )
        return redirect("report_kinds", ward.pk)
    return _page(request, form, ward, title=_("A new kind of report"), label=_("Make the kind"))


@answers_once
def kind_change(request: SignedIn, pk: int) -> HttpResponse:
    kind = own_kind(request, pk)
    form = ReportKindForm(posted(request), instance=kind, ward=kind.ward)
    if done(form, lambda: report_kinds.change_kind(kind, by=request.user, seen=_seen(form), **form.settings)):
        messages.success(request, _("“%(kind)s” is changed. Open periods keep their times.") % {"kind": kind})
        return redirect("report_kinds", kind.ward_id)
    return _page(request, form, kind.ward, title=_("Change the kind of report"), label=_("Save the changes"))


@answers_once
def kind_retire(request: SignedIn, pk: int) -> HttpResponse:
    kind = own_kind(request, pk)
    if request.method == "POST":
        report_kinds.retire_kind(kind, by=request.user)
        messages.success(request, _("“%(kind)s” is retired. Its reports stay.") % {"kind": kind})
        return redirect("report_kinds", kind.ward_id)
    return render(request, "workflows/periods/kind_retire.html", {"kind": kind})


def _as(like: ReportKind | None) -> dict[str, Any]:
    """What a new kind begins with."""
    if like is None:
        return {}
    kept = {name: getattr(like, name) for name in NewReportKindForm.base_fields if hasattr(like, name)}
    return kept | {"like": like.pk, "name": "", "units": like.units.all()}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _seen(form: ReportKindForm) -> int:
    return form.cleaned_data["seen"] or 0


def _page(request: SignedIn, form: Any, ward: Unit, *, title: str, label: str) -> HttpResponse:
    cancel = reverse("report_kinds", args=[ward.pk])
    return units_pages.form_page(request, form, ward=ward, title=title, label=label, cancel=cancel)
