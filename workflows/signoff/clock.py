"""Stopping the clock of a step, and letting it run on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from approvals.pages.forms import done, posted
from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.cases.inputs.forms import ReasonForm
from workflows.cases.moves import refuse_unless_held, refuse_unless_open
from workflows.cases.pages import confirm_page
from workflows.routes.underway import pausing
from workflows.signoff.pages import CasePages


@answers_once
def pause(request: SignedIn, pk: int, of: CasePages) -> HttpResponse:
    """Asks for the reason, and says what stops."""
    report = of.find(request, pk)
    refuse_unless_held(report, "pause", by=request.user)
    form = ReasonForm(posted(request))
    if done(form, lambda: pausing.pause(report, by=request.user, reason=form.cleaned_data["reason"])):
        messages.success(request, gettext("The clock stands still until you let it run on."))
        return redirect(report)
    if not form.is_bound:
        refuse_unless_open(report, "pause", by=request.user)
    title = gettext("Stop the clock of your step of %(report)s?") % {"report": report}
    happens = gettext(
        "While an outside organ is waited for: nobody is reminded, nothing goes on without an opinion, and the due "
        "time moves by the working hours that pass. You may decide at any time."
    )
    return confirm_page(request, report, "pause", form, title=title, happens=happens)


@require_POST
@answers_once
def resume(request: SignedIn, pk: int, of: CasePages) -> HttpResponse:
    report = pausing.resume(of.find(request, pk), by=request.user)
    messages.success(request, gettext("The clock runs again; the step is due later by the working hours that passed."))
    return redirect(report)
