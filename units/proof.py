"""Whoever decides proves right before that it is them: by password, one-time code or passkey (django-allauth).

A proof holds for ACCOUNT_REAUTHENTICATION_TIMEOUT seconds. Signing in is none: the phone may lie open on a table. A
password that a mailed link let somebody choose is none either, until an administrator vouches for it or a second factor
that the person had before stands beside it: whoever reads their mail could have chosen it (docs/decisions/0026).
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db.models import QuerySet
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

    @wraps(view)
    def wrapper(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        require_proof(request)
        return view(request, *args, **kwargs)

    return wrapper


def require_proof(request: SignedIn) -> None:
    """As `proved`, for a page on which only some changes need it. Raises NotPossible and ReauthenticationRequired."""
    person = request.user
    if not settings.DEMO:
        if not has_proof(person):
            raise NotPossible(
                _("You have no password yet: choose one by “Forgotten your password?” on the sign-in page, then sign.")
            )
        if person.unvouched_since:
            _require_older_factor(request)
    raise_if_reauthentication_required(request, app="")


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


def _require_older_factor(request: SignedIn) -> None:
    held = set(older_factors(request.user).values_list("pk", flat=True))
    if not held:
        raise NotPossible(
            _(
                "Your password was chosen by a link sent by mail. Ask your ward's administrator to confirm on your "
                "page that it was you; nothing is signed or decided before."
            )
        )
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    for record in get_authentication_records(request, request.user):
        if record.get("reauthenticated") and record.get("id") in held and record["at"] > since:
            return
    raise ReauthenticationRequired


def older_factors(person: Person) -> "QuerySet[Authenticator]":
    """The second factors that the person had before a mailed link let somebody choose their password."""
    return Authenticator.objects.filter(user=person, created_at__lt=person.unvouched_since)


def has_proof(person: Person) -> bool:
    """Whether the person has anything to prove by who they are."""
    return person.has_usable_password() or is_mfa_enabled(person)
