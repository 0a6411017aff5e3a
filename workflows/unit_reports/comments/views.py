from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from approvals.errors import NotPossible
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units.models import Person
from units.requests import SignedIn
from workflows.cases import rules
from workflows.cases.inputs.forms import WordsForm
from workflows.cases.moves import refuse_unless_held
from workflows.cases.pages import visible_unit_report
from workflows.models import EntryComment, UnitReport
from workflows.unit_reports.evidence import pieces as evidence
from workflows.unit_reports.findings import entries_of
from workflows.unit_reports.review.proposing import TYPED
from workflows.unit_reports.review.rows import ReviewPart, review_of
from workflows.unit_reports.views import address_with_ticks, head_of, narrative_of

from . import actions as comments


@answers_once
def unit_report_part(request: SignedIn, pk: int, part: str) -> HttpResponse:
    """The comments on one part of a report; POST asks, or answers the comment whose id is in `answers`."""
    report = visible_unit_report(request, pk)
    shown = _part(request, report, part)
    answered = _answered(request, report, shown)
    form = WordsForm(posted(request))
    if done(form, lambda: _send(request, report, shown, answered, form.cleaned_data["text"])):
        messages.success(request, gettext("Sent. It stands beside the entry, and those concerned get a mail."))
        return redirect(f"{_back(request, pk)}#{shown.anchor}")
    if request.headers.get("HX-Request") and request.method == "GET":
        opened = rules.open_to(request.user, report)
        page = {"report": report, "part": shown, "ticks": "return_for_revision" in opened}
        page |= {"may_comment": "comment" in opened, "may_answer": "answer" in opened}
        return render(request, "workflows/unit_reports/_part_notes.html", page)
    return _part_page(request, report, shown, form, answered)


def _part_page(
    request: SignedIn, report: UnitReport, part: ReviewPart, form: WordsForm, answered: EntryComment | None = None
) -> HttpResponse:
    page = {
        **head_of(report),
        "part": part,
        "back": _back(request, report.pk),
        "form": form,
        "answered": answered,
        "may_comment": "comment" in rules.open_to(request.user, report),
    }
    return render(request, "workflows/unit_reports/part.html", page, status=status_of(form))


@require_POST
@answers_once
def unit_report_comments(request: SignedIn, pk: int) -> HttpResponse:
    """Sends each comment that was typed beside an entry. With a script the entry's talk alone is drawn anew; without,
    the report comes back at the entry, with its ticks. What cannot be sent stands on the entry's page, to be corrected.
    """
    report = visible_unit_report(request, pk)
    refuse_unless_held(report, "comment", by=request.user)
    typed = {name.removeprefix(TYPED): str(text) for name, text in request.POST.items() if name.startswith(TYPED)}
    written = {part: WordsForm({"text": text}) for part, text in typed.items() if text.strip()}
    if not written:
        raise NotPossible(gettext("No comment was typed. Write it beside the entry, then send it."))
    for part, form in written.items():
        if not done(form, partial(_comment, report, request.user, part, form)):
            return _part_page(request, report, _part(request, report, part), form)
    last = list(written)[-1]
    if request.headers.get("HX-Request"):
        return redirect("unit_report_part", pk, last)
    messages.success(request, gettext("Sent. It stands beside the entry, and those concerned get a mail."))
    ticked = address_with_ticks(reverse("unit_report", args=[pk]), request.POST.getlist("part"))
    return redirect(f"{ticked}#notes-{last}")


def _comment(report: UnitReport, by: Person, part: str, form: WordsForm) -> None:
    comments.comment(report, by=by, part=part, text=form.cleaned_data["text"])


def _back(request: SignedIn, pk: int) -> str:
    """The report, with the entries ticked that were ticked when this page was opened."""
    return address_with_ticks(reverse("unit_report", args=[pk]), request.GET.getlist("part"))


def _part(request: SignedIn, report: UnitReport, name: str) -> ReviewPart:
    attached = evidence.of_report(report, request.user)
    review = review_of(report, entries_of(report), narrative_of(report), attached)
    for part in review.parts:
        if part.name == name:
            return part
    raise Http404


def _answered(request: SignedIn, report: UnitReport, part: ReviewPart) -> EntryComment | None:
    """The comment that the reader answers here: the one posted, else the first that waits for their unit."""
    if request.method == "POST":
        posted = request.POST.get("answers", "")
        found = EntryComment.objects.filter(report=report, part=part.name)
        return get_object_or_404(found, pk=posted) if posted.isdecimal() and len(posted) < 19 else None
    waiting = (comment for comment in part.comments if comment.answered_at is None)
    return next(waiting, None) if "answer" in rules.open_to(request.user, report) else None


def _send(request: SignedIn, report: UnitReport, part: ReviewPart, answered: EntryComment | None, text: str) -> None:
    if answered:
        answered.report = report
        comments.answer(answered, by=request.user, text=text)
    else:
        comments.comment(report, by=request.user, part=part.name, text=text)
