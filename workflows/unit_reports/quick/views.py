"""Quick forms of a report: asking, printing and closing them, answering by the link, and what came back."""

from collections.abc import Mapping
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.files.base import File
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.pages import rates
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from approvals.pages.qr import picture_of
from approvals.pages.uploads import LimitedUpload
from units.requests import SignedIn
from workflows.cases import rules
from workflows.cases.attached.actions import too_large
from workflows.cases.attached.pages import file_response, takes_file
from workflows.cases.moves import refuse_unless_open
from workflows.cases.pages import visible_unit_report
from workflows.models import QuickAnswer, QuickForm, UnitReport
from workflows.models.states import HELD_BY_UNIT
from workflows.unit_reports.findings import Entries, entries_of
from workflows.unit_reports.views import seen_version

from . import actions as quick
from . import links, paper, taking
from .files import attach
from .forms import AskForm, LeaveForm
from .questions import QuestionsForm, told_of

WEEK = timedelta(days=7)


@answers_once
def quick_forms(request: SignedIn, pk: int) -> HttpResponse:
    """The report's quick forms with what came back, and the form that asks for another."""
    report = written_report(request, pk)
    entries = entries_of(report)
    if request.method == "POST":
        form = AskForm(entries, request.POST)
        made: list[QuickForm] = []
        if done(form, lambda: made.append(quick.ask(report, by=request.user, **form.cleaned_data))):
            messages.success(request, gettext("The link is made. Send it, or print it with its code."))
            return redirect("quick_form", pk, made[0].pk)
        return _forms_page(request, entries, form)
    due = report.period.unit_due_at
    until = due if due > now() else now() + WEEK
    return _forms_page(request, entries, AskForm(entries, initial={"until": until}))


def _forms_page(request: SignedIn, entries: Entries, form: AskForm) -> HttpResponse:
    report = entries.report
    answers = QuickAnswer.objects.select_related("by")
    asked = list(
        report.quick_forms.select_related("by").prefetch_related(Prefetch("answers", answers), "answers__files")
    )
    by_answer = told_of(entries, [answer for each in asked for answer in each.answers.all()])
    rows = [(each, each.is_open(now()), [(row, by_answer[row.pk]) for row in each.answers.all()]) for each in asked]
    page = {"report": report, "form": form, "rows": rows, "writable": report.state in HELD_BY_UNIT or form.is_bound}
    return render(request, "workflows/unit_reports/quick/forms.html", page, status=status_of(form))


def quick_form(request: SignedIn, pk: int, form: int) -> HttpResponse:
    """The link to copy, its picture, and the form on paper."""
    report = written_report(request, pk)
    row = get_object_or_404(report.quick_forms, pk=form)
    row.report = report
    address = links.address_of(row)
    page = {
        "report": report,
        "quick": row,
        "address": address,
        "qr": picture_of(address),
        "questions": QuestionsForm(report, row.parts).questions,
        "is_open": row.is_open(now()),
        "code": paper.code_of(row),
        "writable": report.state in HELD_BY_UNIT,
    }
    return render(request, "workflows/unit_reports/quick/form.html", page)


@require_POST
@answers_once
def quick_form_withdraw(request: SignedIn, pk: int, form: int) -> HttpResponse:
    report = written_report(request, pk)
    row = get_object_or_404(report.quick_forms, pk=form)
    row.report = report
    quick.withdraw(row, by=request.user)
    messages.success(request, gettext("The link is closed."))
    return redirect("quick_forms", pk)


@require_POST
@answers_once
def quick_answer_take(request: SignedIn, pk: int, answer: int) -> HttpResponse:
    report, waiting = _waiting(request, pk, answer)
    seen = seen_version(request, report, quick.writing(request.user, report))
    taking.take(waiting, by=request.user, seen=seen)
    messages.success(request, gettext("The answer is in the report now. Check it there, then go on."))
    return redirect("quick_forms", pk)


