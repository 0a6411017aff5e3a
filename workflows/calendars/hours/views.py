from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals.pages.forms import done, posted
from approvals.pages.once import answers_once
from units.requests import SignedIn, administered_ward, form_page

from . import actions
from .forms import HoursTermForm


@answers_once
def calendar_hours_add(request: SignedIn, pk: int) -> HttpResponse:
    ward = administered_ward(request, pk)
    form = HoursTermForm(posted(request))
    if done(form, lambda: actions.set_hours(ward, form.term, by=request.user)):
        messages.success(request, _("The working hours are saved. They count for steps that open from now on."))
        return redirect("calendar", pk)
    lead = _("On the working days of a term: in summer, or a day that is worked in the morning alone.")
    texts = {"title": _("Working hours for a term"), "lead": lead, "label": _("Save the hours"), "ward": ward}
    return form_page(request, form, **texts, cancel=reverse("calendar", args=[pk]))


@require_POST
@answers_once
def calendar_hours_drop(request: SignedIn, pk: int, day: date) -> HttpResponse:
    actions.drop_hours(administered_ward(request, pk), day, by=request.user)
    messages.success(request, _("The usual hours count again. What is due already stays due."))
    return redirect("calendar", pk)
