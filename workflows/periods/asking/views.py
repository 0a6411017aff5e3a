from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units import grants
from units import rules as unit_rules
from units.models import Unit
from units.requests import SignedIn
from workflows.periods import requests
from workflows.periods.owned import period_address

from .forms import AskForReportForm


@answers_once
def ask_for_report(request: SignedIn, pk: int) -> HttpResponse:
    """Yêu cầu báo cáo đột xuất: what is asked, of whom, until when. POST take=1 shows the parts of the outline that was
    chosen, and asks nobody yet.
    """
    ward = get_object_or_404(unit_rules.visible_wards(request.user), pk=pk)
    if not grants.may(request.user, "review_reports", ward.pk):
        raise PermissionDenied
    if "take" in request.POST:
        typed = _typed(AskForReportForm(request.POST, ward=ward))
        return _page(request, ward, AskForReportForm(ward=ward, initial=typed))
    form = AskForReportForm(posted(request), ward=ward)
    made: list[Any] = []
    if done(form, lambda: made.append(requests.ask_for_report(ward, by=request.user, **form.asked))):
        period = made[0]
        messages.success(request, _("“%(title)s” is asked for. The units are told by mail.") % {"title": period.title})
        return redirect(period_address(period))
    return _page(request, ward, form)


def _typed(form: AskForReportForm) -> dict[str, Any]:
    """What was typed so far, not held against anything; the parts of another outline are forgotten."""
    return {name: form[name].value() for name in form.fields if name not in ("kept", "shown")}


def _page(request: SignedIn, ward: Unit, form: AskForReportForm) -> HttpResponse:
    page = {"form": form, "ward": ward}
    return render(request, "workflows/periods/ask_for_report.html", page, status=status_of(form))
