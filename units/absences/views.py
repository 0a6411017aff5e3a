"""Somebody reports that they will be away, and that they are back; an administrator does it for them."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals.clock import now
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units import rules
from units.models import Absence, Person
from units.requests import SignedIn, administered_person
from units.sign_in.proof import require_vouched

from . import actions
from .forms import AbsenceForm
from .moving import delegated_offices, moving_offices, waiting_for


@answers_once
def absence(request: SignedIn) -> HttpResponse:
    """Vắng mặt: one's own."""
    return _absence_page(request, request.user, cancel=settings.LOGIN_REDIRECT_URL)


@answers_once
def person_absence(request: SignedIn, pk: int) -> HttpResponse:
    """The same for somebody else, by an administrator."""
    return _absence_page(request, administered_person(request, pk), cancel=reverse("person", args=[pk]))


def _absence_page(request: SignedIn, person: Person, *, cancel: str) -> HttpResponse:
    form = AbsenceForm(posted(request), person=person)
    if form.is_valid():
        require_vouched(request)
    if done(form, lambda: actions.start_absence(person, by=request.user, **form.absence)):
        started = Absence(person=person, **form.absence)
        values = {"substitute": started.substitute, "person": person, "term": started.term}
        messages.success(request, _("%(substitute)s stands in for %(person)s, %(term)s.") % values)
        return redirect(request.path)
    is_own = person.pk == request.user.pk
    context = {"person": person, "is_own": is_own, "form": form, "cancel": cancel, **_beside_form(person)}
    return render(request, "units/absence.html", context, status=status_of(form))


def _beside_form(person: Person) -> dict[str, object]:
    """What the page says beside the form: the absences reported, and what moves and what stays."""
    at = now()
    return {
        "absences": Absence.objects.unended().filter(Q(person=person) | Q(substitute=person)),
        "moving": moving_offices(person, at, at),
        "delegated": delegated_offices(person, at, at),
        "waiting": waiting_for(person),
    }


@require_POST
@answers_once
def absence_end(request: SignedIn, pk: int) -> HttpResponse:
    """Đã trở lại: one's own, or in which one stands in, else that of a person whom the user sees (404), in a ward that
    they administer (403).
    """
    own = Q(person=request.user) | Q(substitute=request.user)
    seen = own | Q(person__in=rules.visible_people(request.user).values("pk"))
    ended = actions.end_absence(get_object_or_404(Absence.objects.filter(seen), pk=pk), by=request.user)
    messages.success(request, _("The absence of %(person)s has ended.") % {"person": ended.person})
    is_theirs = request.user.pk in (ended.person_id, ended.substitute_id)
    return redirect("absence") if is_theirs else redirect("person", ended.person_id)
