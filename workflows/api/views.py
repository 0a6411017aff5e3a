"""What can be done through the API: its document for programs, and a page for people made of the same."""

import json
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from units.requests import SignedIn

from .service import api


@cache
def document() -> dict[str, Any]:
    """As programs read it: names of JSON are strings."""
    read: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema()))
    return read


@login_not_required
@require_safe
def openapi(_request: HttpRequest) -> JsonResponse:
    """The document of the API: OpenAPI 3.1."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@require_safe
def api_page(request: SignedIn) -> HttpResponse:
    """Each operation with what it takes and answers, for whoever writes a program against it."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for address, operations in document()["paths"].items():
        for method, operation in operations.items():
            row = {"address": address, "method": method.upper(), "summary": operation["summary"]}
            row |= {"takes": _takes(operation), "id": operation["operationId"]}
            groups.setdefault(gettext(operation["tags"][0]), []).append(row)
    return render(request, "workflows/api/page.html", {"groups": groups})


def _takes(operation: dict[str, Any]) -> list[tuple[str, str]]:
    """Names and words of what may be sent."""
    found = [
        (each["name"], each.get("description", each["schema"].get("description", "")))
        for each in operation["parameters"]
    ]
    body = operation.get("requestBody")
    if body:
        properties = _properties(next(iter(body["content"].values()))["schema"])
        found += [(each, schema.get("description", "")) for each, schema in properties.items()]
    return found or [("", gettext("nothing"))]


def _properties(schema: dict[str, Any]) -> dict[str, Any]:
    """Of a body: of JSON named among the schemas, of a file told in its place."""
    if "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    properties: dict[str, Any] = schema["properties"]
    return properties
