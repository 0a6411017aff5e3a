from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.pages.once import answers_once
from units import actions, rules
from units.forms import OfficeForm, PersonAddForm, PersonForm
from units.models import Membership, Office, Person, Unit
from units.proof import require_proof, require_vouched
from units.requests import SignedIn

from .offices import SIGNING, office_rows


@require_safe
def person(request: SignedIn, pk: int) -> HttpResponse:
    """A person of the ward: the offices they hold and held in it, and what they may do now."""
    person = get_object_or_404(rules.visible_people(request.user), pk=pk)
    held = Membership.objects.filter(person=person, unit__in=rules.visible_units(request.user).values("pk"))
    memberships = list(held.select_related("unit__ward", "person", *SIGNING).order_by("-starts_at"))
    current = [row for row in memberships if row.ends_at is None or row.ends_at > now()]
    rights = rules.rights_of(current)
    wards = set(rules.administered_wards(request.user).values_list("pk", flat=True))
    administers = any(row.office == Office.ADMIN for row in current)
    return render(
        request,
        "units/person.html",
        {
            "person": person,
            "rows": office_rows(current, rights),
            "former": [row for row in memberships if row not in current],
            "may_administer": bool(wards & {row.unit.root_id for row in memberships}),
            "may_vouch": bool(wards) and person.unvouched_since and person != request.user,
            "lacks_second_factor": administers and bool(wards) and not is_mfa_enabled(person),
        },
    )


@answers_once
def person_add(request: SignedIn) -> HttpResponse:
    """A new person with their first office: both or neither."""
    form = PersonAddForm(request.POST or None, units=_units(request), initial={"unit": request.GET.get("unit")})
    if request.method == "POST" and form.is_valid():
        require_vouched(request)
        with transaction.atomic():
            office = form.office_held
            person = actions.add_person(office["unit"], by=request.user, **form.person)
            actions.start_membership(person, by=request.user, **office)
        messages.success(
            request,
            _("%(person)s is added. They choose a password by “Forgotten your password?” on the sign-in page.")
            % {"person": person},
        )
        return redirect("person", person.pk)
    return _form_page(request, form, title=_("Add a person"), label=_("Add the person"), cancel=reverse("units"))


def person_change(request: SignedIn, pk: int) -> HttpResponse:
    person = _own_person(request, pk)
    form = PersonForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        if "email" in form.changed_data:
            require_proof(request)
        actions.change_person(person, by=request.user, **form.cleaned_data)
        messages.success(request, _("%(person)s is changed.") % {"person": person})
        return redirect("person", pk)
    cancel = reverse("person", args=[pk])
    return _form_page(request, form, title=_("Change the person"), label=_("Save the changes"), cancel=cancel)


def person_deactivate(request: SignedIn, pk: int) -> HttpResponse:
    person = _own_person(request, pk)
    if request.method == "POST":
        actions.deactivate_person(person, by=request.user)
        messages.success(request, _("%(person)s can sign in no more; their offices have ended.") % {"person": person})
        return redirect("person", pk)
    return render(request, "units/person_deactivate.html", {"person": person})


@require_POST
def person_vouch(request: SignedIn, pk: int) -> HttpResponse:
    person = _own_person(request, pk)
    require_proof(request)
    actions.vouch(person, by=request.user)
    messages.success(request, _("The password of %(person)s proves who they are again.") % {"person": person})
    return redirect("person", pk)


@require_POST
def person_reactivate(request: SignedIn, pk: int) -> HttpResponse:
    person = actions.reactivate_person(_own_person(request, pk), by=request.user)
    messages.success(request, _("%(person)s can sign in again. Now give them an office.") % {"person": person})
    return redirect("person", pk)


@answers_once
def membership_start(request: SignedIn, pk: int) -> HttpResponse:
    person = _own_person(request, pk)
    form = OfficeForm(request.POST or None, units=_units(request))
    if request.method == "POST" and form.is_valid():
        require_vouched(request)
        try:
            office = actions.start_membership(person, by=request.user, **form.office_held)
        except NotPossible as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("%(person)s is now: %(office)s.") % {"person": person, "office": office})
            return redirect("person", pk)
    title = _("Give %(person)s an office") % {"person": person}
    return _form_page(request, form, title=title, label=_("Give the office"), cancel=reverse("person", args=[pk]))


def membership_end(request: SignedIn, pk: int) -> HttpResponse:
    seen = Membership.objects.filter(unit__in=rules.visible_units(request.user).values("pk"))
    membership = get_object_or_404(seen.select_related("unit__ward", "person"), pk=pk)
    if not rules.may_administer(request.user, membership.unit):
        raise PermissionDenied
    if request.method == "POST":
        actions.end_membership(membership, by=request.user)
        messages.success(
            request,
            _("The office of %(person)s has ended: %(office)s.") % {"person": membership.person, "office": membership},
        )
        return redirect("person", membership.person_id)
    return render(request, "units/membership_end.html", {"membership": membership})


def _units(request: SignedIn) -> "QuerySet[Unit]":
    """The units in which the person may give offices. Raises PermissionDenied where there are none."""
    wards = rules.administered_wards(request.user).values("pk")
    units = Unit.objects.filter(Q(pk__in=wards) | Q(ward__in=wards), retired_at=None)
    if not units.exists():
        raise PermissionDenied
    return units


def _own_person(request: SignedIn, pk: int) -> Person:
    """A person whom the user sees, else 404, where the user administers a ward, else 403."""
    person = get_object_or_404(rules.visible_people(request.user), pk=pk)
    if not rules.administered_wards(request.user).exists():
        raise PermissionDenied
    return person


def _form_page(request: SignedIn, form: forms.BaseForm, *, title: str, label: str, cancel: str) -> HttpResponse:
    context = {"form": form, "title": title, "label": label, "cancel": cancel}
    return render(request, "units/form.html", context, status=422 if form.errors else 200)
