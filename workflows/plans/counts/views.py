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
from units.requests import SignedIn, form_page

from .forms import CountsForm


@answers_once
def plan_counts(request: SignedIn, pk: int) -> HttpResponse:
    """What the numerator and the denominator of each indicator count, in a version of the plan."""
    own = Plan.objects.filter(ward__in=rules.mapped_wards(request.user)).select_related("ward")
    plan = get_object_or_404(own, pk=pk)
    form = CountsForm(plan.indicators.all(), posted(request))
    page = f"{reverse('plan')}?version={plan.pk}"

    def change() -> None:
        reason = form.cleaned_data["reason"]
        plan_actions.name_counts(plan, by=request.user, counts=form.counts, reason=reason)

    if done(form, change):
        messages.success(request, _("Saved. The entry page of the units says it from now on."))
        return redirect(page)
    lead = _(
        "Units type two numbers for a percentage. Say in a few words what each counts, such as “hồ sơ tiếp nhận trực "
        "tuyến” and “hồ sơ tiếp nhận”: the words stand at the two fields."
    )
    texts = {"title": _("What numerators and denominators count"), "lead": lead, "label": _("Save")}
    return form_page(request, form, **texts, kind=plan.number, ward=plan.ward, cancel=page)
