"""Kỳ tập dượt of a ward: begun here, and wiped by one button."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units import rules as unit_rules
from units.models import Unit
from units.requests import SignedIn
from workflows.periods.owned import period_address

from . import actions
from .forms import PracticeForm


@answers_once
def practice(request: SignedIn, pk: int) -> HttpResponse:
    """The practice month that is open, with the button that wipes it; else the form that begins one."""
    ward = _own_ward(request, pk)
    form = PracticeForm(posted(request), ward=ward)
    made: list[Any] = []
    if done(form, lambda: made.append(actions.begin(ward, by=request.user, **form.due))):
        messages.success(request, _("%(period)s is open. The units find it on their desk.") % {"period": made[0]})
        return redirect(period_address(made[0]))
    kind = actions.kind_of(pk)
    period = kind.periods.select_related("kind").first() if kind else None
    address = period_address(period) if period else ""
    page = {"ward": ward, "form": form, "period": period, "address": address}
    return render(request, "workflows/periods/practice.html", page, status=status_of(form))


@require_POST
@answers_once
def practice_wipe(request: SignedIn, pk: int) -> HttpResponse:
    ward = _own_ward(request, pk)
    number = actions.wipe(ward, by=request.user)
    message = ngettext(
        "The practice month is wiped: %(number)d report is gone. The trail keeps what was done in it.",
        "The practice month is wiped: %(number)d reports are gone. The trail keeps what was done in it.",
        number,
    )
    messages.success(request, message % {"number": number})
    return redirect("periods")


def _own_ward(request: SignedIn, pk: int) -> Unit:
    """A ward that the person sees, else 404, and coordinates or administers, else 403."""
    ward = get_object_or_404(unit_rules.visible_wards(request.user), pk=pk)
    if not actions.may_practise(request.user, ward.pk):
        raise PermissionDenied
    return ward
