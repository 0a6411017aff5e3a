from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.forms import ModelForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from approvals.errors import NotPossible
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units import rules as unit_rules
from units import seats
from units.models import Membership, Person, Unit
from units.requests import SignedIn, require_administrator
from workflows.models import CaseStep, Route, RouteVersion, Step

from . import actions as routes_actions
from . import sentences, versions
from .filling import fields
from .fitting import too_tight, with_periods
from .forms import SeenForm, StepForm
from .rehearsal import rehearse
from .underway import before
from .when import conditions
from .who import finding

Asked = tuple[str, list[Person]]  # the name of a copy of a step, and who sits there

ADD: dict[str, Any] = {"title": gettext_lazy("Add a step"), "label": gettext_lazy("Add the step"), "rehearses": True}
CHANGE: dict[str, Any] = {
    "title": gettext_lazy("Change the step"),
    "label": gettext_lazy("Save the changes"),
    "rehearses": True,
}
SHOWN = 30  # versions of a route on its page; the trail has every change


@require_safe
def routes(request: SignedIn, pk: int) -> HttpResponse:
    """The ward's routes: their steps in order, who decides each now, and the way as a picture."""
    units = _units_of_visible(request, pk)
    ward = next(unit for unit in units.values() if unit.pk == pk)
    chosen = Step.objects.filter(retired_at=None).select_related("unit", "to_unit", "person")
    steps = Prefetch("steps", chosen)
    newest = RouteVersion.objects.select_related("person").order_by("-number")[: SHOWN + 1]
    kept = Prefetch("versions", newest, to_attr="newest")
    own = Route.objects.filter(ward=ward, kind__retired_at=None, kind__practice=False)
    found: list[Any] = list(with_periods(own).prefetch_related(steps, kept))
    tight = too_tight(found, ward)
    people = _deciders([step for route in found for step in route.steps.all()], ward)
    rows = [
        {
            "route": route,
            "steps": [_card(step, people[step.pk], units) for step in route.steps.all()],
            "tight": tight.get(route.pk, ""),
            "history": sentences.history(route.newest, units)[:SHOWN],
        }
        for route in found
    ]
    context = {"ward": ward, "routes": rows, "may_administer": unit_rules.may_administer(request.user, ward)}
    return render(request, "workflows/routes/routes.html", context)


def _units_of_visible(request: SignedIn, pk: int) -> dict[str, Unit]:
    """A ward that the person sees and its units, as `versions.units_of`. One query. Raises Http404 for another."""
    seen = unit_rules.visible_units(request.user).filter(Q(pk=pk, ward=None) | Q(ward=pk))
    units = {unit.code: unit for unit in sorted(seen, key=lambda unit: unit.ward_id is None)}
    if not units:
        raise Http404
    return units


@require_safe
def rehearsal(request: SignedIn, pk: int) -> HttpResponse:
    """The route as it stands, or the version asked for, run over the real cases of the last twelve months."""
    route = visible_route(request, pk)
    kept = list(route.versions.order_by("-number")[:SHOWN])
    asked = request.GET.get("version", "")
    version = next((version for version in kept if str(version.number) == asked), None)
    if asked and version is None:
        raise Http404
    if version:
        units, people = versions.units_of(route.ward), versions.people_of([version.shape])
        steps = versions.steps_of(version.shape, units, people)
    else:
        steps = routes_actions.standing(route)
    _of_units, steps = before.split(steps)
    context = {"route": route, "versions": kept, "asked": version, "rows": rehearse(route, steps, by=request.user)}
    return render(request, "workflows/routes/rehearsal.html", context)


def _card(step: Step, asked: list[Asked] | None, units: Mapping[str, Unit]) -> dict[str, Any]:
    """What a step's card says: whom it asks, who that is now, None where it is not known before a case is sent, when it
    is taken, in which time, what happens at its end, where a return goes, and which fields are filled.
    """
    return {
        "step": step,
        "who": sentences.who(step, units),
        "asked": asked,
        "when": conditions.in_words(step, units),
        "time": sentences.allowed(step),
        "at_end": sentences.at_end(step),
        "returns": sentences.returned(step),
        "fills": [(field["number"], fields.one_in_words(field)) for field in step.fills],
    }


def _deciders(steps: list[Step], ward: Unit) -> dict[int, list[Asked] | None]:
    """By step's id, where it asks now and who sits there at this moment. One query, and those of the steps that ask in
    several units or in a way that finds somebody.
    """
    copies = {step.pk: _possible(step, ward) for step in steps}
    held = seats.seated(copy.seat for found in copies.values() for copy in found or ())
    return {
        pk: None if found is None else [(copy.title, _people(held[copy.seat])) for copy in found]
        for pk, found in copies.items()
    }


def _possible(step: Step, ward: Unit) -> list[CaseStep] | None:
    """As `finding.possible`; a step that cannot be used any more asks nobody."""
    try:
        return finding.possible(step, ward)
    except NotPossible:
        return []


def _people(memberships: Iterable[Membership]) -> list[Person]:
    """Whoever stands in for several holds the office several times."""
    return list(dict.fromkeys(membership.person for membership in memberships))


