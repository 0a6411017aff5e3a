from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import TrailEvent
from approvals.pages import menu, tables
from approvals.pages.forms import done, posted
from approvals.pages.once import answers_once
from approvals.pages.tables import Column
from approvals.text.vietnamese import InOrder
from units import grants, rules
from units.hours import USUAL, spans_of
from units.models import Membership, Unit
from units.offices.authority import irregular
from units.offices.leaving import left_by
from units.offices.rows import SIGNING, office_rows
from units.requests import SignedIn, form_page

from . import actions, drawn, nodes
from .forms import HoursForm, UnitAddForm, UnitForm
from .wards import ward_asked, ward_choice

COLUMNS = [
    Column(gettext_lazy("Unit"), lambda seat: seat[0].name, 40),
    Column(gettext_lazy("Office"), lambda seat: seat[1].get_office_display() if seat[1] else "", 24),
    Column(gettext_lazy("Person"), lambda seat: str(seat[1].person) if seat[1] else "", 30),
]


@require_safe
def units(request: SignedIn) -> HttpResponse:
    """The wards in which the person holds an office: units as a tree, with who holds which office."""
    query = request.GET.get("q", "").strip()
    if kind := tables.asked(request):
        return tables.table_file(kind, "don-vi", COLUMNS, nodes.seats(nodes.grow(request.user, query)))
    administered = list(rules.administered_wards(request.user).order_by(InOrder("name")))
    return render(
        request,
        "units/units.html",
        {
            "tree": drawn.tree(nodes.grow(request.user, query)),
            "administered": administered,
            "ward_pages": menu.SCOPE_PAGES,
            "irregular": list(irregular(administered)) if administered else [],
            "without_office": nodes.without_office(administered, query) if administered else [],
            "query": query,
        },
    )


@require_safe
def unit(request: SignedIn, pk: int) -> HttpResponse:
    """A unit: its facts, who holds which office until when, and what each of them may do."""
    named = rules.visible_units(request.user).select_related("ward", "parent", "merged_into", "split_from")
    unit = get_object_or_404(named, pk=pk)
    members = list(
        Membership.objects.filter(unit=unit).select_related("person", *SIGNING).order_by("office", "starts_at")
    )
    rights = rules.rights_of(members)
    at = now()
    renamed = TrailEvent.objects.filter(subject_kind="unit", subject_id=pk, changes__has_key="name").order_by("seq")
    rows = office_rows([row for row in members if not _ended(row, at)], rights)
    return render(
        request,
        "units/unit.html",
        {
            "unit": unit,
            "parts": list(unit.split_into.order_by("order", "code")) if unit.retired_at else [],
            "rows": rows,
            "former": [row for row in members if _ended(row, at)],
            "may_administer": rules.may_administer(request.user, unit),
            "former_names": [(event.changes["name"][0], event.at) for event in renamed if event.changes["name"][0]],
            "may_seal": rules.may_seal(request.user, unit),
        },
    )


def _ended(membership: Membership, at: datetime) -> bool:
    return membership.ends_at is not None and membership.ends_at <= at


@answers_once
def unit_add(request: SignedIn) -> HttpResponse:
    wards = grants.units_where(request.user, "administer")
    asked = ward_asked(request, wards)
    if asked is None:
        return ward_choice(request, wards, title=_("Add a unit"), back=reverse("units"))
    ward = asked.named or Unit.objects.get(pk=asked.pk)
    form = UnitAddForm(posted(request), ward=ward)
    if form.is_valid():
        unit = actions.add_unit(ward, by=request.user, **form.cleaned_data)
        messages.success(request, _("%(unit)s is added. Now give somebody an office in it.") % {"unit": unit})
        return redirect("unit", unit.pk)
    texts = {"title": _("Add a unit"), "label": _("Add the unit"), "cancel": reverse("units"), "ward": asked.named}
    return form_page(request, form, **texts)


def unit_change(request: SignedIn, pk: int) -> HttpResponse:
    unit = _own_unit(request, pk)
    form = UnitForm(posted(request), instance=unit, ward=unit.ward or unit)
    if done(form, lambda: actions.change_unit(unit, by=request.user, **form.cleaned_data)):
        messages.success(request, _("%(unit)s is changed.") % {"unit": unit})
        return redirect("unit", pk)
    cancel = reverse("unit", args=[pk])
    return form_page(request, form, title=_("Change the unit"), label=_("Save the changes"), cancel=cancel)


def unit_hours(request: SignedIn, pk: int) -> HttpResponse:
    """When the ward works: by these hours the steps of its routes are due."""
    ward = _own_unit(request, pk)
    if ward.ward_id:
        raise Http404
    form = HoursForm(request.POST or None, spans=spans_of(ward.hours))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_hours(ward, by=request.user, spans=form.spans)
        except NotPossible as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The working hours are saved. They count for steps that open from now on."))
            return redirect("units")
    lead = _(
        "On the working days of the calendar. Allowances of routes are counted in these hours; usual are %(hours)s."
    )
    texts = {"title": _("Working hours"), "lead": lead % {"hours": USUAL}, "label": _("Save the changes")}
    return form_page(request, form, **texts, ward=ward, cancel=reverse("units"))


def unit_retire(request: SignedIn, pk: int) -> HttpResponse:
    unit = _own_unit(request, pk)
    if request.method == "POST":
        actions.retire_unit(unit, by=request.user)
        messages.success(request, _("%(unit)s is retired and reports no more.") % {"unit": unit})
        return redirect("units")
    left = left_by(lambda: actions.retire_unit(unit, by=request.user), [unit.root_id])
    return render(request, "units/unit_retire.html", {"unit": unit, "left": left})


def _own_unit(request: SignedIn, pk: int) -> Unit:
    """A unit that the person sees, else 404, and administers, else 403."""
    unit = get_object_or_404(rules.visible_units(request.user).select_related("ward"), pk=pk)
    if not rules.may_administer(request.user, unit):
        raise PermissionDenied
    return unit
