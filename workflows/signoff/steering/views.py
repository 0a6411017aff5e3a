"""The steps of a case on its way, for who administers the ward: skip, hand over, add one, or take the new route."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals.errors import NotPossible
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units.models import Unit
from units.requests import SignedIn
from workflows.cases.labels import ACTIONS
from workflows.cases.moves import refuse_unless_held, refuse_unless_open
from workflows.models import CaseStep, Verb
from workflows.models.states import SignOff
from workflows.routes.underway import rerouting
from workflows.routes.who import finding
from workflows.routes.who.after import signing
from workflows.signoff.pages import CasePages

from . import actions as steering
from .candidates import adjustable, candidates, colleagues
from .forms import HandOverForm, InsertForm, SteerForm


@require_safe
def steer(request: SignedIn, pk: int, of: CasePages) -> HttpResponse:
    """The steps, each with what may be done to it; and whether the case can go on by its route as it stands."""
    report = of.find(request, pk)
    refuse_unless_open(report, "skip_step", by=request.user)
    steps = steering.steps_of(report)
    may = adjustable(steps)
    rows = [{"step": step, "who": finding.whom(step), "adjustable": step in may} for step in steps]
    is_signed = report.state == SignOff.APPROVED
    page = {**of.head(report), "rows": rows, "is_signed": is_signed, **({} if is_signed else _plan(report, steps))}
    return render(request, "workflows/signoff/steer.html", page)


@answers_once
def skip_step(request: SignedIn, pk: int, step: int, of: CasePages) -> HttpResponse:
    report, chosen = _step_of(request, pk, step, of)
    refuse_unless_held(report, "skip_step", by=request.user)
    form = SteerForm(posted(request), case=report)
    title = _("Skip the step “%(step)s” of %(report)s?") % {"step": chosen, "report": report}
    happens = _("The document goes on without it. Page, slip and trail say who skipped it, and why.")
    if chosen.verb == Verb.NUMBER:
        happens = _("Whoever issues in the ward takes the number. Page, slip and trail say who skipped it, and why.")
    return _answer(
        request,
        of,
        report,
        "skip_step",
        form,
        lambda **given: steering.skip_step(report, step=chosen.pk, **given),
        title=title,
        happens=happens,
    )


@answers_once
def hand_over(request: SignedIn, pk: int, step: int, of: CasePages) -> HttpResponse:
    report, chosen = _step_of(request, pk, step, of)
    refuse_unless_held(report, "hand_over", by=request.user)
    form = HandOverForm(posted(request), case=report, offered=candidates(report, chosen, by=request.user))
    title = _("Hand the step “%(step)s” of %(report)s over?") % {"step": chosen, "report": report}
    happens = _("Now it asks: %(who)s. Whoever takes it gets its whole time; nobody is offered who wrote the document.")
    return _answer(
        request,
        of,
        report,
        "hand_over",
        form,
        lambda **given: steering.hand_over(report, step=chosen.pk, **given),
        title=title,
        happens=happens % {"who": finding.whom(chosen)},
    )


@answers_once
def reassign(request: SignedIn, pk: int, step: int, of: CasePages) -> HttpResponse:
    """Whoever decides an open step hands it to somebody else of its unit."""
    report, chosen = _step_of(request, pk, step, of)
    refuse_unless_held(report, "reassign", by=request.user)
    offered = colleagues(report, chosen, by=request.user)
    form = HandOverForm(posted(request), case=report, offered=offered)
    happens = _("Whoever takes it decides it with the whole time of the step; you do not any more.")
    if not offered:
        happens = _("Nobody else in %(unit)s can decide it. An administrator hands it to another unit.")
    return _answer(
        request,
        of,
        report,
        "reassign",
        form,
        lambda **given: steering.reassign(report, step=chosen.pk, **given),
        title=_("Hand your step “%(step)s” of %(report)s over?") % {"step": chosen, "report": report},
        happens=happens % {"unit": chosen.unit.short_name},
        cancel_url=report.get_absolute_url(),
    )


@answers_once
def insert_step(request: SignedIn, pk: int, of: CasePages) -> HttpResponse:
    report = of.find(request, pk)
    refuse_unless_held(report, "insert_step", by=request.user)
    units = Unit.objects.filter(Q(ward=report.ward_id) | Q(pk=report.ward_id), retired_at=None)
    places = [step for step in signing(report.way) if not step.decided_at]
    form = InsertForm(posted(request), case=report, units=units, places=places)
    title = _("Add a step to %(report)s?") % {"report": report}
    happens = _("It is asked of this document alone: the route stays as it is.")
    return _answer(
        request,
        of,
        report,
        "insert_step",
        form,
        lambda **given: steering.insert_step(report, **given),
        title=title,
        happens=happens,
    )


@answers_once
def move_to_route(request: SignedIn, pk: int, of: CasePages) -> HttpResponse:
    """What changes for the case, step by step, and why it is moved."""
    report = of.find(request, pk)
    refuse_unless_held(report, "move_to_route", by=request.user)
    form = SteerForm(posted(request), case=report)
    title = _("Move %(report)s to the new route?") % {"report": report}
    happens = _("What is decided stays. The steps below change, and whoever is asked newly is told.")
    return _answer(
        request,
        of,
        report,
        "move_to_route",
        form,
        lambda **given: steering.move_to_route(report, **given),
        title=title,
        happens=happens,
        **(_plan(report, steering.steps_of(report)) if report.content else {}),
    )


def _step_of(request: SignedIn, pk: int, step: int, of: CasePages) -> tuple[Any, CaseStep]:
    report = of.find(request, pk)
    steps = report.steps.select_related("unit", "person", "charged")
    return report, get_object_or_404(steps, pk=step)


def _plan(report: Any, steps: list[CaseStep]) -> dict[str, Any]:
    """What the route as it stands would change, or why the case cannot go on by it."""
    try:
        return {"plan": rerouting.plan_of(report, steps)}
    except NotPossible as refused:
        return {"stays": refused.message}


def _answer(
    request: SignedIn, of: CasePages, report: Any, action: str, form: SteerForm, act: Callable[..., Any], **page: Any
) -> HttpResponse:
    """Asks for the reason; does it once that is sent."""
    if done(form, lambda: act(by=request.user, **form.cleaned_data)):
        messages.success(request, _("The steps are adjusted; page, slip and trail tell it."))
        return redirect(report)
    if not form.is_bound:
        refuse_unless_open(report, action, by=request.user)
    if form.non_field_errors():
        form.show_again()
    back = reverse(f"{report.NAME}_steer", args=[report.pk])
    page = {**of.head(report), "form": form, "label": ACTIONS[action], "cancel_url": back} | page
    return render(request, "workflows/signoff/steer_one.html", page, status=status_of(form))
