from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.clock import now
from approvals.pages import menu
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units import grants, rules
from units.models import Absence, Membership, Office, Person
from units.offices import actions as offices
from units.offices.leaving import left_by
from units.offices.rows import SIGNING, office_rows
from units.offices.views import successors_form
from units.requests import SignedIn, administered_person, administered_units, form_page
from units.sign_in.proof import require_proof, require_vouched

from . import actions
from .forms import OwnForm, PersonAddForm, PersonForm


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
            "absences": Absence.objects.unended().filter(Q(person=person) | Q(substitute=person)),
            "may_administer": bool(wards & {row.unit.root_id for row in memberships}),
            "person_pages": menu.PERSON_PAGES,
            "slip_ward": next(iter(wards & {row.unit.root_id for row in current}), None),
            "may_vouch": bool(wards) and person.unvouched_since and person != request.user,
            "lacks_second_factor": administers and bool(wards) and not is_mfa_enabled(person),
        },
    )


@answers_once
def person_add(request: SignedIn) -> HttpResponse:
    """A new person with their first office: both or neither."""
    form = PersonAddForm(posted(request), units=administered_units(request), initial={"unit": request.GET.get("unit")})
    if form.is_valid():
        require_vouched(request)
        with transaction.atomic():
            office = form.office_held
            person = actions.add_person(office["unit"], by=request.user, **form.person)
            offices.start_membership(person, by=request.user, **office)
        messages.success(request, _how_to_begin(person) % {"person": person})
        return redirect("person", person.pk)
    return form_page(request, form, title=_("Add a person"), label=_("Add the person"), cancel=reverse("units"))


def _how_to_begin(person: Person) -> str:
    if person.email:
        return _("%(person)s is added. They choose a password by “Forgotten your password?” on the sign-in page.")
    return _("%(person)s is added without an e-mail address. Print a slip by which they choose a password.")


def person_change(request: SignedIn, pk: int) -> HttpResponse:
    person = administered_person(request, pk)
    form = PersonForm(posted(request), instance=person)
    if form.is_valid() and "email" in form.changed_data:
        require_proof(request)
    if done(form, lambda: actions.change_person(person, by=request.user, **form.cleaned_data)):
        messages.success(request, _("%(person)s is changed.") % {"person": person})
        return redirect("person", pk)
    cancel = reverse("person", args=[pk])
    return form_page(request, form, title=_("Change the person"), label=_("Save the changes"), cancel=cancel)


def own_page(request: SignedIn) -> HttpResponse:
    """Trang của tôi: name, telephone and e-mail, the offices held, and the pages of signing in."""
    person = Person.objects.get(pk=request.user.pk)  # the form writes on the row that it is given
    form = OwnForm(posted(request), instance=person)
    if form.is_valid() and {"name", "email"} & set(form.changed_data):
        require_proof(request)
    if done(form, lambda: actions.change_self(person, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Your page is changed."))
        return redirect("own_page")
    page = {
        "form": form,
        "two_steps": is_mfa_enabled(request.user),
        "for_writers": menu.WRITER_PAGES.items() if grants.units_where(request.user, "write_reports") else (),
    }
    return render(request, "units/own_page.html", page, status=status_of(form))


def person_deactivate(request: SignedIn, pk: int) -> HttpResponse:
    """Says what waits for the person, and asks who takes their offices over."""
    person = administered_person(request, pk)
    form = successors_form(request, person, Membership.objects.filter(person=person))

    @transaction.atomic
    def deactivate() -> None:
        offices.hand_over(form.successors, by=request.user)
        actions.deactivate_person(person, by=request.user)

    if done(form, deactivate):
        messages.success(request, _("%(person)s can sign in no more; their offices have ended.") % {"person": person})
        return redirect("person", pk)
    page = {"person": person, "form": form, "left": left_by(deactivate, rules.wards_of(person))}
    return render(request, "units/person_deactivate.html", page, status=status_of(form))


@require_POST
@answers_once
def person_vouch(request: SignedIn, pk: int) -> HttpResponse:
    person = administered_person(request, pk)
    require_proof(request)
    actions.vouch(person, by=request.user)
    messages.success(request, _("The password of %(person)s proves who they are again.") % {"person": person})
    return redirect("person", pk)


@require_POST
@answers_once
def person_reactivate(request: SignedIn, pk: int) -> HttpResponse:
    person = actions.reactivate_person(administered_person(request, pk), by=request.user)
    messages.success(request, _("%(person)s can sign in again. Now give them an office.") % {"person": person})
    return redirect("person", pk)
