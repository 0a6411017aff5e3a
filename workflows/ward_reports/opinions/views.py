"""Giving an opinion on a ward report, and saying what became of each."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from approvals.models import Decision
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.cases.moves import refuse_unless_held, refuse_unless_open
from workflows.cases.rules import step_of
from workflows.models import Verb, WardReport
from workflows.routes import opinions
from workflows.ward_reports.views import head_of, printed_of, rendition_of, visible_report

from .forms import OpinionForm, ReplyForm


@answers_once
def ward_report_opinion(request: SignedIn, pk: int) -> HttpResponse:
    """The pages on which an opinion is asked, and the form to give it."""
    report: Any = visible_report(request, pk)
    refuse_unless_held(report, "opine", by=request.user)
    step, rendition = step_of(request.user, report, Verb.OPINION), rendition_of(report)
    seen = {"seen": rendition.sha256 if rendition else "", "step": step.pk if step else None}
    form = OpinionForm(posted(request), initial=seen)
    if done(form, lambda: opinions.opine(report, by=request.user, **form.opinion)):
        messages.success(request, gettext("Your opinion is given. It stands in the trail, with your name."))
        return redirect("desk")
    if not form.is_bound:
        refuse_unless_open(report, "opine", by=request.user)
    page = {**head_of(report), "form": form, "step": step, **printed_of(report)}
    return render(request, "workflows/ward_reports/opinion.html", page, status=status_of(form))


@answers_once
def ward_report_opinion_reply(request: SignedIn, pk: int, decision: int) -> HttpResponse:
    """What becomes of an opinion: adopted, or explained."""
    report = visible_report(request, pk)
    given = _opinion(report, decision)
    refuse_unless_held(report, "reply_to_opinion", by=request.user)
    form = ReplyForm(posted(request))
    if done(form, lambda: opinions.reply(report, given, by=request.user, **form.reply)):
        messages.success(request, gettext("Noted what became of the opinion."))
        return redirect(reverse("ward_report", args=[pk]) + "#opinions")
    if not form.is_bound:
        refuse_unless_open(report, "reply_to_opinion", by=request.user)
    page = {**head_of(report), "form": form, "given": given}
    return render(request, "workflows/ward_reports/opinion_reply.html", page, status=status_of(form))


def _opinion(report: WardReport, pk: int) -> Decision:
    given = get_object_or_404(Decision.objects.select_related("person"), pk=pk, verdict__in=Decision.OPINIONS)
    if (given.subject_kind, given.subject_id) != (report._meta.model_name, report.pk):
        raise Http404
    return given
