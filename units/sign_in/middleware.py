from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from units import grants
from units.models import Office
from units.typed import kept as typed

GetResponse = Callable[[HttpRequest], HttpResponse]


class SignInFirst(LoginRequiredMiddleware):
    """Who is not signed in signs in first; what they had typed is kept for them meanwhile."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        return redirect_to_login(typed.keep(request) or typed.page_of(request))


def typed_again(get_response: GetResponse) -> GetResponse:
    """What was typed when a session ended is filled in again on its page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = typed.give_back(request, get_response(request))
        typed.remember(request, response)
        return response

    return middleware


def rights_read_once(get_response: GetResponse) -> GetResponse:
    """A page that only shows something reads its reader's rights once; one that writes asks for each anew."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        with grants.read_once():
            return get_response(request)

    return middleware


def second_factor_for_admins(get_response: GetResponse) -> GetResponse:
    """Where REQUIRE_MFA_FOR_ADMINS is set, an administrator sets up a second factor before anything else.

    NĐ 331/2026 asks it of administrators' accounts from information systems of level 2 on.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_MFA_FOR_ADMINS and _lacks_second_factor(request):
            messages.warning(request, _("Administrators sign in with a second factor: set one up, then go on."))
            return redirect("mfa_index")
        return get_response(request)

    return middleware


def _lacks_second_factor(request: HttpRequest) -> bool:
    """Whether an administrator without second factor asks for a page beside those of their account."""
    user = request.user
    if not user.is_authenticated or request.path.startswith(("/account/", "/static/", "/i18n/")):
        return False
    return grants.offices_of(user).filter(office=Office.ADMIN).exists() and not is_mfa_enabled(user)
