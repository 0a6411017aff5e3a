"""Diễn tập: what the clock would do in a ward in days to come."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from approvals.pages.forms import status_of
from units import grants
from units import rules as unit_rules
from units.requests import SignedIn

from .forms import RehearsalForm
from .rehearse import rehearse


def rehearsal(request: SignedIn, pk: int) -> HttpResponse:
    """Asks for the days, and once they are sent shows what would happen; sent, since it locks for a moment what it
    plays with.
    """
    ward = get_object_or_404(unit_rules.visible_wards(request.user), pk=pk)
    if not grants.may(request.user, "view_trail", ward.pk):
        raise PermissionDenied
    form = RehearsalForm(request.POST or None)
    rows = rehearse(ward, *form.term) if form.is_valid() else None
    page = {"ward": ward, "form": form, "rows": rows}
    return render(request, "workflows/rehearsal/rehearsal.html", page, status=status_of(form) if rows is None else 200)
