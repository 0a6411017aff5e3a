"""Refusals as problem documents (RFC 9457): the sentence that a page would show, in the language that is asked for."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve
from django.utils.translation import get_language_from_request, gettext_noop, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import Field, Schema

from approvals.pages.uploads import LimitedUpload

TYPE = "application/problem+json"
BELOW, HEAD = "/api/", "HEAD"
MULTIPART = "multipart/form-data"
WHY = {
    400: gettext_noop("What was sent cannot be read. Compare it with the document of the API."),
    404: gettext_noop("There is nothing at this address. /api/v1/ lists what there is."),
    413: gettext_noop("It is larger than what is taken. Send less at a time."),
    500: gettext_noop("The server could not answer. Nothing is known to have changed: read before you send it again."),
    503: gettext_noop("The server is not ready. Send it again in a moment."),
}
REPEATED = gettext_noop("This Idempotency-Key was used for something else. Use a new key for each call that differs.")


class Fault(Schema):
    where: str = Field(description=gettext_noop("The field at fault, as it was sent"))
    detail: str = Field(description=gettext_noop("What is wrong with it, and what to do"))


class Problem(Schema):
    type: str = Field("about:blank", description=gettext_noop("What kind of problem: the status says it all"))
    title: str = Field(description=gettext_noop("The status in words"))
    status: int = Field(description=gettext_noop("The HTTP status"))
    detail: str = Field("", description=gettext_noop("What happened, and what to do"))
    errors: list[Fault] = Field([], description=gettext_noop("The fields at fault, where there are any"))


def problem(status: int, detail: str = "", errors: list[dict[str, str]] | None = None, **headers: str) -> HttpResponse:
    """`headers` by names with underscores: retry_after="60"."""
    body: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    body |= {"detail": detail, "errors": errors or []}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return JsonResponse(
        body, status=status, content_type=TYPE, headers=named, json_dumps_params={"ensure_ascii": False}
    )


class Untaken(Exception):
    """Some fields cannot be taken: which, and why."""

    def __init__(self, faults: list[dict[str, str]]) -> None:
        super().__init__(str(faults))
        self.faults = faults


def cleaned(form: forms.BaseForm) -> dict[str, Any]:
    """What the form of the page says, so that limits and sentences are those of the page. Raises Untaken."""
    if not form.is_valid():
        found = form.errors.items()
        raise Untaken([{"where": name, "detail": str(error)} for name, errors in found for error in errors])
    return form.cleaned_data


def refused(fault: Untaken) -> HttpResponse:
    return problem(422, _("Some fields cannot be taken. Nothing was changed."), fault.faults)


def with_problems(view: Callable[..., HttpResponse], *, takes_file: bool = False) -> Callable[..., HttpResponse]:
    """A view whose answer to a wrong method, to a text with a NUL, and to a file that is too large to be read to its
    end, is a problem document too. One that `takes_file` reads no further than it may be.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        upload = None
        if takes_file and request.content_type == MULTIPART:
            upload = LimitedUpload(request, settings.LARGEST_FILE)
            request.upload_handlers = [upload]
        elif request.method == "POST" and b"\\u0000" in request.body:
            return problem(400, _("A text holds a NUL: it may be damaged. Send it without."))
        response = _as_get(view, request, *args, **kwargs) if request.method == HEAD else view(request, *args, **kwargs)
        if upload and upload.too_large:
            return problem(413, _(WHY[413]))
        return not_taken(response["Allow"]) if response.status_code == 405 else response

    return answered


def _as_get(view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """HEAD is GET (RFC 9110), of whose answer the server sends no body."""
    request.method = "GET"
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = HEAD


def told_to_programs(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The outermost middleware: below /api/ a refusal by any other one (a host or method that is not known, too much,
    no database) is a problem document too.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        below = request.path_info.startswith(BELOW) and response.status_code >= 400
        if not below or response["Content-Type"].startswith(TYPE):
            return response
        with override(get_language_from_request(request)):
            return _instead_of(response, request)

    return middleware


def _instead_of(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    status = response.status_code
    if status != 405:
        kept = {"retry_after": response["Retry-After"]} if response.has_header("Retry-After") else {}
        return problem(status, _(WHY.get(status, WHY[500])), None, **kept)
    found = resolve(request.path_info)
    asked = found.func(request, *found.args, **found.kwargs)  # which refuses the method first, and tells its own
    return not_taken(asked["Allow"]) if asked.status_code == 405 else asked


def not_taken(methods: str) -> HttpResponse:
    """`methods` as the library names them: it knows nothing of HEAD."""
    if "GET" in methods and HEAD not in methods:
        methods = methods.replace("GET", f"GET, {HEAD}")
    return problem(405, _("This address takes %(methods)s alone.") % {"methods": methods}, allow=methods)


@csrf_exempt
@login_not_required
def unknown(_request: HttpRequest, rest: str = "") -> HttpResponse:
    """For an address below /api/ that there is not."""
    return problem(404, _(WHY[404]))


def repeated(_request: HttpRequest) -> HttpResponse:
    return problem(422, _(REPEATED))
