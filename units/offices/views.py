"""Offices given and ended, under which authority they are exercised, and by whom in their place."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from approvals.text.vietnamese import in_order_of_people
from units import rules
from units.models import Membership, MembershipQuerySet, Person
from units.requests import SignedIn, administered_person, administered_units, form_page
from units.sign_in.proof import require_vouched

from . import actions
from .actions import refuse_unless_given
from .authority import eligible, gives
from .forms import AuthorityForm, DelegationForm, OfficeForm, SuccessorsForm
from .leaving import left_by


@answers_once
def membership_start(request: SignedIn, pk: int) -> HttpResponse:
    person = administered_person(request, pk)
    form = OfficeForm(posted(request), units=administered_units(request))
    if form.is_valid():
        require_vouched(request)
    if done(form, lambda: actions.start_membership(person, by=request.user, **form.office_held)):
        office = Membership(person=person, **form.office_held)
        messages.success(request, _("%(person)s is now: %(office)s.") % {"person": person, "office": office})
        return redirect("person", pk)
    title = _("Give %(person)s an office") % {"person": person}
    return form_page(request, form, title=title, label=_("Give the office"), cancel=reverse("person", args=[pk]))


def membership_end(request: SignedIn, pk: int) -> HttpResponse:
    """Says what waits for whoever holds the office, and asks who takes it over."""
    membership = _own_membership(request, pk)
    form = successors_form(request, membership.person, Membership.objects.filter(pk=pk))

    @transaction.atomic
    def end() -> None:
        actions.hand_over(form.successors, by=request.user)
        actions.end_membership(membership, by=request.user)

    if done(form, end):
        messages.success(
            request,
            _("The office of %(person)s has ended: %(office)s.") % {"person": membership.person, "office": membership},
        )
        return redirect("person", membership.person_id)
    page = {"membership": membership, "form": form, "left": left_by(end, [membership.unit.root_id])}
    return render(request, "units/membership_end.html", page, status=status_of(form))


def membership_authority(request: SignedIn, pk: int) -> HttpResponse:
    membership = _own_membership(request, pk)
    form = AuthorityForm(posted(request), instance=membership)
    if form.is_valid():
        require_vouched(request)
    if done(form, lambda: actions.set_authority(membership, by=request.user, **form.cleaned_data)):
        values = {"person": membership.person}
        messages.success(request, _("It is recorded under which title %(person)s signs.") % values)
        return redirect("person", membership.person_id)
    title = _("Under which title %(person)s signs") % {"person": membership.person}
    return form_page(request, form, title=title, label=_("Record the title"), **_place(membership))


@answers_once
def membership_delegate(request: SignedIn, pk: int) -> HttpResponse:
    membership = _own_membership(request, pk)
    refuse_unless_given(membership)
    people = Person.objects.filter(pk__in=eligible(membership, at=now()).values("person")).order_by(
        *in_order_of_people("name")
    )
    ward = membership.unit.ward or membership.unit
    form = DelegationForm(posted(request), people=people, authorities=gives(membership), ward=ward)
    if form.is_valid():
        require_vouched(request)
    if done(form, lambda: actions.delegate(membership, by=request.user, **form.terms)):
        values = {"delegate": form.cleaned_data["to"], "person": membership.person}
        messages.success(request, _("%(delegate)s signs for %(person)s within the term, and no longer.") % values)
        return redirect("person", form.cleaned_data["to"].pk)
    title = _("Delegate what %(person)s signs") % {"person": membership.person}
    return form_page(request, form, title=title, label=_("Enter the delegation"), **_place(membership))


def successors_form(request: SignedIn, person: Person, leaving: MembershipQuerySet) -> SuccessorsForm:
    """Asks who takes over what the person holds now of these offices. Whoever gives an office so proves who they are as
    for any other.
    """
    offices = leaving.at(now()).own().select_related("unit")
    form = SuccessorsForm(posted(request), offices=offices, people=rules.colleagues_of(person))
    if form.is_valid() and form.successors:
        require_vouched(request)
    return form


def _own_membership(request: SignedIn, pk: int) -> Membership:
    """An office of a person whom the user sees, else 404, in a ward that the user administers, else 403."""
    seen = Membership.objects.filter(unit__in=rules.visible_units(request.user).values("pk"))
    membership = get_object_or_404(seen.select_related("unit__ward", "person", "delegation"), pk=pk)
    if not rules.may_administer(request.user, membership.unit):
        raise PermissionDenied
    return membership


def _place(membership: Membership) -> dict[str, str]:
    """The office that a form is about, and the page to go back to."""
    return {"lead": str(membership), "cancel": reverse("person", args=[membership.person_id])}
