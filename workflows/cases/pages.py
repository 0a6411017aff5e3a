"""What pages of reports do alike: offer an action, and find the report that the reader may see."""

from dataclasses import dataclass

from django import forms
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render

from approvals.pages.forms import status_of
from approvals.registry import Text
from units import compiled
from units.models import Person
from units.requests import SignedIn
from workflows.models import Case, QuickAnswer, Restatement, UnitReport
from workflows.models.querysets import UnitReportQuerySet

from . import standing
from .around import with_around
from .labels import ACTIONS


@dataclass(frozen=True)
class Button:
    """An action as a page offers it: a link to its page, or (`posts`) a form of its own; with a word about it."""

    action: str
    label: Text
    url: str
    posts: bool
    note: Text = ""


def confirm_page(request: SignedIn, report: Case, action: str, form: forms.Form, **texts: str) -> HttpResponse:
    """Asks before `action`, with what the form asks for. `texts` are `title`, `happens` and, for what cannot be undone,
    `final`.
    """
    page = {
        "report": report,
        "form": form,
        "label": ACTIONS[action],
        "cancel_url": report.get_absolute_url(),
        **texts,
    }
    return render(request, "workflows/cases/confirm.html", page, status=status_of(form))


def visible_unit_report(request: SignedIn, pk: int) -> UnitReport:
    """The report with its names, or 404 where the reader may not see it."""
    found: UnitReport = compiled.found_or_404(compiled.rows(_with_all_shown, request.user, pk=pk))
    return found


def _with_all_shown(person: Person, pk: int) -> UnitReportQuerySet:
    reports = UnitReport.objects.visible_to(person).filter(pk=pk).with_names()
    waiting = QuickAnswer.objects.filter(form__report=OuterRef("pk"), outcome=QuickAnswer.Outcome.WAITING)
    restated = Restatement.objects.filter(report=OuterRef("pk"))
    shown = with_around(standing.with_unit_standing(reports))
    named: UnitReportQuerySet = shown.annotate(quick_waiting=Exists(waiting), restated=Exists(restated))
    return named
