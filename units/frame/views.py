from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from approvals.pages.menu import HELP


@login_not_required
def help_page(request: HttpRequest, page: str) -> HttpResponse:
    """Help written for one page of the product, and the way back to it."""
    if page not in HELP.values():
        raise Http404
    picture = f"img/help/{page}.webp"  # made by tests/pictures.py
    shown = {"back": _came_from(request), "picture": picture if finders.find(picture) else ""}
    return render(request, f"help/{page}.html", shown)


def _came_from(request: HttpRequest) -> str:
    """The page of ours that led here; else the desk."""
    referer = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    return referer if ours and urlsplit(referer).path != request.path else "/"
