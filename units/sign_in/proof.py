"""Whoever decides proves right before that it is them: by password, one-time code or passkey (django-allauth).

A proof holds for ACCOUNT_REAUTHENTICATION_TIMEOUT seconds. Signing in is none: the device may since have been left
unattended. A password that a mailed link let somebody choose is none either, until an administrator vouches for it or a
second factor that the person had before stands beside it: whoever reads their mail could have chosen it
(docs/decisions/0026).
"""

import time

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from units.models import Person
from units.requests import SignedIn


def require_proof(request: SignedIn, *, keep: bool = True) -> None:
    """Lets pass whoever has just proved who they are and sends others to do so: for a page that its reader may see.

    What they had typed is sent again by itself once they have; without `keep`, for a form that holds a secret, nothing
    of it is kept in the session and the page is shown again. Raises NotPossible for a person who has nothing to prove
    it by, but in demo mode, where nobody has: there the page itself says so, and its button is the proof.
    """
    person = request.user
    if not (settings.DEMO or has_proof(person)):
        raise NotPossible(
            _("You have no password yet: choose one by “Forgotten your password?” on the sign-in page, then sign.")
        )
    if _is_vouched(request) and not is_reauthentication_required(request, app=""):
        return
    if request.method == "POST" and not keep:
        raise ImmediateHttpResponse(redirect(request.get_full_path()))
    raise ReauthenticationRequired


def require_vouched(request: SignedIn) -> None:
    """For who gives offices: whoever chose their password by a mailed link proves it first, others need not."""
    if not _is_vouched(request):
        raise ReauthenticationRequired


def _is_vouched(request: SignedIn) -> bool:
    return settings.DEMO or not request.user.unvouched_since or _gave_older_factor(request)


def _gave_older_factor(request: SignedIn) -> bool:
    """Whether they proved it by a second factor of before. Raises NotPossible for whoever had none."""
    held = set(older_factors(request.user).values_list("pk", flat=True))
    if not held:
        raise NotPossible(
            _(
                "Your password was chosen by a link sent by mail. Ask your ward's administrator to confirm on your "
                "page that it was you; nothing is signed or decided before."
            )
        )
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    return any(row.get("reauthenticated") and row.get("id") in held and row["at"] > since for row in records)


def older_factors(person: Person) -> "QuerySet[Authenticator]":
    """The second factors that the person had before a mailed link let somebody choose their password."""
    return Authenticator.objects.filter(user=person, created_at__lt=person.unvouched_since)


def has_proof(person: Person) -> bool:
    """Whether the person has anything to prove by who they are."""
    return person.has_usable_password() or is_mfa_enabled(person)
