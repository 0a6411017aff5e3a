from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from . import grants

GetResponse = Callable[[HttpRequest], HttpResponse]


def rights_read_once(get_response: GetResponse) -> GetResponse:
    """A page that only shows something reads its reader's rights once; one that writes asks for each anew."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        with grants.read_once():
            return get_response(request)

    return middleware
