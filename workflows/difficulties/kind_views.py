from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units import rules as unit_rules
from units.models import Unit
from units.requests import SignedIn
from workflows.models import DifficultyKind

from . import kinds
from .forms import DifficultyKindForm


@answers_once
def difficulty_kinds(request: SignedIn, pk: int) -> HttpResponse:
    """The ward's kinds of difficulty, and a field for one more."""
    ward = _administered(request, get_object_or_404(unit_rules.visible_wards(request.user), pk=pk))
    form = DifficultyKindForm(posted(request))
    if done(form, lambda: kinds.add_kind(ward, by=request.user, name=form.cleaned_data["name"])):
        messages.success(request, gettext("The kind is added. Units can choose it from now on."))
        return redirect("difficulty_kinds", pk)
    offered = DifficultyKind.objects.filter(ward=ward, retired_at=None)
    context = {"ward": ward, "kinds": offered, "form": form}
    return render(request, "workflows/difficulties/difficulty_kinds.html", context, status=status_of(form))


def difficulty_kind(request: SignedIn, pk: int) -> HttpResponse:
    """Rename a kind, or retire it."""
    kind = _own_kind(request, pk)
    form = DifficultyKindForm(posted(request), initial={"name": kind.name})
    if done(form, lambda: kinds.rename_kind(kind, by=request.user, name=form.cleaned_data["name"])):
        messages.success(request, gettext("The kind is renamed."))
        return redirect("difficulty_kinds", kind.ward_id)
    return render(
        request, "workflows/difficulties/difficulty_kind.html", {"kind": kind, "form": form}, status=status_of(form)
    )


@require_POST
@answers_once
def difficulty_kind_retire(request: SignedIn, pk: int) -> HttpResponse:
    kind = kinds.retire_kind(_own_kind(request, pk), by=request.user)
    messages.success(request, gettext("“%(kind)s” is offered no more. What has it keeps it.") % {"kind": kind})
    return redirect("difficulty_kinds", kind.ward_id)


def _own_kind(request: SignedIn, pk: int) -> DifficultyKind:
    """A kind of a ward that the person sees, else 404, and administers, else 403."""
    visible = DifficultyKind.objects.filter(ward__in=unit_rules.visible_wards(request.user))
    kind = get_object_or_404(visible.select_related("ward"), pk=pk)
    _administered(request, kind.ward)
    return kind


def _administered(request: SignedIn, ward: Unit) -> Unit:
    if not unit_rules.may_administer(request.user, ward):
        raise PermissionDenied
    return ward
