"""Figures of an earlier period that a unit corrects: the list of a report, the form, and the office's decision."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.cases import rules
from workflows.cases.inputs.forms import ReasonForm
from workflows.cases.moves import refuse_unless_open
from workflows.cases.pages import visible_unit_report
from workflows.figures import restated
from workflows.models import IndicatorEntry, Restatement, UnitReport
from workflows.models.restatements import numbers_of
from workflows.unit_reports.indicator_rows import doubts_of

from . import actions as restatements
from .forms import RestatementForm

State = Restatement.State


@require_safe
def restatements_of(request: SignedIn, pk: int) -> HttpResponse:
    """What was corrected in the report after the ward's was approved; for the unit also what it may correct."""
    report = visible_unit_report(request, pk)
    made = list(report.restatements.with_names().order_by("-pk"))
    writes = bool(rules.open_to(request.user, report) & {*restatements.PROPOSING})
    too_early = writes and rules.is_correctable(report)
    may_write = writes and not too_early
    waiting = {each.entry_id for each in made if each.is_waiting}
    entries = report.indicator_entries.select_related("indicator").order_by("indicator__number") if may_write else []
    page = {
        "report": report,
        "rows": [_shown(each) for each in made],
        "entries": [(each, restated.in_words(each.indicator, vars(each)), each.pk in waiting) for each in entries],
        "may_write": may_write,
        "too_early": too_early,
    }
    return render(request, "workflows/ward_reports/restatements/list.html", page)


@answers_once
def restatement_new(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """Asks for the corrected figure and why."""
    report = visible_unit_report(request, pk)
    refuse_unless_open(report, _action(request, report), by=request.user)
    restatements.refuse_unless_settled(report)
    entry = _entry(report, number)
    form = RestatementForm(entry, posted(request))
    if done(form, lambda: _restate(request, report, number, form)):
        messages.success(request, gettext("The correction is written down. What was approved stays as it is."))
        return redirect("restatements", pk)
    was = restated.in_words(entry.indicator, vars(entry))
    page = {"report": report, "entry": entry, "was": was, "form": form}
    return render(request, "workflows/ward_reports/restatements/new.html", page, status=status_of(form))


@require_safe
def restatement(request: SignedIn, pk: int, restatement: int) -> HttpResponse:
    """One correction: what it changes of the unit's figure and of the ward's, and what the reader may do with it."""
    made = _found(request, pk, restatement)
    waits = made.is_waiting
    number, becomes = made.entry.indicator.number, numbers_of(made.becomes)
    opened = rules.open_to(request.user, made.report) if waits else set()
    may_refuse = made.state == State.PROPOSED and "refuse_restatement" in opened
    page = {
        "report": made.report,
        "made": made,
        "indicator": made.entry.indicator,
        "rows": [_shown(made)],
        "effects": restated.effects(made.report, number, becomes) if waits else [],
        "may_propose": made.state == State.WRITTEN and "propose_restatement" in opened,
        "may_withdraw": bool(opened & {*restatements.PROPOSING}),
        "may_accept": may_refuse and rules.may(request.user, "accept_restatement", made.report),
        "may_refuse": may_refuse,
    }
    return render(request, "workflows/ward_reports/restatements/restatement.html", page)


@require_POST
@answers_once
def restatement_propose(request: SignedIn, pk: int, restatement: int) -> HttpResponse:
    message = gettext("The correction is with the office now.")
    return _do(request, pk, restatement, restatements.propose, message)


@require_POST
@answers_once
def restatement_withdraw(request: SignedIn, pk: int, restatement: int) -> HttpResponse:
    message = gettext("The correction is withdrawn: the figure stays as it was reported.")
    return _do(request, pk, restatement, restatements.withdraw, message)


@require_POST
@answers_once
def restatement_accept(request: SignedIn, pk: int, restatement: int) -> HttpResponse:
    message = gettext("The correction is accepted. The year to date follows, and the ward's next report tells it.")
    return _do(request, pk, restatement, restatements.accept, message)


@answers_once
def restatement_refuse(request: SignedIn, pk: int, restatement: int) -> HttpResponse:
    """Asks why."""
    made = _found(request, pk, restatement)
    refuse_unless_open(made.report, "refuse_restatement", by=request.user)
    restatements.refuse_unless_waiting(made, State.PROPOSED)
    form = ReasonForm(posted(request))
    if done(form, lambda: restatements.refuse(made, by=request.user, reason=form.cleaned_data["reason"])):
        messages.success(request, gettext("The correction is not accepted. The unit reads your reason."))
        return redirect("restatement", pk, restatement)
    page = {"report": made.report, "made": made, "indicator": made.entry.indicator, "form": form}
    return render(request, "workflows/ward_reports/restatements/refuse.html", page, status=status_of(form))


def _do(request: SignedIn, pk: int, restatement: int, act: Callable[..., Any], message: str) -> HttpResponse:
    act(_found(request, pk, restatement), by=request.user)
    messages.success(request, message)
    return redirect("restatement", pk, restatement)


def _restate(request: SignedIn, report: UnitReport, number: int, form: RestatementForm) -> None:
    reason = form.cleaned_data["reason"]
    restatements.restate(report, by=request.user, number=number, given=form.given(), reason=reason)


def _found(request: SignedIn, pk: int, restatement: int) -> Restatement:
    report = visible_unit_report(request, pk)
    made = get_object_or_404(Restatement.objects.with_names(), pk=restatement, report=report)
    made.report = report
    return made


def _entry(report: UnitReport, number: int) -> IndicatorEntry:
    return get_object_or_404(report.indicator_entries.select_related("indicator"), indicator__number=number)


def _action(request: SignedIn, report: UnitReport) -> str:
    """By which of the unit's rights the person corrects it; the drafter's where they have none, to be refused by."""
    return next((each for each in restatements.PROPOSING if rules.may(request.user, each, report)), "restate")


def _shown(made: Restatement) -> dict[str, Any]:
    """The correction with its figures in words, and what stands out of the corrected one: whoever decides on it reads
    that beside the reason.
    """
    indicator = made.entry.indicator
    was, becomes = (restated.in_words(indicator, kept) for kept in (made.was, made.becomes))
    doubts = doubts_of(indicator, numbers_of(made.becomes))
    return {"made": made, "indicator": indicator, "was": was, "becomes": becomes, "doubts": doubts}
