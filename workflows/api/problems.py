"""Refusals as problem documents (RFC 9457): the sentence that a page would show, in the language that is asked for."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.csrf import csrf_exempt
from ninja import Field, Schema

TYPE = "application/problem+json"
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


def told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose answer to a wrong method, and to a text with a NUL, is a problem document too."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if b"\\u0000" in request.body:
            return problem(400, _("A text holds a NUL: it may be damaged. Send it without."))
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        return problem(
            405, _("This address takes %(methods)s alone.") % {"methods": response["Allow"]}, allow=response["Allow"]
        )

    return answered


@csrf_exempt
@login_not_required
def unknown(_request: HttpRequest, rest: str = "") -> HttpResponse:
    """For an address below /api/ that there is not."""
    return problem(404, _("There is nothing at this address. /api/v1/ lists what there is."))


def repeated(_request: HttpRequest) -> HttpResponse:
    return problem(422, _(REPEATED))
