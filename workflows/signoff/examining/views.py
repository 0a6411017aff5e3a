from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.cases.moves import refuse_unless_held, refuse_unless_open
from workflows.cases.rules import step_of
from workflows.models import Verb
from workflows.models.cases import RoutedCase
from workflows.signoff import pages
from workflows.signoff.pages import CasePages

from . import actions as examining
from .forms import ExaminationForm


@answers_once
def examination(request: SignedIn, pk: int, of: CasePages) -> HttpResponse:
    """The pages that are to be examined, and the form to say what was found."""
    report = of.find(request, pk)
    refuse_unless_held(report, "examine", by=request.user)
    pages.note_opening(request, report)
    step, rendition = step_of(request.user, report, Verb.EXAMINE), pages.rendition_of(report)
    seen = {"seen": rendition.sha256 if rendition else "", "step": step.pk if step else None}
    form = ExaminationForm(posted(request), initial=seen, at=step)
    if done(form, lambda: _decide(request, report, form)):
        found = (
            gettext("You found it in order: it goes on.") if form.is_in_order else gettext("It is back to be mended.")
        )
        messages.success(request, found)
        return redirect("desk")
    if not form.is_bound:
        refuse_unless_open(report, "examine", by=request.user)
    page = {**of.head(report), "form": form, "step": step, **pages.printed_of(report)}
    return render(request, "workflows/signoff/examination.html", page, status=status_of(form))


def _decide(request: SignedIn, report: RoutedCase, form: ExaminationForm) -> None:
    decided: dict[str, Any] = {"by": request.user, "seen": form.pdf, "asked": form.cleaned_data["step"]}
    if form.is_in_order:
        examining.examine(report, **decided, text=form.cleaned_data["text"], filled=form.filled)
    else:
        examining.return_examined(report, **decided, reason=form.cleaned_data["text"])
