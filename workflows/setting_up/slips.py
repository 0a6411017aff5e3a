"""Printed slips: who has not chosen a password yet is handed an address and a code."""

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.pages.shown import shows_once
from approvals.text.vietnamese import in_order_of_people
from units.models import Membership, Person, Unit
from units.people import actions as people
from units.requests import SignedIn, administered_ward
from units.sign_in import codes
from units.sign_in.proof import require_proof, require_vouched

AGAIN = gettext_noop(
    "These slips were made already, and no others are made by loading their page again. The printed ones open the "
    "accounts. If they were not printed, choose the people again: new slips make the earlier ones void."
)


@shows_once(AGAIN)
def slips(request: SignedIn, pk: int) -> HttpResponse:
    """Who has no password yet, to choose from; then a sheet of slips to print. A code is shown this once: the sheet
    loaded again within ten minutes is the same one, and later asks whether there shall be any.

    `?person=` names somebody else of the ward, who has lost their password and has no e-mail address.
    """
    ward = administered_ward(request, pk)
    others = request.GET.getlist("person") + request.POST.getlist("person")
    found = list(_without_password(ward, [int(pk) for pk in others if pk.isdecimal() and len(pk) < 19]))
    if request.method != "POST":
        return render(request, "workflows/setting_up/slips.html", {"ward": ward, "people": found})
    chosen = [person for person in found if str(person.pk) in request.POST.getlist("person")]
    if not chosen:
        raise NotPossible(_("Choose at least one person for whom a slip is printed."))
    if any(person.last_login or person.has_usable_password() for person in chosen):
        require_proof(request)
    require_vouched(request)
    made = people.issue_slips(chosen, by=request.user)
    page = {
        "ward": ward,
        "slips": made,
        "address": settings.SITE_URL + reverse("slip"),
        "until": now() + codes.OF_PERSON,
        "back": reverse("slips", args=[ward.pk]),
    }
    return render(request, "workflows/setting_up/slips_sheet.html", page)


def _without_password(ward: Unit, others: list[int]) -> "QuerySet[Person]":
    """The ward's people who have never had a password, and those others of it."""
    held = Membership.objects.unended().filter(Q(unit=ward) | Q(unit__ward=ward))
    never = Q(password__startswith="!", last_login=None)
    people = Person.objects.filter(never | Q(pk__in=others), is_active=True, pk__in=held.values("person"))
    return people.order_by(*in_order_of_people("name"), "pk")
