"""The fields that whoever decides a step of a route fills in, added, changed and taken out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.models import Step
from workflows.pure.filling.fields import Filling
from workflows.routes import actions as routes
from workflows.routes import versions
from workflows.routes.views import own_step, seen
from workflows.routes.when import filled

from .forms import StepFieldForm, typed


@answers_once
def step_field_add(request: SignedIn, pk: int) -> HttpResponse:
    step = own_step(request, pk)
    form = StepFieldForm(posted(request), initial={"seen": versions.number_of(step.route)})

    def act() -> None:
        field = form.field(filled.next_number(step.route.steps.all()))
        routes.change_step(step, by=request.user, seen=form.cleaned_data["seen"], fills=[*step.fills, field])

    if done(form, act):
        messages.success(request, _("Whoever decides the step “%(step)s” fills the field in.") % {"step": step})
        return redirect("routes", step.route.ward_id)
    title = _("A field that the step “%(step)s” fills in") % {"step": step}
    return _page(request, step, form, title=title)


@answers_once
def step_field_change(request: SignedIn, pk: int, number: int) -> HttpResponse:
    step = own_step(request, pk)
    field = _field_of(step, number)
    form = StepFieldForm(posted(request), initial=typed(field) | {"seen": versions.number_of(step.route)})

    def act() -> None:
        changed = [form.field(number) if each is field else each for each in step.fills]
        routes.change_step(step, by=request.user, seen=form.cleaned_data["seen"], fills=changed)

    if done(form, act):
        messages.success(request, _("The field is changed. Cases on their way keep what they were sent with."))
        return redirect("routes", step.route.ward_id)
    title = _("The field “%(field)s” of the step “%(step)s”") % {"field": field["label"], "step": step}
    return _page(request, step, form, title=title, field=field)


@require_POST
@answers_once
def step_field_remove(request: SignedIn, pk: int, number: int) -> HttpResponse:
    step = own_step(request, pk)
    field = _field_of(step, number)
    left = [each for each in step.fills if each is not field]
    routes.change_step(step, by=request.user, seen=seen(request), fills=left)
    messages.success(request, _("The field “%(field)s” is taken out.") % {"field": field["label"]})
    return redirect("routes", step.route.ward_id)


def _field_of(step: Step, number: int) -> Filling:
    field = next((each for each in step.fills if each["number"] == number), None)
    if field is None:
        raise Http404
    return field


def _page(request: SignedIn, step: Step, form: StepFieldForm, **texts: Any) -> HttpResponse:
    page = {"form": form, "step": step, "route": step.route, "cancel": reverse("routes", args=[step.route.ward_id])}
    page["number"] = number = versions.number_of(step.route)
    if form.non_field_errors():
        form.show_again(number)
    return render(request, "workflows/routes/step_field.html", page | texts, status=status_of(form))
