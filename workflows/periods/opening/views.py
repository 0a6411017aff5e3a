from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.pages.forms import done, posted
from approvals.pages.once import answers_once
from units import grants
from units.requests import SignedIn, form_page
from workflows.cases.inputs.forms import ReasonForm
from workflows.cases.moves import refuse_unless_open
from workflows.cases.pages import confirm_page
from workflows.cases.times import calendar_days
from workflows.models import ReportKind
from workflows.models.states import HELD_BY_WARD
from workflows.periods.owned import own_period, period_address
from workflows.periods.steering.actions import ward_report_of

from . import actions
from .forms import OpenForm


@answers_once
def period_open(request: SignedIn, pk: int) -> HttpResponse:
    """Which period is opened by hand, and with which days."""
    kinds = ReportKind.objects.periodic().filter(ward__in=grants.units_where(request.user, "view_reports"))
    kind = get_object_or_404(kinds.select_related("ward"), pk=pk)
    if kind.ward_id not in grants.units_where(request.user, "review_reports"):
        raise PermissionDenied
    form = OpenForm(posted(request), kind=kind, calendar=calendar_days.of(kind.ward_id))
    made: list[Any] = []

    def open_it() -> None:
        made.append(actions.open_by_hand(kind, form.cleaned_data["period"], by=request.user, due=form.due))

    if done(form, open_it):
        messages.success(request, _("%(period)s is open. The units find it on their desk.") % {"period": made[0]})
        return redirect(period_address(made[0]))
    lead = _("Periods open by themselves; by hand where one is needed earlier, or after its days are over.")
    texts = {"title": _("Open a period by hand"), "label": _("Open the period"), "lead": lead, "kind": kind}
    return form_page(request, form, **texts, ward=kind.ward, cancel=reverse("report_kinds", args=[kind.ward_id]))


@answers_once
def period_cancel(request: SignedIn, pk: int) -> HttpResponse:
    """Asks for the reason, and says what becomes of what was typed."""
    period = own_period(request, pk)
    if period.cancelled_at:
        raise Http404
    report = ward_report_of(period)
    form = ReasonForm(posted(request))
    if done(form, lambda: actions.cancel(period, by=request.user, reason=form.cleaned_data["reason"])):
        messages.success(request, _("%(period)s is cancelled. What was typed can still be read.") % {"period": period})
        return redirect(period_address(period))
    if not form.is_bound:
        refuse_unless_open(report, "cancel_period", by=request.user)
    title = _("Cancel %(period)s?") % {"period": period}
    return confirm_page(request, report, "cancel_period", form, title=title, happens=_happens(period))


def _happens(period: Any) -> str:
    """What becomes of the reports. One query."""
    rows = list(period.unit_reports.values_list("state", "saved_at"))
    begun = sum(saved is not None for _state, saved in rows)
    submitted = sum(state in HELD_BY_WARD for state, _saved in rows)
    counted = ngettext("It has %(count)d unit report: ", "It has %(count)d unit reports: ", len(rows))
    sentence = _(
        "%(begun)d begun, %(submitted)d submitted. All of them are closed: nobody is asked for them any more. What was "
        "typed, evidence and difficulties stay and can be read, but are not taken over. The units read your reason in "
        "a mail. The period can be opened anew by hand, with empty reports."
    )
    return counted % {"count": len(rows)} + sentence % {"begun": begun, "submitted": submitted}
