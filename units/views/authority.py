"""Under which authority an office is exercised, and by whom in its place: the administrator's pages."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.pages.once import answers_once
from approvals.text.vietnamese import InOrder
from units import actions, rules
from units.actions.authority import refuse_unless_given
from units.authority import eligible, gives
from units.forms import AuthorityForm, DelegationForm
from units.models import Membership, Person
from units.proof import require_vouched
from units.requests import SignedIn


def membership_authority(request: SignedIn, pk: int) -> HttpResponse:
    membership = _own_membership(request, pk)
    form = AuthorityForm(request.POST or None, instance=membership)
    if request.method == "POST" and form.is_valid():
        require_vouched(request)
        actions.set_authority(membership, by=request.user, **form.cleaned_data)
        told = {"person": membership.person}
        messages.success(request, _("It is recorded under which title %(person)s signs.") % told)
        return redirect("person", membership.person_id)
    title = _("Under which title %(person)s signs") % {"person": membership.person}
    return _form_page(request, form, membership, title=title, label=_("Record the title"))


@answers_once
def membership_delegate(request: SignedIn, pk: int) -> HttpResponse:
    membership = _own_membership(request, pk)
    refuse_unless_given(membership)
    people = Person.objects.filter(pk__in=eligible(membership, at=now()).values("person")).order_by(InOrder("name"))
    form = DelegationForm(request.POST or None, people=people, authorities=gives(membership))
    if request.method == "POST" and form.is_valid():
        require_vouched(request)
        try:
            delegation = actions.delegate(membership, by=request.user, **form.terms)
        except NotPossible as refusal:
            form.add_error(None, refusal.message)
        else:
            told = {"delegate": delegation.membership.person, "person": membership.person}
            messages.success(request, _("%(delegate)s signs for %(person)s within the term, and no longer.") % told)
            return redirect("person", delegation.membership.person_id)
    title = _("Delegate what %(person)s signs") % {"person": membership.person}
    return _form_page(request, form, membership, title=title, label=_("Enter the delegation"))


def _own_membership(request: SignedIn, pk: int) -> Membership:
    """An office of a person whom the user sees, else 404, in a ward that the user administers, else 403."""
    seen = Membership.objects.filter(unit__in=rules.visible_units(request.user).values("pk"))
    membership = get_object_or_404(seen.select_related("unit__ward", "person", "delegation"), pk=pk)
    if not rules.may_administer(request.user, membership.unit):
        raise PermissionDenied
    return membership


def _form_page(
    request: SignedIn, form: forms.BaseForm, membership: Membership, *, title: str, label: str
) -> HttpResponse:
    cancel = reverse("person", args=[membership.person_id])
    context = {"form": form, "title": title, "label": label, "cancel": cancel, "lead": str(membership)}
    return render(request, "units/form.html", context, status=422 if form.errors else 200)
