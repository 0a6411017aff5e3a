"""Wrong passwords and codes: five within five minutes from one place, and no further than that place.

A place is the network address that a try comes from, or a device from which the person has signed in before, which
brings a signed cookie: whoever only knows a user name can lock neither its owner's own computer nor a colleague's. The
numbers are settings.ACCOUNT_RATE_LIMITS; NĐ 331/2026 asks for five tries at most from level 2 on. Codes are short,
so all places from which a person has never signed in have twenty an hour together.
"""

from secrets import token_urlsafe
from typing import Any

from allauth.core.internal.ratelimit import RateLimitUsage, consume, get_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from units.models import Person

COOKIE, SALT = "device", "units.tries"
AGE = 400 * 24 * 3600  # seconds: what browsers keep at most (RFC 6265bis)
PEOPLE = 30  # of one device


def spend(request: HttpRequest, username: str, *, dry_run: bool = False) -> RateLimitUsage | None:
    """Take one of the tries that are left for this user name at this place; None where none is."""
    name, (device, people) = username.casefold(), _device(request)
    person = Person.objects.filter(username__iexact=username).first()
    if person and str(person.pk) in people:
        return _spend(request, "wrong_password_known_device", f"{name}:{device}", dry_run)
    return _spend(request, "wrong_password", f"{name}:{get_ip(request)}", dry_run)


def spend_code(request: HttpRequest, person: Person, *, dry_run: bool = False) -> RateLimitUsage | None:
    """Take one of the tries that are left for the person's second step at this place; None where none is."""
    device, people = _device(request)
    if str(person.pk) in people:
        return _spend(request, "wrong_code_known_device", f"{person.pk}:{device}", dry_run)
    here = _spend(request, "wrong_code", f"{person.pk}:{get_ip(request)}", dry_run)
    anywhere = here and _spend(request, "wrong_code_anywhere", str(person.pk), dry_run)
    return RateLimitUsage([*here.usage, *anywhere.usage]) if anywhere else None


def may_tell(request: HttpRequest, person: Person, *, of: str = "passwords") -> bool:
    """Whether it is time to tell the person of wrong ones: their mailbox is not to be filled by a stranger."""
    return bool(_spend(request, f"told_of_wrong_{of}", str(person.pk), dry_run=False))


def remember(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """The person has signed in from here: this device has tries of its own from now on."""
    device, people = _device(request)
    known = [str(person.pk), *(each for each in people if each != str(person.pk))][:PEOPLE]
    response.set_signed_cookie(
        COOKIE,
        ".".join([device or token_urlsafe(12), *known]),
        salt=SALT,
        max_age=AGE,
        path="/account/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _device(request: HttpRequest) -> tuple[str, list[str]]:
    """The device's mark and the ids of the people who have signed in from it; an unknown device has none."""
    device, *people = (request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=AGE) or "").split(".")
    return device, people


def _spend(request: HttpRequest, action: str, key: str, dry_run: bool) -> Any:
    return consume(request, app="allauth.account", action=action, key=key, dry_run=dry_run)
