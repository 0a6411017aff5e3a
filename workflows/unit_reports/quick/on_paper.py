"""A printed form that came back: found by its code, and typed in by somebody who writes the report."""

from contextlib import suppress

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.models import QuickForm

from . import actions as quick
from . import paper
from .forms import CodeForm
from .questions import QuestionsForm
from .views import written_report


@require_safe
def quick_form_by_code(request: SignedIn) -> HttpResponse:
    """Asks for the code on the paper, and leads to where it is typed in."""
    form = CodeForm(request.GET if "paper" in request.GET else None)
    if form.is_valid():
        found = QuickForm.objects.filter(pk=paper.id_in(form.cleaned_data["paper"])).first()
        with suppress(Http404, PermissionDenied):  # another's form is answered like none
            if found and written_report(request, found.report_id):
                return redirect("quick_form_type", found.report_id, found.pk)
        form.add_error("paper", gettext("No form of yours has this code. Compare it with the paper, letter by letter."))
    return render(request, "workflows/unit_reports/quick/by_code.html", {"form": form}, status=status_of(form))


@answers_once
def quick_form_type(request: SignedIn, pk: int, form: int) -> HttpResponse:
    """The questions as on the paper; what is typed waits like an answer by the link, and is then taken in."""
    report = written_report(request, pk)
    row = get_object_or_404(report.quick_forms, pk=form)
    row.report = report
    questions = QuestionsForm(report, row.parts, posted(request))
    if done(questions, lambda: _keep(request, row, questions)):
        messages.success(request, gettext("Typed in. Read it beside the paper, then take it into the report."))
        return redirect("quick_forms", pk)
    page = {"report": report, "quick": row, "form": questions, "code": paper.code_of(row)}
    return render(request, "workflows/unit_reports/quick/type.html", page, status=status_of(questions))


def _keep(request: SignedIn, row: QuickForm, questions: QuestionsForm) -> None:
    who = {name: questions.cleaned_data[name] for name in ("name", "contact")}
    quick.type_paper(row, by=request.user, typed=questions.typed(), **who)
