"""Thiết lập: the one path from an installation without a ward to its first period. It keeps nothing of its own."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units import grants
from units.installation import actions as installation
from units.installation.forms import WardForm
from units.models import Unit
from units.requests import SignedIn
from units.rules import visible_wards
from units.tree.wards import ward_choice

from .standing import standing_of


@require_safe
def set_up(request: SignedIn) -> HttpResponse:
    """Leads to the path of the only ward, to the choice of one, or to the first ward of the installation."""
    wards = grants.units_where(request.user, "administer")
    if not wards and request.user.runs_installation:
        return redirect("ward_add")
    if not wards:
        raise PermissionDenied
    chosen = request.GET.get("ward", "")
    found = [ward for ward in wards if str(ward) == chosen or len(wards) == 1]
    if found:
        return redirect("set_up_ward", found[0])
    return ward_choice(request, wards, title=_("Setting up"), back=reverse("desk"))


@require_safe
def set_up_ward(request: SignedIn, pk: int) -> HttpResponse:
    """Each step of a ward: what stands, what is missing, and where it is done."""
    _refuse_others(request, pk)
    standing = standing_of(pk, two_steps=is_mfa_enabled(request.user))
    return render(request, "workflows/setting_up/path.html", {"standing": standing})


@answers_once
def ward_add(request: SignedIn) -> HttpResponse:
    """A ward of this installation, which whoever adds it administers."""
    if not request.user.runs_installation:
        raise PermissionDenied
    form = WardForm(posted(request))
    made: list[Unit] = []
    if done(form, lambda: made.append(installation.found_ward(form.place, by=request.user))):
        messages.success(request, _("%(ward)s is added, and you administer it.") % {"ward": made[0]})
        return redirect("set_up_ward", made[0].pk)
    return render(request, "workflows/setting_up/ward_add.html", {"form": form}, status=status_of(form))


def _refuse_others(request: SignedIn, pk: int) -> None:
    if pk not in grants.units_where(request.user, "administer"):
        get_object_or_404(visible_wards(request.user), pk=pk)
        raise PermissionDenied
