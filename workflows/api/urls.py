"""The addresses of the API, and the page that lists them. An unknown one is answered by a problem document."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path, re_path

from approvals.pages.calls import answers_once

from . import documents, periods, problems, sources, unit_reports, views, ward_reports
from .beside import absences, deadlines, evidence, looks  # noqa: F401 of a unit's report: adds to its router
from .callers import is_known, too_often
from .service import api
from .signoff import dispatches, submissions

api.add_router("", periods.router)
api.add_router("/unit-reports", unit_reports.router)
api.add_router("/submissions", submissions.router)
api.add_router("/dispatches", dispatches.router)
api.add_router("/sources", sources.router)
api.add_router("/ward-reports", ward_reports.router)
api.add_router("", evidence.router)
api.add_router("", deadlines.router)
api.add_router("/absences", absences.router)
api.add_router("", documents.router)

ROOT = "api-root"  # the library asks for it by this name


def _for_programs(pattern: URLPattern) -> URLPattern:
    """Behind a token instead of a session, and carried out once for each Idempotency-Key."""
    once = answers_once(pattern.callback, refused=problems.repeated, known=is_known, too_often=too_often)
    takes_file = str(pattern.pattern).endswith("/evidence")
    view: Callable[..., Any] = login_not_required(problems.with_problems(once, takes_file=takes_file))
    view.csrf_exempt = True  # type: ignore[attr-defined]
    view.__module__ = __name__
    pattern.callback = view
    if pattern.name != ROOT:
        pattern.name = f"api_{pattern.name}"
    return pattern


urlpatterns = [
    path("api/v1/", views.api_page, name="api_page"),
    path("api/v1/openapi.json", views.openapi, name="api_document"),
    path("api/v1/", ([_for_programs(each) for each in api.urls[0] if isinstance(each, URLPattern)], "ninja", "api")),
    re_path(r"^api/(?P<rest>.*)$", problems.unknown, name="api_unknown"),
]
