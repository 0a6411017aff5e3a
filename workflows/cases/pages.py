"""What pages of reports do alike: act on a form, and find the report that the reader may see."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render

from approvals.errors import AlreadyDone, NotPossible
from approvals.registry import Text
from units.requests import SignedIn
from workflows.models import Case, UnitReport

from . import standing
from .labels import ACTIONS


@dataclass(frozen=True)
class Button:
    """An action as a page offers it: a link to its page, or (`posts`) a form of its own; with a word about it."""

    action: str
    label: Text
    url: str
    posts: bool
    note: Text = ""


def posted(request: SignedIn) -> QueryDict | None:
    """What a page's form is bound to: what was sent, None where the page is only asked for."""
    return request.POST if request.method == "POST" else None


def done(form: forms.BaseForm, act: Callable[[], Any]) -> bool:
    """Whether what the form asks was done. A refusal becomes the form's own error, so that nothing typed
    is lost; what the person did before is no refusal."""
    if not form.is_valid():
        return False
    try:
        act()
    except AlreadyDone:
        raise
    except NotPossible as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


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


def status_of(form: forms.BaseForm) -> int:
    """409 where the action was refused, 422 where what was typed cannot be read, 200 where nothing was sent."""
    if form.non_field_errors():
        return 409
    return 422 if form.is_bound else 200


def visible_unit_report(request: SignedIn, pk: int) -> UnitReport:
    """The report with its names, or 404 where the reader may not see it."""
    reports = UnitReport.objects.visible_to(request.user).with_names()
    return get_object_or_404(standing.with_unit_standing(reports), pk=pk)
