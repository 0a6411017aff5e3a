from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import is_valid_path
from whitenoise.middleware import WhiteNoiseFileResponse

from approvals.errors import AlreadyDone, NotPossible

from .typed import fields_of, texts_of
from .uploads import declared_length

GetResponse = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "POST")
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)


# What a page may ask of the device: passkeys alone.
DENIED = (
    *("accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture", "encrypted-media"),
    *("fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer"),
    *("microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial", "usb", "web-share"),
    "xr-spatial-tracking",
)
PERMISSIONS = ", ".join(
    [f"{name}=()" for name in DENIED] + [f"publickey-credentials-{name}=(self)" for name in ("create", "get")]
)


def page_policy(get_response: GetResponse) -> GetResponse:
    """Every page and file: no inline script or style, nothing from elsewhere, nothing of the device, no copy kept.

    Static files alone keep whitenoise's own rule of caching.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers["Permissions-Policy"] = PERMISSIONS
        if not isinstance(response, WhiteNoiseFileResponse):
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def known_methods(get_response: GetResponse) -> GetResponse:
    """Pages are asked for or posted to. Any other method would run a view as if the page had been asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return get_response(request)

    return middleware


def limited_body(get_response: GetResponse) -> GetResponse:
    """413 for what says of itself that it is larger than LARGEST_REQUEST, before any of it is read.

    Where the length is not told, Django reads nothing.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if declared_length(request) > settings.LARGEST_REQUEST:
            return HttpResponse(too_much(), status=413)
        return get_response(request)

    return middleware


def too_much() -> str:
    """The page for what is larger than LARGEST_REQUEST."""
    return render_to_string("413.html", {"most": settings.LARGEST_REQUEST // 1024 // 1024})


class NotPossibleMiddleware:
    """Turn NotPossible into 409 with its sentence on a page; AlreadyDone into the page above, with the sentence, unless
    other words were typed this time: these are shown again, as of any refusal.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NotPossible):
            return None
        if isinstance(exception, AlreadyDone) and not texts_of(fields_of(request.POST)):
            messages.success(request, exception.message)
            return redirect(page_above(request))
        return render(
            request, "409.html", {"message": exception.message, "where": _where_it_stands(request)}, status=409
        )


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
