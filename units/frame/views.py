from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from approvals.pages.menu import HELP


@login_not_required
def help_page(request: HttpRequest, page: str) -> HttpResponse:
    """Help written for one page of the product."""
    if page not in HELP.values():
        raise Http404
    return render(request, f"help/{page}.html")
