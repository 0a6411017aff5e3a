"""Giving an opinion on a case, saying what became of each, and all of them on paper."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from approvals.models import Decision
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from approvals.pages.uploads import LimitedUpload
from units.requests import SignedIn
from workflows.cases.attached.pages import file_response, takes_file
from workflows.cases.moves import refuse_unless_held, refuse_unless_open
from workflows.cases.rules import step_of
from workflows.models import OpinionFile, Verb
from workflows.models.cases import RoutedCase
from workflows.routes.underway import ballots, opinions
from workflows.signoff import pages
from workflows.signoff.pages import CasePages

from . import annex as paper
from .forms import OpinionForm, ReplyForm


@takes_file
def opinion(request: SignedIn, pk: int, of: CasePages, upload: LimitedUpload) -> HttpResponse:
    """The pages on which an opinion is asked, and the form to give it. One with a file is given once by its bytes,
    since the scanner is asked within; one without by its token.
    """
    if request.FILES or upload.too_large:
        return _opinion_page(request, pk, of, too_large=upload.too_large)
    return _once(request, pk, of)


def _opinion_page(request: SignedIn, pk: int, of: CasePages, *, too_large: bool = False) -> HttpResponse:
    report = of.find(request, pk)
    refuse_unless_held(report, "opine", by=request.user)
    pages.note_opening(request, report)
    step, rendition = step_of(request.user, report, Verb.OPINION), pages.rendition_of(report)
    seen = {"seen": rendition.sha256 if rendition else "", "step": step.pk if step else None}
    verdicts = ballots.verdicts_at(step)
    form = OpinionForm(posted(request), request.FILES or None, initial=seen, verdicts=verdicts, refused=too_large)
    if done(form, lambda: opinions.opine(report, by=request.user, **form.opinion)):
        messages.success(request, gettext("Your opinion is given. It stands in the trail, with your name."))
        return redirect("desk")
    if not form.is_bound:
        refuse_unless_open(report, "opine", by=request.user)
    page = {**of.head(report), "form": form, "step": step, **pages.printed_of(report)}
    return render(request, "workflows/signoff/opinion.html", page, status=status_of(form))


_once = answers_once(_opinion_page)


@answers_once
def reply(request: SignedIn, pk: int, decision: int, of: CasePages) -> HttpResponse:
    """What becomes of an opinion: adopted, or explained."""
    report = of.find(request, pk)
    given = _opinion(report, decision)
    refuse_unless_held(report, "reply_to_opinion", by=request.user)
    form = ReplyForm(posted(request))
    if done(form, lambda: opinions.reply(report, given, by=request.user, **form.reply)):
        messages.success(request, gettext("Noted what became of the opinion."))
        return redirect(report.get_absolute_url() + "#opinions")
    if not form.is_bound:
        refuse_unless_open(report, "reply_to_opinion", by=request.user)
    page = {**of.head(report), "form": form, "given": given}
    return render(request, "workflows/signoff/opinion_reply.html", page, status=status_of(form))


@require_safe
def file(request: SignedIn, pk: int, decision: int, of: CasePages) -> FileResponse:
    """The file that came with an opinion, to be saved; 404 where the case is not the reader's to see."""
    report = of.find(request, pk)
    row = get_object_or_404(OpinionFile, decision=_opinion(report, decision), decision__retracted_at=None)
    row.report = report
    return file_response(row)


@require_safe
def annex(request: SignedIn, pk: int, of: CasePages) -> FileResponse:
    """The opinions and what became of each as an annex, to be saved; 404 where nobody was asked."""
    report = of.find(request, pk)
    rows = paper.rows_of(report)
    if not rows:
        raise Http404
    name = f"y-kien-{of.file_name(report)}.pdf".replace("/", "-")
    file = BytesIO(paper.printed_annex(report, rows))
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _opinion(report: RoutedCase, pk: int) -> Decision:
    given = get_object_or_404(Decision.objects.select_related("person"), pk=pk, verdict__in=Decision.SAID)
    if (given.subject_kind, given.subject_id) != (report.kind, report.pk):
        raise Http404
    return given
