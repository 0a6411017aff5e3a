from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units.models import Unit
from units.offices.leaving import left_by
from units.requests import SignedIn, administered_ward, form_page

from . import actions
from .forms import HeadingForm, MergeUnitForm, UnitPairForm
from .left import in_hand

CONFIRMED = "confirmed"


@answers_once
def unit_merge(request: SignedIn, pk: int) -> HttpResponse:
    """Merge a unit of the ward into another: both are chosen, then what becomes of everything is confirmed."""
    ward = administered_ward(request, pk)
    chosen = request.POST or (request.GET if "unit" in request.GET else None)
    pair = UnitPairForm(ward, chosen)
    if not pair.is_valid():
        if CONFIRMED in request.POST:
            raise NotPossible(_("One of these units was merged or retired meanwhile. Choose both anew."))
        return _pair_page(request, ward, pair)
    unit, into = pair.cleaned_data["unit"], pair.cleaned_data["into"]
    form = MergeUnitForm(unit, request.POST if CONFIRMED in request.POST else None)

    def merge() -> None:
        chosen = form.cleaned_data
        actions.merge(unit, into, by=request.user, reason=chosen["reason"], people=list(chosen["people"]))

    if done(form, merge):
        message = _(
            "%(unit)s is merged into %(into)s. Who coordinates chooses on the plan's page which open periods follow "
            "its new version."
        )
        messages.success(request, message % {"unit": unit.short_name, "into": into.short_name})
        return redirect("unit", into.pk)
    left = left_by(lambda: actions.merge(unit, into, by=request.user, reason="…"), [ward.pk])
    page = {
        "ward": ward,
        "unit": unit,
        "into": into,
        "in_hand": in_hand(unit),
        "left": left,
        "form": form,
        "again": reverse("unit_merge", args=[pk]),
    }
    return render(request, "workflows/setting_up/unit_merge.html", page, status=status_of(form))


@answers_once
def unit_roll_up(request: SignedIn, pk: int) -> HttpResponse:
    """One report for all units below a heading: it is chosen, then what changes is shown and confirmed."""
    ward = administered_ward(request, pk)
    form = HeadingForm(ward, posted(request))
    if form.is_valid() and CONFIRMED not in request.POST:
        heading = form.cleaned_data["heading"]
        units = list(actions.reporting_below(heading))
        page = {"ward": ward, "heading": heading, "units": units, "in_hand": in_hand(*units), "form": form}
        return render(request, "workflows/setting_up/unit_roll_up.html", page)

    def roll_up() -> None:
        actions.roll_up(form.cleaned_data["heading"], by=request.user, reason=form.cleaned_data["reason"])

    if done(form, roll_up):
        messages.success(
            request, _("%(heading)s reports for all below it from the next period on.") % form.cleaned_data
        )
        return redirect("units")
    lead = _("From the next period on there is one report for all of them. What they have open they finish themselves.")
    texts = {"title": _("One report for several units"), "lead": lead, "label": _("See what happens")}
    return form_page(request, form, **texts, ward=ward, cancel=reverse("units"))


def _pair_page(request: SignedIn, ward: Unit, form: UnitPairForm) -> HttpResponse:
    lead = _("Nothing is changed before you have seen what becomes of its reports, difficulties, tasks and people.")
    texts = {"title": _("Merge units"), "lead": lead, "label": _("See what happens"), "cancel": reverse("units")}
    return form_page(request, form, **texts, ward=ward)
