"""Every write to access tokens. A person makes their own; they, and who administers their wards, revoke them."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.statements import lock
from approvals.text.plain import one_line
from approvals.trail import chain as trail
from units import rules
from units.models import AccessToken, Person
from units.subjects import require_all

PREFIX = "td_"  # by which scanners of leaked secrets know one
MOST = 20  # that a person has at a time
NOTED_EVERY = timedelta(minutes=1)


def make_token(person: Person, *, name: str, scope: str, expires_at: datetime | None = None) -> tuple[AccessToken, str]:
    """A new token of the person's own, and its secret, which is not kept. Raises NotPossible for one too many."""
    with transaction.atomic():
        owner = lock(Person, person.pk)
        if AccessToken.objects.usable(now()).filter(person=owner).count() >= MOST:
            raise NotPossible(
                _("You have %(most)d access tokens: revoke one that is not needed first.") % {"most": MOST}
            )
        secret = PREFIX + secrets.token_urlsafe(32)
        token = AccessToken.objects.create(
            person=owner,
            name=one_line(name),
            scope=scope,
            digest=digest_of(secret),
            made_at=now(),
            expires_at=expires_at,
        )
        _record(owner, "make_token", token, by=owner)
        return token, secret


def revoke_token(token: AccessToken, *, by: Person) -> AccessToken:
    """The token opens nothing any more. Idempotent.

    Raises PermissionDenied unless it is `by`'s own, or `by` administers every ward of its person.
    """
    with transaction.atomic():
        owner = lock(Person, token.person_id)
        row = lock(AccessToken, token.pk)
        if owner != by:
            require_all(by, owner)
        if row.revoked_at is None:
            row.revoked_at = now()
            row.save(update_fields=["revoked_at"])
            _record(owner, "revoke_token", row, by=by)
        return row


def opened_by(secret: str) -> AccessToken | None:
    """The usable token of this secret, with its person; None for any other. Notes when it was used, to the minute."""
    at = now()
    token = AccessToken.objects.usable(at).select_related("person").filter(digest=digest_of(secret)).first()
    if token and (token.last_used_at is None or token.last_used_at <= at - NOTED_EVERY):
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=at)
    return token


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _record(owner: Person, action: str, token: AccessToken, *, by: Person) -> None:
    """In the trail of the person, told to the first of their wards."""
    scope = next(iter(rules.wards_of(owner)), 0)
    changes = {"token": [None, token.name], "allowed": [None, token.scope]}
    trail.record_and_save(owner, action, by=by, scope=scope, changes=changes)
