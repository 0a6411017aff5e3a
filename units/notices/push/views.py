"""Switching notices on and off in a browser: asked for by its script."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from units.requests import SignedIn

from . import actions


@require_POST
def push_on(request: SignedIn) -> HttpResponse:
    """What the browser's push service gave it: `endpoint`, `p256dh`, `auth`."""
    sent = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    actions.switch_on(request.user, **sent)
    return HttpResponse(status=204)


@require_POST
def push_off(request: SignedIn) -> HttpResponse:
    """In the browser of this `endpoint`; without one in all of the reader's."""
    actions.switch_off(request.user, request.POST.get("endpoint", ""))
    return HttpResponse(status=204)
