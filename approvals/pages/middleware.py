from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from whitenoise.middleware import WhiteNoiseFileResponse

from .faults import bad_request
from .uploads import declared_length

GetResponse = Callable[[HttpRequest], HttpResponse]

NUL = "%00"
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


def readable_addresses(get_response: GetResponse) -> GetResponse:
    """400 for an address with a NUL in it: nobody types one, and PostgreSQL takes it in no text."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if NUL in request.META.get("QUERY_STRING", "") or "\0" in request.path_info:
            return bad_request(request)
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
