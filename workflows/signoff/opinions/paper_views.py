"""Entering an opinion that was given on paper, and its scan."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop

from approvals.pages.forms import done, posted, status_of
from approvals.pages.shown import shows_once_apart
from approvals.pages.uploads import LimitedUpload
from units.models import Person
from units.requests import SignedIn
from workflows.cases.attached.actions import too_large
from workflows.cases.attached.pages import takes_file
from workflows.cases.moves import refuse_unless_open
from workflows.cases.rules import deciders_by_step
from workflows.models import CaseStep, Verb
from workflows.models.cases import RoutedCase
from workflows.signoff import pages
from workflows.signoff.pages import CasePages

from . import on_paper
from .paper_forms import PaperOpinionForm

ENTERED = gettext_noop("This form was sent before. The opinion that it entered stands on the page of the document.")


@takes_file
@shows_once_apart(ENTERED)
def opinion_on_paper(request: SignedIn, pk: int, of: CasePages, upload: LimitedUpload) -> HttpResponse:
    """Who is asked now, and the form to enter what one of them wrote on paper. It waits for the scanner, and so in no
    transaction.
    """
    report = of.find(request, pk)
    refuse_unless_open(report, "opine_on_paper", by=request.user)
    rendition = pages.rendition_of(report)
    seen = {"seen": rendition.sha256 if rendition else ""}
    form = PaperOpinionForm(
        posted(request), request.FILES or None, initial=seen, asked=_asked(report, but=request.user)
    )
    if upload.too_large:
        form.errors["scan"] = form.error_class([too_large()])
    if done(form, lambda: on_paper.opine_on_paper(report, by=request.user, **form.opinion)):
        messages.success(request, gettext("Entered. It counts as theirs, and they are told."))
        return redirect(report.get_absolute_url() + "#opinions")
    page = {**of.head(report), "form": form, "report": report, **pages.printed_of(report)}
    return render(request, "workflows/signoff/opinion_on_paper.html", page, status=status_of(form))


def _asked(report: RoutedCase, *, but: Person) -> dict[CaseStep, list[Person]]:
    """Who is asked for an opinion now, by step, without whoever enters it."""
    steps = report.steps.filter(verb=Verb.OPINION, opened_at__isnull=False, decided_at=None).order_by("order")
    asked = deciders_by_step(report, steps)
    return {step: [person for person in people if person != but] for step, people in asked.items()}
