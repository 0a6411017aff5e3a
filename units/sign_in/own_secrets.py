"""What people change of their own ways to sign in (django-allauth's signals), noted in the trail of their account."""

from functools import partial
from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.db import transaction
from django.dispatch import Signal

from approvals.statements import lock
from approvals.trail import chain as trail
from units import grants
from units.models import Person

CHANGES: dict[Signal, str] = {
    password_changed: "change_password",
    authenticator_added: "add_factor",
    authenticator_removed: "remove_factor",
    authenticator_reset: "reset_factor",
}


def watch() -> None:
    """Note each of these changes from now on."""
    for signal, action in CHANGES.items():
        signal.connect(partial(note, action=action), weak=False, dispatch_uid=action)


def note(*, user: Person, action: str, authenticator: Authenticator | None = None, **_signal: Any) -> None:
    """Write the change, never the secret, into the trail of the person, in the ward where they hold an office.

    An account that holds none has no ward whose trail could tell of it: nothing is written then.
    """
    office = grants.offices_of(user).select_related("unit").order_by("pk").first()
    if office is None:
        return
    changes = {"kind": [None, authenticator.type]} if authenticator else {}
    with transaction.atomic():
        person = lock(Person, user.pk)
        trail.record_and_save(person, action, by=person, scope=office.unit.root_id, changes=changes)
