"""What a refusal reads like: an action that is not possible, an address that takes forms alone."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import is_valid_path

from approvals.errors import AlreadyDone, NotPossible

from .once import was_answered
from .typed import fields_of, texts_of

GetResponse = Callable[[HttpRequest], HttpResponse]


class NotPossibleMiddleware:
    """Turn NotPossible into 409 with its sentence on a page; AlreadyDone into the page above, with the sentence, unless
    other words were typed this time: these are shown again, under a title that does not deny what was done.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NotPossible):
            return None
        own = isinstance(exception, AlreadyDone)
        if own and (not texts_of(fields_of(request.POST)) or was_answered(request)):
            messages.success(request, exception.message)
            return redirect(page_above(request))
        page = {"message": exception.message, "own": own, "where": _where_it_stands(request)}
        return render(request, "409.html", page, status=409)


def _where_it_stands(request: HttpRequest) -> str:
    """The page to look at after a refusal: where something was sent from; for a page that refuses, the one above it."""
    if request.method != "GET":
        return request.headers.get("Referer", "/")
    return page_above(request)


def page_above(request: HttpRequest) -> str:
    """The nearest page above an address."""
    path = request.path
    while path != "/":
        path = path[: path.rstrip("/").rfind("/") + 1]
        if is_valid_path(path):
            return path
    return path


def told_where_forms_are(get_response: GetResponse) -> GetResponse:
    """An address that takes forms alone says so on a page; who comes to it from signing in is led to the page above."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or response["Content-Type"].startswith("application/"):  # told to a program
            return response
        where = page_above(request)
        if urlsplit(request.headers.get("Referer", "")).path.startswith("/account/"):
            return redirect(where)
        page = render(request, "405.html", {"where": where}, status=405)
        page["Allow"] = response["Allow"]
        return page

    return middleware
