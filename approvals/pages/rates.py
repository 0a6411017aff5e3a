"""How often an address may be asked: settings.ACCOUNT_RATE_LIMITS by action, counted in the cache."""

from allauth.core.internal.ratelimit import consume
from django.http import HttpRequest


def within(request: HttpRequest, action: str, *, key: str = "") -> bool:
    """Whether the request, of any method, is within the rate of `action`; it counts. `key` is what a rate by key counts
    by, such as the id of a token.
    """
    counted = consume(request, app="allauth.account", action=action, key=key or None, limit_get=True)
    return counted is not None
