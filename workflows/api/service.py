"""The API, version 1: its document (OpenAPI 3.1), and how refusals are told."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop, override
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from approvals.errors import NotPossible

from .callers import Bearer
from .problems import TYPE, Problem, problem

REFUSED = {
    400: gettext_noop("What was sent cannot be read"),
    401: gettext_noop("No usable token"),
    403: gettext_noop("The token, or its person, may not do this"),
    404: gettext_noop("There is nothing here that the person may see"),
    405: gettext_noop("This address takes another method"),
    409: gettext_noop("It is not possible as things stand: the sentence says why and what to do"),
    412: gettext_noop("It has changed since it was read"),
    413: gettext_noop("It is larger than what is taken"),
    422: gettext_noop("Some fields cannot be taken"),
    428: gettext_noop("If-Match is missing"),
    429: gettext_noop("Too many calls"),
}
UNREADABLE = "Cannot parse request body"  # the library's own words
IN_WORDS = ("summary", "description")


class Service(NinjaAPI):
    """Tells in its document, of every operation, what a refusal looks like, and words in Vietnamese and English."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**given)
        schemas = document["components"]["schemas"]
        for name, schema in Problem.model_json_schema(ref_template="#/components/schemas/{model}")["$defs"].items():
            schemas[name] = schema
        own = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas["Problem"] = {key: value for key, value in own.items() if key != "$defs"}
        for operations in document["paths"].values():
            for operation in operations.values():
                _complete(operation)
        _in_both(document["paths"])
        _in_both(schemas)
        return document


def _complete(operation: dict[str, Any]) -> None:
    content = {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, why in REFUSED.items():
        operation["responses"][str(status)] = {"description": why, "content": content}


def _in_both(node: Any) -> None:
    """Each description is told in Vietnamese, and in English behind it."""
    if isinstance(node, list):
        for each in node:
            _in_both(each)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in IN_WORDS and isinstance(value, str):
                node[key] = in_both(value)
            else:
                _in_both(value)


def in_both(words: str) -> str:
    with override("vi"):
        vietnamese = gettext(words) if words else ""
    return words if vietnamese == words else f"{vietnamese} / {words}"


api = Service(
    title="Trình duyệt",
    version="1",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    auth=Bearer(),
)


@api.exception_handler(NotPossible)
def _not_possible(_request: HttpRequest, refusal: NotPossible) -> HttpResponse:
    return problem(409, refusal.message)


@api.exception_handler(PermissionDenied)
def _denied(_request: HttpRequest, refusal: PermissionDenied) -> HttpResponse:
    return problem(
        403, str(refusal) or _("This is not yours to do. An administrator of the ward gives the office for it.")
    )


@api.exception_handler(Http404)
def _not_found(_request: HttpRequest, _refusal: Http404) -> HttpResponse:
    return problem(404, _("There is nothing here that you may see."))


@api.exception_handler(AuthenticationError)
def _unknown_caller(_request: HttpRequest, _refusal: AuthenticationError) -> HttpResponse:
    detail = _("Send a token as “Authorization: Bearer td_…”. Tokens are made on one's own page, under Access tokens.")
    return problem(401, detail, www_authenticate='Bearer realm="api"')


@api.exception_handler(HttpError)
def _refused(_request: HttpRequest, refusal: HttpError) -> HttpResponse:
    headers = {"retry_after": "60"} if refusal.status_code == 429 else {}
    detail = _("The body is no JSON. Send it as UTF-8.") if str(refusal) == UNREADABLE else str(refusal)
    return problem(refusal.status_code, detail, None, **headers)


@api.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, refusal: ValidationError) -> HttpResponse:
    errors = [{"where": ".".join(map(str, fault["loc"])), "detail": fault["msg"]} for fault in refusal.errors]
    return problem(422, _("Some fields cannot be taken. Nothing was changed."), errors)
