"""Mails about somebody's account that nobody may miss: a row of the outbox each, in Vietnamese whoever caused it."""

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.clock import ZONE, now
from approvals.models import OutboxMessage
from approvals.outbox import mailing
from approvals.outbox import queue as outbox
from units import rules
from units.models import Person


def tell_of_address(person: Person, *, old: str, scope: int) -> None:
    """Tell the address of before that mails go elsewhere now, once this commits: the new one is not written there."""
    with override("vi"):
        subject = _("Your mails go to another address now")
        text = _(
            "%(at)s: an administrator changed the e-mail address of the account %(username)s. Links to choose a "
            "password go to the new address from now on. If you know nothing of it, tell your ward's administrator at "
            "once."
        )
    _put(f"address-{person.pk}-{person.trail_seq}", person, to=old, scope=scope, subject=subject, text=text)


def tell_of_wrong_passwords(person: Person, *, address: str) -> None:
    with override("vi"):
        subject = _("Wrong passwords were tried for your account")
        text = _(
            "%(at)s: five wrong passwords in a row were given for the account %(username)s, from the address "
            "%(address)s. Whoever it was has to wait five minutes there. A computer from which you have signed in "
            "before is not held up. If it was not you, tell your ward's administrator."
        )
    _put_wrong("wrong-passwords", person, subject=subject, text=text, address=address)


def tell_of_wrong_codes(person: Person, *, address: str) -> None:
    with override("vi"):
        subject = _("Wrong codes were tried for your account")
        text = _(
            "%(at)s: the second step of the account %(username)s was tried with wrong codes too often, from the "
            "address %(address)s. Whoever it was knows your password, or has a page open on which you are signed in. "
            "A computer from which you have signed in before is not held up. If it was not you, change your password "
            "and tell your ward's administrator at once."
        )
    _put_wrong("wrong-codes", person, subject=subject, text=text, address=address)


def _put_wrong(what: str, person: Person, *, subject: str, text: str, address: str) -> None:
    """To the person, where they have an address."""
    if not person.email:
        return
    scope = next(iter(rules.wards_of(person)), 0)
    key = f"{what}-{person.pk}-{now():%Y%m%d%H%M%S%f}"
    _put(key, person, to=person.email, scope=scope, subject=subject, text=text, address=address)


def _put(key: str, person: Person, *, to: str, scope: int, subject: str, text: str, **values: str) -> None:
    values |= {"at": f"{now().astimezone(ZONE):%d/%m/%Y %H:%M}", "username": person.username}
    outbox.put("account", key, scope=scope, to=to, subject=f"Trình duyệt: {subject}", text=text % values)


def deliver(message: OutboxMessage) -> None:
    """Outbox handler for `account`: one mail to one address."""
    payload = message.payload
    EmailMessage(
        subject=payload["subject"],
        body=payload["text"],
        to=[payload["to"]],
        headers=mailing.headers(message.key),
    ).send()
