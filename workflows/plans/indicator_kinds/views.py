from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from approvals.pages.forms import posted
from approvals.pages.once import answers_once
from units import rules
from units.models import Plan
from units.requests import SignedIn
from units.tree.wards import AskedWard, ward_asked, ward_choice
from workflows.cases.inputs.forms import ReasonForm

from . import actions as indicator_kinds
from . import correction as kind_correction
from .stock_flow import counted


@require_safe
def plan_kinds(request: SignedIn) -> HttpResponse:
    """Whether each indicator of the newest plan, or of `?plan=`, is a flow or a stock, and the signed documents that
    print one wrong.
    """
    asked = ward_asked(request, rules.mapped_wards(request.user))
    if asked is None:
        title, back = gettext("Over a period, or at a point of time"), reverse("plan")
        return ward_choice(request, rules.mapped_wards(request.user), title=title, back=back)
    plan = _plan(request, asked)
    page = {"counted": counted(plan.ward, plan.indicators.all()), "signed": kind_correction.affected(plan)}
    return render(request, "workflows/plans/plan_kinds.html", {"asked": asked, "plan": plan, **page})


@answers_once
def plan_kinds_check(request: SignedIn) -> HttpResponse:
    """What the ticked kinds (`?stock=` for each that is a stock) would change; posted with a reason, it is done."""
    asked = ward_asked(request, rules.mapped_wards(request.user))
    if asked is None:
        raise Http404
    plan = _plan(request, asked)
    stocks = [int(number) for number in request.GET.getlist("stock") if number.isdecimal() and len(number) < 19]
    form = ReasonForm(posted(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        found = indicator_kinds.correct_kinds(plan, by=request.user, stocks=stocks, reason=reason)
        messages.success(request, _done(len(found.open)))
        return redirect(f"{reverse('plan_kinds')}?{_query(asked, plan)}")
    kinds = kind_correction.kinds_as(plan, stocks)
    context = {
        "asked": asked,
        "plan": plan,
        "form": form,
        "rows": [(row, kinds[row.number]) for row in plan.indicators.filter(number__in=kinds)],
        "yearly": kind_correction.yearly(plan),
        "correction": kind_correction.correction(plan, kinds),
        "back_url": f"{reverse('plan_kinds')}?{_query(asked, plan)}",
        "post_url": request.get_full_path(),
    }
    return render(request, "workflows/plans/plan_kinds_check.html", context, status=422 if form.is_bound else 200)


def _plan(request: SignedIn, asked: AskedWard) -> Plan:
    """The ward's plan with this id, else its newest. Raises Http404 where there is none."""
    plans = Plan.objects.filter(ward=asked.pk).select_related("ward").order_by("-year", "-imported_at", "-version")
    chosen = request.GET.get("plan", "")
    plan = next((row for row in plans if str(row.pk) == chosen or not chosen), None)
    if plan is None:
        raise Http404
    return plan


def _query(asked: AskedWard, plan: Plan) -> str:
    return urlencode({"plan": plan.pk} | ({"ward": asked.pk} if asked.named else {}))


def _done(figures: int) -> str:
    if not figures:
        return gettext("The kinds are corrected. No figure of a report that is not approved changes by that.")
    sentence = gettext(
        "The kinds are corrected, and figures of reports that are not approved with them: %(number)d. "
        "Look at the sentences marked red there, and compare the text with its draft."
    )
    return sentence % {"number": figures}
