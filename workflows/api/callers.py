"""Who calls: a token in the header Authorization, what it allows, and how often it may call."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from ninja.errors import HttpError
from ninja.security import HttpBearer

from approvals.pages import rates
from units.models import AccessToken, Person
from units.tokens import actions as tokens

from .problems import problem

Scope = AccessToken.Scope
LADDER = (Scope.READ, Scope.WRITE, Scope.ACT)  # each allows what those before it do


class Call(HttpRequest):
    """A call behind `Bearer`: whoever makes it is the person of a token."""

    user: Person


class TooMany(HttpError):
    """More calls than RATES allows."""

    def __init__(self) -> None:
        super().__init__(429, _("Too many calls with this token. Wait a minute, then go on."))


class Bearer(HttpBearer):
    """Lets pass a usable token that allows `scope`, and makes its person the request's."""

    def __init__(self, scope: str = Scope.READ) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> AccessToken | None:
        found = tokens.opened_by(token)
        if found is None:
            return None
        if not rates.within(request, "api", key=str(found.pk)):
            raise TooMany
        if LADDER.index(found.scope) < LADDER.index(self.scope):
            raise PermissionDenied(
                _("This token does not allow that. Its owner makes one that does, on their own page.")
            )
        request.user = found.person
        return found


def too_often(request: HttpRequest) -> HttpResponse | None:
    """The refusal of a call that `is_known`, beyond what RATES allows."""
    found = tokens.opened_by(_secret(request))
    if found is None or rates.within(request, "api", key=str(found.pk)):
        return None
    refusal = TooMany()
    return problem(refusal.status_code, str(refusal), None, retry_after="60")


def is_known(request: HttpRequest) -> bool:
    """Whether the call bears a usable token."""
    return tokens.opened_by(_secret(request)) is not None


def _secret(request: HttpRequest) -> str:
    """Of its token, blank where it bears none."""
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret if kind.casefold() == "bearer" else ""


WRITE, ACT = Bearer(Scope.WRITE), Bearer(Scope.ACT)


def acts_on_reports(router: Router, shape: Any) -> Callable[[str, str, str], Any]:
    """Gives acts on a report their address, below that of the report, their name in the document and their words; each
    answers with how the report stands then, in `shape`: what it holds is read apart, so that an act costs no more than
    the page's.
    """
    return lambda path, name, summary: router.post(
        f"/{{int:report}}/{path}", response=shape, auth=ACT, operation_id=name, summary=summary
    )
