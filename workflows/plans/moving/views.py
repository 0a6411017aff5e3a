from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units import grants
from units.models import Plan
from units.plans import versions as plans
from units.requests import SignedIn

from . import actions, changes
from .forms import MoveForm


@answers_once
def plan_move(request: SignedIn, pk: int) -> HttpResponse:
    """Which open periods go over to this version of the plan: what changes in each, to be confirmed."""
    plan = _coordinated(request, pk)
    found = changes.changes_of(changes.open_periods(plan), plan)
    form = MoveForm(found, posted(request))
    if form.is_bound and form.is_empty:
        raise NotPossible(_("No open period can follow this version: see again what is open."))

    def move() -> None:
        chosen = [each.period for each in found if str(each.period.pk) in form.cleaned_data["periods"]]
        actions.move_periods(plan, chosen, by=request.user, reason=form.cleaned_data["reason"])

    if done(form, move):
        messages.success(request, _("The periods follow version %(version)d now.") % {"version": plan.version})
        return redirect(f"{reverse('plan')}?version={plan.pk}")
    return render(
        request, "workflows/plans/plan_move.html", {"plan": plan, "found": found, "form": form}, status=status_of(form)
    )


def _coordinated(request: SignedIn, pk: int) -> Plan:
    """The newest version of its number, of a ward that the person coordinates. Raises Http404."""
    own = plans.newest(Plan.objects.filter(ward__in=grants.units_where(request.user, "review_reports")))
    return get_object_or_404(own.select_related("ward"), pk=pk)
