from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.pages.forms import done, status_of
from approvals.pages.once import answers_once
from approvals.text.vietnamese import in_order_of_people
from units.models import Membership, Unit
from units.offices.leaving import left_by
from units.requests import SignedIn, administered_ward, form_page
from units.tree import actions as tree
from workflows.cases.inputs.forms import ReasonForm
from workflows.setting_up.mergers.left import in_hand

from . import actions
from .forms import PartsForm, SplitForm

ASSIGNED, CONFIRMED = "assigned", "confirmed"


@answers_once
def unit_split(request: SignedIn, pk: int) -> HttpResponse:
    """Split a unit of the ward: into which units, then what each of them gets, then what becomes of everything is
    confirmed.
    """
    ward = administered_ward(request, pk)
    named = PartsForm(ward, request.POST or None)
    if not named.is_valid():
        if CONFIRMED in request.POST:
            raise NotPossible(_("This unit, or the names of the new ones, changed meanwhile. Begin anew."))
        return _parts_page(request, ward, named)
    unit: Unit = named.cleaned_data["unit"]
    form = _split_form(unit, named, request.POST if ASSIGNED in request.POST else None)
    page = {"ward": ward, "unit": unit, "named": named, "again": reverse("unit_split", args=[pk])}
    if not form.is_valid():
        return render(request, "workflows/setting_up/unit_split.html", page | {"form": form}, status=status_of(form))
    confirm = ReasonForm(request.POST if CONFIRMED in request.POST else None)
    made: list[Unit] = []

    def split() -> None:
        made.extend(actions.split(unit, form.split, by=request.user, reason=confirm.cleaned_data["reason"]))

    if done(confirm, split):
        message = _(
            "%(unit)s is split. Who coordinates chooses on the plan's page which open periods follow its new version."
        )
        messages.success(request, message % {"unit": unit.short_name})
        return redirect("unit", made[-1].pk)
    left = left_by(lambda: actions.split(unit, form.split, by=request.user, reason="…"), [ward.pk])
    page |= {"split": form, "form": confirm, "in_hand": in_hand(unit), "left": left}
    page["heir"] = "" if form.split.goes_on else form.going_on
    return render(request, "workflows/setting_up/unit_split_check.html", page, status=status_of(confirm))


def _split_form(unit: Unit, named: PartsForm, typed: object) -> SplitForm:
    plans: Iterable = [(plan, list(actions.rows_of(plan, unit))) for plan in tree.plans_naming(unit)]
    offices = Membership.objects.unended().own().filter(unit=unit).select_related("person", "unit")
    return SplitForm(unit, named, plans, offices.order_by("office", *in_order_of_people("person__name")), typed)


def _parts_page(request: SignedIn, ward: Unit, form: PartsForm) -> HttpResponse:
    lead = _("Nothing is changed before you have seen what becomes of its reports, difficulties, tasks and people.")
    texts = {"title": _("Split a unit"), "lead": lead, "label": _("Go on"), "cancel": reverse("units")}
    return form_page(request, form, **texts, ward=ward)
