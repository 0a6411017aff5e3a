from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from approvals.models import Dispatch
from approvals.pages.forms import posted
from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.cases.moves import refuse_unless_open
from workflows.models import WardReport
from workflows.signoff.dispatching.views import ask_or_send, asks_first
from workflows.ward_reports.forms import ReceiptForm
from workflows.ward_reports.views import visible_report

from . import actions as province
from . import words


@asks_first
def ward_report_dispatch(request: SignedIn, pk: int) -> HttpResponse:
    """Asks before the document goes to the superior."""
    report = visible_report(request, pk)
    return ask_or_send(request, report, "dispatch", province.dispatch, label=words.sends_to(report))


@answers_once
def ward_report_receipt(request: SignedIn, pk: int) -> HttpResponse:
    """Records what the superior answered."""
    report = visible_report(request, pk)
    told = words.answers(report)
    form = ReceiptForm(posted(request), words=told)
    if form.is_valid():
        return _record(request, report, form)
    refuse_unless_open(report, "record_receipt", by=request.user)
    page = {"report": report, "form": form, "title": told["title"]}
    return render(request, "workflows/ward_reports/receipt.html", page, status=422 if form.is_bound else 200)


def _record(request: SignedIn, report: WardReport, form: ReceiptForm) -> HttpResponse:
    received = form.cleaned_data["answer"] == Dispatch.Answer.RECEIVED
    answer = {name: form.cleaned_data[name] for name in ("reference", "reason")}
    province.record_receipt(report, by=request.user, received=received, **answer)
    if received:
        messages.success(request, form.words["done"])
    else:
        messages.success(
            request, gettext("The refusal is recorded. A new version opens with the coordinator in a moment.")
        )
    return redirect("ward_report", report.pk)
