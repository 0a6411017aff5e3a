"""What pages of reports do alike: offer an action, and find the report that the reader may see."""

from dataclasses import dataclass

from django import forms
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from approvals.pages.forms import status_of
from approvals.registry import Text
from units.requests import SignedIn
from workflows.models import Case, QuickAnswer, UnitReport

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
    reports = UnitReport.objects.visible_to(request.user).with_names()
    waiting = QuickAnswer.objects.filter(form__report=OuterRef("pk"), outcome=QuickAnswer.Outcome.WAITING)
    shown = with_around(standing.with_unit_standing(reports)).annotate(quick_waiting=Exists(waiting))
    return get_object_or_404(shown, pk=pk)