@answers_once
def quick_answer_leave(request: SignedIn, pk: int, answer: int) -> HttpResponse:
    report, waiting = _waiting(request, pk, answer)
    form = LeaveForm(posted(request))
    if done(form, lambda: quick.leave(waiting, by=request.user, reason=form.cleaned_data["reason"])):
        messages.success(request, gettext("The answer is not taken. It stays readable here."))
        return redirect("quick_forms", pk)
    page = {"report": report, "answer": waiting, "form": form}
    return render(request, "workflows/unit_reports/quick/leave.html", page, status=status_of(form))


@require_safe
def quick_file(request: SignedIn, pk: int, file: int) -> FileResponse:
    """A file that came with an answer, for whoever writes the report."""
    report = written_report(request, pk)
    return file_response(get_object_or_404(report.quick_files, pk=file))


@login_not_required
@require_http_methods(["GET", "POST"])
@takes_file
def quick_form_answer(request: HttpRequest, token: str, upload: LimitedUpload) -> HttpResponse:
    """The questions, for whoever has the link: no account, and nothing of the report to be read."""
    asked = QuickForm.objects.select_related("report__period__kind", "report__unit", "report__ward")
    row = get_object_or_404(asked, pk=links.id_in(token))
    if request.method == "POST" and not rates.within(request, "quick_form"):
        return render(request, "429.html", status=429)
    try:
        return _answered(request, row, upload) if request.method == "POST" else _questions(request, row)
    except quick.Closed as closed:
        page = {"quick": row, "closed": closed.message, "typed": _typed(request, row)}
        return render(request, "workflows/unit_reports/quick/closed.html", page, status=410)


def _questions(request: HttpRequest, row: QuickForm) -> HttpResponse:
    quick.refuse_closed(row, row.report)
    return _question_page(request, row, QuestionsForm(row.report, row.parts, files={}))


def _answered(request: HttpRequest, row: QuickForm, upload: LimitedUpload) -> HttpResponse:
    form = QuestionsForm(row.report, row.parts, request.POST, request.FILES)
    if upload.too_large:
        form.add_error(None, too_large())
    if not form.is_valid():
        quick.refuse_closed(row, row.report)
        return _question_page(request, row, form)
    name, contact = form.cleaned_data["name"], form.cleaned_data["contact"]
    made = quick.answer(row, name=name, contact=contact, typed=form.typed())
    page = {"quick": row, "answer": made, "refused": _attached(made, form.sent())}
    return render(request, "workflows/unit_reports/quick/received.html", page)


def _attached(answer: QuickAnswer, sent: Mapping[str, File]) -> list[str]:
    """Keep the files that came with an answer. Returns why some could not be kept."""
    refused = []
    for part, file in sent.items():
        try:
            attach(answer, part, file)
        except NotPossible as refusal:
            refused.append(refusal.message)
    return refused


def _typed(request: HttpRequest, row: QuickForm) -> list[str]:
    """The answers that were sent to a link which is closed, for whoever sent them to pass on otherwise."""
    return list(QuestionsForm(row.report, row.parts, request.POST).typed().values()) if request.POST else []


def _question_page(request: HttpRequest, row: QuickForm, form: QuestionsForm) -> HttpResponse:
    page = {"quick": row, "form": form}
    return render(request, "workflows/unit_reports/quick/questions.html", page, status=422 if form.is_bound else 200)


def written_report(request: SignedIn, pk: int) -> UnitReport:
    """The report, for whoever writes it, or wrote it until it was submitted; else refused as its pages are."""
    report = visible_unit_report(request, pk)
    if report.state in HELD_BY_UNIT:
        if not any(rules.may(request.user, action, report) for action in quick.WRITING):
            refuse_unless_open(report, "save_draft", by=request.user)
    elif not any(rules.held_right(request.user, action, report) for action in quick.WRITING):
        raise Http404
    return report


def _waiting(request: SignedIn, pk: int, answer: int) -> tuple[UnitReport, QuickAnswer]:
    report = written_report(request, pk)
    waiting = get_object_or_404(QuickAnswer.objects.select_related("form"), pk=answer, form__report=report)
    waiting.form.report = report
    return report, waiting
