"""Whoever decides proves right before that it is them: by password, one-time code or passkey (django-allauth).

A proof holds for ACCOUNT_REAUTHENTICATION_TIMEOUT seconds. Signing in is none: the phone may lie open on a table.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from approvals.errors import NotPossible

from .models import Person
from .requests import SignedIn

View = Callable[..., HttpResponse]


def proved(view: View) -> View:
    """Opens the page to whoever has just proved who they are, and sends others to do so.

    What they had typed is sent again by itself once they have. Raises NotPossible for a person who has nothing to
    prove it by, but in demo mode, where nobody has: there the page itself says so, and its button is the proof.
    """
    asked = reauthentication_required(view)

    @wraps(view)
    def wrapper(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (settings.DEMO or has_proof(request.user)):
            raise NotPossible(
                _("You have no password yet: choose one by “Forgotten your password?” on the sign-in page, then sign.")
            )
        return asked(request, *args, **kwargs)

    return wrapper


def proved_without_keeping(view: View) -> View:
    """As `proved`, for a form that holds a secret: nothing of it is kept in the session, it is shown again instead."""
    asked = proved(view)

    @wraps(view)
    def wrapper(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return asked(request, *args, **kwargs)
        except ReauthenticationRequired:
            if request.method != "POST":
                raise
            return redirect(request.get_full_path())

    return wrapper


def has_proof(person: Person) -> bool:
    """Whether the person has anything to prove by who they are."""
    return person.has_usable_password() or is_mfa_enabled(person)
