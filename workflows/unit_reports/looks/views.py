from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from approvals.pages.forms import done, posted
from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.cases.inputs.forms import ReasonForm
from workflows.cases.pages import visible_unit_report
from workflows.unit_reports.review.views import reason_page
from workflows.unit_reports.views import seen_version

from . import actions as looks


@require_POST
@answers_once
def unit_report_ask_for_look(request: SignedIn, pk: int) -> HttpResponse:
    report = visible_unit_report(request, pk)
    looks.ask_for_look(report, by=request.user, seen=seen_version(request, report, "ask_for_look"))
    messages.success(
        request, gettext("They are asked to look at it. Nothing in the report changes until they have, or it is back.")
    )
    return redirect("unit_report", pk)


@require_POST
def unit_report_withdraw_look(request: SignedIn, pk: int) -> HttpResponse:
    looks.withdraw_look(visible_unit_report(request, pk), by=request.user)
    messages.success(request, gettext("You can go on writing. Ask for a look again when it is done."))
    return redirect("unit_report", pk)


@require_POST
def unit_report_look(request: SignedIn, pk: int) -> HttpResponse:
    report = visible_unit_report(request, pk)
    looks.look(report, by=request.user, seen=seen_version(request, report, "look"))
    messages.success(request, gettext("You found it in order. The head of the unit submits it next."))
    return redirect("unit_report", pk)


@answers_once
def unit_report_return_look(request: SignedIn, pk: int) -> HttpResponse:
    """Asks for a word to the drafter, who goes on writing."""
    report = visible_unit_report(request, pk)
    form = ReasonForm(posted(request))
    form.fields["reason"].label = gettext("Your word to the drafter")
    if done(form, lambda: looks.return_look(report, by=request.user, word=form.cleaned_data["reason"])):
        messages.success(request, gettext("The drafter reads your word on the report and by mail."))
        return redirect("unit_report", pk)
    happens = gettext("The report stays with the unit. The drafter reads your word above it and goes on writing.")
    return reason_page(request, report, "return_look", form, happens)
