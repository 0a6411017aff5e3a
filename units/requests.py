"""Requests of people who are signed in: what they may ask for, and the page with one form."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from approvals.pages.forms import status_of

from . import rules
from .models import Person, Unit


class SignedIn(HttpRequest):
    """A request behind LoginRequiredMiddleware: whoever makes it is a person."""

    user: Person


def administered_ward(request: SignedIn, pk: int) -> Unit:
    """A ward that the user sees, else 404, and administers, else 403."""
    ward = get_object_or_404(rules.visible_wards(request.user), pk=pk)
    require_administrator(request.user, ward)
    return ward


def require_administrator(person: Person, unit: Unit) -> None:
    """Raises PermissionDenied for whoever does not administer the unit's ward."""
    if not rules.may_administer(person, unit):
        raise PermissionDenied


def administered_person(request: SignedIn, pk: int) -> Person:
    """A person whom the user sees, else 404, where the user administers a ward, else 403."""
    person = get_object_or_404(rules.visible_people(request.user), pk=pk)
    if not rules.administered_wards(request.user).exists():
        raise PermissionDenied
    return person


def administered_units(request: SignedIn) -> "QuerySet[Unit]":
    """The units in which the user may give offices. Raises PermissionDenied where there are none."""
    wards = rules.administered_wards(request.user).values("pk")
    units = Unit.objects.filter(Q(pk__in=wards) | Q(ward__in=wards), retired_at=None)
    if not units.exists():
        raise PermissionDenied
    return units


def form_page(request: SignedIn, form: forms.BaseForm, **texts: object) -> HttpResponse:
    """The page with one form. `texts` are title, label, cancel (where to), and lead, kind or ward where shown."""
    return render(request, "units/form.html", {"form": form, **texts}, status=status_of(form))