@answers_once
def step_add(request: SignedIn, pk: int) -> HttpResponse:
    route = own_route(request, pk)
    number = versions.number_of(route)
    form = _step_form(request, route, number)
    if "rehearse" in request.POST:
        return _rehearsed(request, form, route, lambda shape: routes_actions.with_added(route, held=True, **shape), ADD)
    if done(form, lambda: routes_actions.add_step(route, by=request.user, held=True, **form.cleaned_data)):
        messages.success(request, _("The step “%(step)s” is added.") % {"step": form.cleaned_data["title"]})
        return redirect("routes", route.ward_id)
    if form.non_field_errors():
        form.show_again(number)
    return form_page(request, form, route, **ADD)


@answers_once
def step_change(request: SignedIn, pk: int) -> HttpResponse:
    step = own_step(request, pk)
    number = versions.number_of(step.route)
    form = _step_form(request, step.route, number, instance=step)
    if "rehearse" in request.POST:
        changed = partial(routes_actions.with_changed, step.route, step, held=True)
        return _rehearsed(request, form, step.route, lambda shape: changed(**shape), CHANGE)
    if done(form, lambda: routes_actions.change_step(step, by=request.user, held=True, **form.cleaned_data)):
        messages.success(request, _("The step “%(step)s” is changed.") % {"step": step})
        return redirect("routes", step.route.ward_id)
    if form.non_field_errors():
        form.show_again(number)
    return form_page(request, form, step.route, **CHANGE)


def _rehearsed(
    request: SignedIn, form: StepForm, route: Route, steps_of: Callable[[dict[str, Any]], Any], words: dict[str, Any]
) -> HttpResponse:
    """The form again, with what the route would do with the step as it is typed. Nothing is written."""
    shape = {name: value for name, value in form.cleaned_data.items() if name != "seen"} if form.is_valid() else {}
    drafts: list[list[Step]] = []
    if shape and done(form, lambda: drafts.append(steps_of(shape)[-1])):
        _of_units, own = before.split(drafts[0])
        words = words | {"draft": drafts[0], "rows": rehearse(route, own, by=request.user)}
    return form_page(request, form, route, **words)


def _step_form(request: SignedIn, route: Route, number: int, instance: Step | None = None) -> StepForm:
    """The form of a step of the route, whose version `number` is in force."""
    typed, case_kind = posted(request), route.case_kind
    return StepForm(typed, instance=instance, ward=route.ward, number=number, case_kind=case_kind, kind=route.kind)


@require_POST
@answers_once
def step_move(request: SignedIn, pk: int) -> HttpResponse:
    """POST up=1 moves the step before the one above it, else after the one below."""
    step = own_step(request, pk)
    routes_actions.move_step(step, by=request.user, up=request.POST.get("up") == "1", seen=seen(request))
    messages.success(request, _("The step “%(step)s” is moved.") % {"step": step})
    return redirect("routes", step.route.ward_id)


@answers_once
def step_retire(request: SignedIn, pk: int) -> HttpResponse:
    step = own_step(request, pk)
    if request.method == "POST":
        routes_actions.retire_step(step, by=request.user, seen=seen(request))
        messages.success(request, _("The step “%(step)s” is no longer part of the route.") % {"step": step})
        return redirect("routes", step.route.ward_id)
    form = SeenForm(initial={"seen": versions.number_of(step.route)})
    return render(request, "workflows/routes/route_step_retire.html", {"step": step, "form": form})


def seen(request: SignedIn) -> int:
    """The number of the version that the page showed which was sent."""
    form = SeenForm(request.POST)
    return form.cleaned_data["seen"] if form.is_valid() else 0


def visible_route(request: SignedIn, pk: int) -> Route:
    """A route of a ward that the person sees, else 404."""
    visible = Route.objects.filter(ward__in=unit_rules.visible_wards(request.user))
    return get_object_or_404(visible.select_related("ward", "kind"), pk=pk)


def own_route(request: SignedIn, pk: int) -> Route:
    """A route of a ward that the person sees, else 404, and administers, else 403."""
    route = visible_route(request, pk)
    require_administrator(request.user, route.ward)
    return route


def own_step(request: SignedIn, pk: int) -> Step:
    """A step of a ward that the person sees, else 404, and administers, else 403.

    The page of a retired one is gone; what was sent from it is refused by the action, which says what happened.
    """
    steps = Step.objects.filter(route__ward__in=unit_rules.visible_wards(request.user))
    steps = steps if request.method == "POST" else steps.filter(retired_at=None)
    step = get_object_or_404(steps.select_related("route__ward", "route__kind"), pk=pk)
    require_administrator(request.user, step.route.ward)
    return step


def form_page(request: SignedIn, form: ModelForm, route: Route, **words: Any) -> HttpResponse:
    """`words` are `title` and `label`, the button's; `draft` and `rows` where the steps as typed were rehearsed."""
    context = {"form": form, "route": route, "cancel": reverse("routes", args=[route.ward_id]), **words}
    status = 200 if "draft" in words else status_of(form)
    return render(request, "workflows/routes/route_step.html", context, status=status)
