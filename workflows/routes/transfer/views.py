from io import BytesIO

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.errors import NotPossible
from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.cases.inputs import uploads
from workflows.cases.inputs.json_files import MAX_BYTES, FaultyFile
from workflows.models import Route, Step
from workflows.routes import actions as routes_actions
from workflows.routes import sentences, versions
from workflows.routes.forms import SeenForm
from workflows.routes.rehearsal import rehearse
from workflows.routes.underway import before
from workflows.routes.views import own_route, seen, visible_route

from . import files
from .formats import FORMATS
from .forms import RouteFileForm


@require_safe
def route_file(request: SignedIn, pk: int, form: str) -> FileResponse:
    """The route in one of the FORMATS."""
    route = visible_route(request, pk)
    name = get_valid_filename(f"{route.ward.code}-{route.kind.code}-{versions.number_of(route)}.{form}")
    content = BytesIO(FORMATS[form].written(route).encode())
    return FileResponse(content, as_attachment=True, filename=name, content_type=FORMATS[form].content_type)


def route_import(request: SignedIn, pk: int) -> HttpResponse:
    """Upload a route's file and see what it would change. Nothing is written before it is confirmed."""
    route = own_route(request, pk)
    if request.method != "POST":
        return _page(request, route, RouteFileForm())
    form = RouteFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, route, form)
    content = form.cleaned_data["file"].read(MAX_BYTES + 1)
    try:
        steps = files.read(content, route.ward)
        routes_actions.refuse_unless_usable(steps, route)
    except FaultyFile as faulty:
        form.add_error("file", ValidationError(faulty.faults))
    except NotPossible as refused:
        form.add_error("file", refused.message)
    return (
        _page(request, route, form) if form.errors else _check(request, route, steps, uploads.keep(route.ward, content))
    )


@require_POST
@answers_once
def route_import_confirm(request: SignedIn, pk: int, sha256: str) -> HttpResponse:
    """Import the file that was shown. It is read anew: the ward's units may have changed since."""
    route = own_route(request, pk)
    steps = files.read(uploads.take(route.ward, sha256).read(), route.ward)
    routes_actions.import_route(route, steps, by=request.user, seen=seen(request))
    uploads.drop(route.ward, sha256)
    messages.success(
        request,
        _("The route is imported. Version %(number)d counts for documents sent for approval from now on.")
        % {"number": versions.number_of(route)},
    )
    return redirect("routes", route.ward_id)


def _check(request: SignedIn, route: Route, steps: list[Step], sha256: str) -> HttpResponse:
    """What the file would change, in sentences, and what its steps would have done with real documents."""
    _of_units, own = before.split(steps)
    context = {
        "route": route,
        "changes": sentences.differences(routes_actions.standing(route), steps),
        "form": SeenForm(initial={"seen": versions.number_of(route)}),
        "sha256": sha256,
        "rows": rehearse(route, own, by=request.user),
    }
    return render(request, "workflows/routes/route_import_check.html", context)


def _page(request: SignedIn, route: Route, form: RouteFileForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "workflows/routes/route_import.html", {"route": route, "form": form}, status=status)
