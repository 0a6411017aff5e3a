from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.pages.forms import done, posted
from approvals.pages.once import answers_once
from units import rules
from units.models import Plan
from units.plans import actions as plan_actions
from units.plans import versions as plans
from units.requests import SignedIn, form_page

from .forms import HelpingForm


@answers_once
def plan_helping(request: SignedIn, pk: int) -> HttpResponse:
    """Who of the units that cooperate in an indicator reports figures, and who only helps, in a version of the plan."""
    plan = _own(request, pk)
    indicators, _assignments = plans.plan_parts(plan)
    form = HelpingForm(indicators, posted(request))
    page = f"{reverse('plan')}?version={plan.pk}"

    def change() -> None:
        reason = form.cleaned_data["reason"]
        plan_actions.set_helping(plan, by=request.user, helping=form.helping, reason=reason)

    if done(form, change):
        message = _("Saved. It counts for periods that open from now on; open ones may follow too.")
        messages.success(request, message)
        return redirect(page)
    lead = _(
        "What a unit reports is counted in the ward's figure. Tick the units that only help: they are not asked for a "
        "figure, so that nothing is counted twice."
    )
    texts = {"title": _("Units that only help"), "lead": lead, "label": _("Save"), "kind": plan.number}
    return form_page(request, form, **texts, ward=plan.ward, cancel=page)


def _own(request: SignedIn, pk: int) -> Plan:
    """A version of a plan of a ward that the person coordinates or administers. Raises Http404."""
    own = Plan.objects.filter(ward__in=rules.mapped_wards(request.user)).select_related("ward")
    return get_object_or_404(own, pk=pk)
