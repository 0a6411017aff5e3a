from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from approvals.pages.forms import done, posted, status_of
from units.models import Person
from units.sign_in import codes

from . import actions
from .forms import FirstAdministratorForm


@login_not_required
def first_administrator(request: HttpRequest, code: str) -> HttpResponse:
    """The page of the address that deploy/run --empty prints. Whoever has it becomes the first administrator, is
    signed in, and goes on to the second factor.
    """
    codes.look(code, of_person=False)
    form = FirstAdministratorForm(posted(request))
    made: list[Person] = []
    if done(form, lambda: made.append(actions.add_first_administrator(code, **form.account))):
        login(request, made[0], backend="units.backends.GrantBackend")
        reauthenticate_by_password(request)  # it was typed just now: the second factor asks for it
        messages.success(request, _("You are the first administrator. Set up a second factor now."))
        return redirect("mfa_activate_totp")
    return render(request, "units/installation/first_administrator.html", {"form": form}, status=status_of(form))
