from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.pages.forms import done, status_of
from approvals.pages.once import answers_once
from units import grants
from units.models import Person, Plan
from units.plans import versions as plans
from units.plans.amending import actions as amending
from units.plans.amending.actions import Amendment
from units.requests import SignedIn
from workflows.cases.inputs.forms import ReasonForm

from .forms import AmendForm

CONFIRMED = "confirmed"


@answers_once
def plan_amend(request: SignedIn, pk: int) -> HttpResponse:
    """Hand rows of the plan on to other units, or drop them: chosen, then shown as what differs, then confirmed."""
    plan = _own(request, pk)
    units = list(plans.units_in_use(plan.ward).filter(reports=True).order_by("order", "code"))
    form = AmendForm(*plans.plan_parts(plan), units, request.POST or None)
    if not form.is_valid():
        return _choice(request, plan, form)
    confirm = ReasonForm(request.POST if CONFIRMED in request.POST else None)
    made: list[Plan] = []

    def amend() -> None:
        reason = confirm.cleaned_data["reason"]
        made.append(amending.amend_plan(plan, form.amendment, by=request.user, reason=reason))

    if done(confirm, amend):
        message = _(
            "Version %(version)d is there. Periods opened from now on follow it; who coordinates chooses on the plan's "
            "page which open periods do."
        )
        messages.success(request, message % {"version": made[0].version})
        return redirect(f"{reverse('plan')}?version={made[0].pk}")
    try:
        rows = what_differs(plan, form.amendment, by=request.user)
    except NotPossible as refusal:
        form.add_error(None, refusal.message)
        return _choice(request, plan, form)
    again = reverse("plan_amend", args=[plan.pk])
    page = {"plan": plan, "rows": rows, "form": confirm, "carried": form.carried, "again": again}
    return render(request, "workflows/plans/plan_amend_check.html", page, status=status_of(confirm))


def what_differs(plan: Plan, amendment: Amendment, *, by: Person) -> list[plans.Difference]:
    """What the amendment would change: it is done and taken back. Raises NotPossible."""
    with transaction.atomic():
        made = amending.amend_plan(plan, amendment, by=by, reason="")
        found = {row.pk: row for row in plans.with_rows(Plan.objects.filter(pk__in=[plan.pk, made.pk]))}
        rows = list(plans.differing(plans.described(found[plan.pk]), plans.described(found[made.pk])))
        transaction.set_rollback(True)
    return rows


def _choice(request: SignedIn, plan: Plan, form: AmendForm) -> HttpResponse:
    return render(request, "workflows/plans/plan_amend.html", {"plan": plan, "form": form}, status=status_of(form))


def _own(request: SignedIn, pk: int) -> Plan:
    """The newest version of its number, of a ward that the person administers. Raises Http404."""
    own = plans.newest(Plan.objects.filter(ward__in=grants.units_where(request.user, "administer")))
    return get_object_or_404(own.select_related("ward"), pk=pk)
