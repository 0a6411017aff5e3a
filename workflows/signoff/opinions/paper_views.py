"""Entering an opinion that was given on paper, and its scan."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from approvals.channels.receipts import receipt_file
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units.models import Person
from units.requests import SignedIn
from workflows.cases.moves import refuse_unless_open
from workflows.cases.rules import deciders_by_step
from workflows.models import CaseStep, PaperOpinion, Verb
from workflows.models.cases import RoutedCase
from workflows.signoff import pages
from workflows.signoff.pages import CasePages

from . import on_paper
from .paper_forms import PaperOpinionForm


@answers_once
def opinion_on_paper(request: SignedIn, pk: int, of: CasePages) -> HttpResponse:
    """Who is asked now, and the form to enter what one of them wrote on paper."""
    report = of.find(request, pk)
    refuse_unless_open(report, "opine_on_paper", by=request.user)
    rendition = pages.rendition_of(report)
    seen = {"seen": rendition.sha256 if rendition else ""}
    form = PaperOpinionForm(
        posted(request), request.FILES or None, initial=seen, asked=_asked(report, but=request.user)
    )
    if done(form, lambda: on_paper.opine_on_paper(report, by=request.user, **form.opinion)):
        messages.success(request, gettext("Entered. It counts as theirs, and they are told."))
        return redirect(report.get_absolute_url() + "#opinions")
    page = {**of.head(report), "form": form, "report": report, **pages.printed_of(report)}
    return render(request, "workflows/signoff/opinion_on_paper.html", page, status=status_of(form))


@require_safe
def paper_file(request: SignedIn, pk: int, decision: int, of: CasePages) -> FileResponse:
    """The scan, for whoever may read the case, while the opinion stands."""
    report = of.find(request, pk)
    of_case = {"decision__subject_kind": report.kind, "decision__subject_id": report.pk}
    papers = PaperOpinion.objects.filter(decision__retracted_at=None, **of_case)
    return receipt_file(get_object_or_404(papers, decision=decision).sha256)


def _asked(report: RoutedCase, *, but: Person) -> dict[CaseStep, list[Person]]:
    """Who is asked for an opinion now, by step, without whoever enters it."""
    steps = report.steps.filter(verb=Verb.OPINION, opened_at__isnull=False, decided_at=None).order_by("order")
    asked = deciders_by_step(report, steps)
    return {step: [person for person in people if person != but] for step, people in asked.items()}
