"""Phân công phụ trách: who is in charge of what in a ward; its administrators enter and end it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.errors import NotPossible
from approvals.pages.once import answers_once
from units import rules
from units.models import Charge
from units.requests import SignedIn, form_page

from . import actions
from .forms import ChargeForm


@require_safe
def charges(request: SignedIn, pk: int) -> HttpResponse:
    """The charges of a ward that the reader sees: those that run or are to come, and those that have ended."""
    ward = get_object_or_404(rules.visible_wards(request.user), pk=pk)
    rows = list(Charge.objects.filter(ward=ward).select_related("leader", "unit"))
    context = {
        "ward": ward,
        "charges": [row for row in rows if not row.has_ended],
        "former": [row for row in rows if row.has_ended],
        "may_administer": rules.may_administer(request.user, ward),
    }
    return render(request, "units/charges.html", context)


@answers_once
def charge_start(request: SignedIn, pk: int) -> HttpResponse:
    ward = get_object_or_404(rules.visible_wards(request.user), pk=pk)
    if not rules.may_administer(request.user, ward):
        raise PermissionDenied
    form = ChargeForm(request.POST or None, ward=ward)
    if request.method == "POST" and form.is_valid():
        try:
            charge = actions.start_charge(ward, by=request.user, **form.charge)
        except NotPossible as refusal:
            form.add_error(None, refusal.message)
        else:
            values = {"person": charge.leader, "what": charge.what, "term": charge.term}
            messages.success(request, _("%(person)s is in charge of %(what)s, %(term)s.") % values)
            return redirect("charges", pk)
    texts = {"title": _("Put somebody in charge"), "label": _("Put them in charge"), "ward": ward}
    return form_page(request, form, **texts, cancel=reverse("charges", args=[pk]))


@require_POST
@answers_once
def charge_end(request: SignedIn, pk: int) -> HttpResponse:
    """Of a ward that the user sees, else 404, and administers, else 403."""
    seen = Charge.objects.filter(ward__in=rules.visible_wards(request.user))
    charge = actions.end_charge(get_object_or_404(seen, pk=pk), by=request.user)
    messages.success(request, _("The charge has ended: %(what)s.") % {"what": charge.what})
    return redirect("charges", charge.ward_id)
