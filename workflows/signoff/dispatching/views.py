"""Asks before a document goes out: its number, whom it goes to, by what, and what happens then."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.cases.labels import ACTIONS
from workflows.cases.moves import refuse_unless_open

from .actions import addressed


def ask_or_send(request: SignedIn, case: Any, action: str, act: Callable[..., Any], *, label: str = "") -> HttpResponse:
    """The page that asks before `action`; posted, it acts. `label` is its button where that is not the usual one."""
    if request.method == "POST":
        act(case, by=request.user)
        messages.success(
            request, gettext("The document waits to be sent. Its page says when it has gone and what came back.")
        )
        return redirect(case)
    refuse_unless_open(case, action, by=request.user)
    page = {
        "case": case,
        "to": addressed(case),
        "files": [file for file in case.attached if file.is_open],
        "title": gettext("Send %(report)s?") % {"report": case},
        "label": label or ACTIONS[action],
    }
    return render(request, "workflows/signoff/dispatch.html", page)


def asks_first(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of `ask_or_send`: sent twice, its form is carried out once."""
    return require_http_methods(["GET", "HEAD", "POST"])(answers_once(view))
