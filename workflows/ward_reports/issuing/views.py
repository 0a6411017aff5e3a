from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from approvals.clock import today
from approvals.models import Dispatch, Document, NumberSeries, Rendition
from approvals.pages.forms import done, posted
from approvals.pages.once import answers_once
from approvals.register import actions as register
from approvals.register.downloads import form_file, page_file, pdf_file
from approvals.signing.keys.forms import PassphraseForm
from approvals.trail import sightings
from units import grants
from units.requests import SignedIn
from workflows.cases.forms import ReasonForm
from workflows.cases.moves import refuse_unless_held, refuse_unless_open
from workflows.models import WardReport
from workflows.ward_reports.forms import ReceiptForm
from workflows.ward_reports.signing import keys as signing
from workflows.ward_reports.signing.views import unlocks_seal
from workflows.ward_reports.views import confirm_page, rendition_of, visible_report, wait_of

from . import actions as issuing


def ward_report_issue(request: SignedIn, pk: int) -> HttpResponse:
    """Shows the number and date that the report will bear, asks for the seal's passphrase, and issues it."""
    report = visible_report(request, pk)
    refuse_unless_open(report, "issue", by=request.user)
    form = PassphraseForm(posted(request), unlock=unlocks_seal(report))
    if form.is_valid():
        if issuing.try_to_issue(report, by=request.user, key=form.key):
            messages.success(
                request, gettext("The report is issued, numbered and sealed. Now send it to the province.")
            )
        else:
            messages.error(request, gettext("The report is not issued yet: the page of incidents says what failed."))
        return redirect("ward_report", pk)
    signing.refuse_unsigned(report)
    line = {"number": next_code(report), "date": f"{today():%d/%m/%Y}"}
    return confirm_page(
        request,
        report,
        "issue",
        form,
        title=gettext("Issue %(report)s?") % {"report": report},
        happens=gettext("The report gets number %(number)s of %(date)s in the register of documents.") % line,
        final=gettext("a number once given is never given again, and what is issued can only be replaced."),
    )


def next_code(report: WardReport) -> str:
    """The number kept for it, or the one that the register would give now; another clerk may be faster."""
    if kept := register.document_of(report):
        return kept.code
    symbol = report.period.kind.symbol
    series = NumberSeries.objects.filter(scope=report.ward_id, symbol=symbol, year=today().year)
    last = series.values_list("last", flat=True).first()
    return f"{(last or 0) + 1:02d}/{symbol}"


@answers_once
def ward_report_return_before_issue(request: SignedIn, pk: int) -> HttpResponse:
    """Asks why what is signed goes back, and says what that undoes."""
    report = visible_report(request, pk)
    form = ReasonForm(posted(request))
    if done(form, lambda: issuing.return_before_issue(report, by=request.user, reason=form.cleaned_data["reason"])):
        messages.success(request, gettext("The report is back with the coordinator, with your reason."))
        return redirect("ward_report", pk)
    if not form.is_bound:
        refuse_unless_open(report, "return_before_issue", by=request.user)
    else:
        refuse_unless_held(report, "return_before_issue", by=request.user)
    return confirm_page(
        request,
        report,
        "return_before_issue",
        form,
        title=gettext("Send %(report)s back for correction?") % {"report": report},
        happens=gettext("The coordinator corrects it and sends it for approval anew. The signer is told."),
        final=_final(register.document_of(report)),
    )


def _final(kept: Document | None) -> str:
    """What a return undoes for good: `kept` is the number that is kept for the report."""
    if kept is None:
        return gettext("the signature is void, and the trail keeps that.")
    return gettext("the signature and the number %(code)s are void, and the trail keeps that.") % {"code": kept}


@require_POST
def ward_report_dispatch(request: SignedIn, pk: int) -> HttpResponse:
    issuing.dispatch(visible_report(request, pk), by=request.user)
    messages.success(request, gettext("The document is on its way. Record the province's answer when it comes."))
    return redirect("ward_report", pk)


@answers_once
def ward_report_receipt(request: SignedIn, pk: int) -> HttpResponse:
    """Records what the province answered."""
    report = visible_report(request, pk)
    form = ReceiptForm(posted(request))
    if form.is_valid():
        return _record(request, report, form)
    refuse_unless_open(report, "record_receipt", by=request.user)
    page = {"report": report, "form": form}
    return render(request, "workflows/ward_reports/receipt.html", page, status=422 if form.is_bound else 200)


def _record(request: SignedIn, report: WardReport, form: ReceiptForm) -> HttpResponse:
    received = form.cleaned_data["answer"] == Dispatch.Answer.RECEIVED
    answer = {name: form.cleaned_data[name] for name in ("reference", "reason")}
    issuing.record_receipt(report, by=request.user, received=received, **answer)
    if received:
        messages.success(request, gettext("The province received the report. Nothing more is to be done."))
    else:
        messages.success(
            request, gettext("The refusal is recorded. A new version opens with the coordinator in a moment.")
        )
    return redirect("ward_report", report.pk)


def ward_report_progress(request: SignedIn, pk: int) -> HttpResponse:
    """The part that a page shows while the worker makes the printed form; once it is made the page loads anew."""
    report = visible_report(request, pk)
    rendition = rendition_of(report)
    if rendition is None:
        return render(request, "workflows/ward_reports/_progress.html", {"report": report, **wait_of(report)})
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("ward_report", pk)
    return HttpResponse(headers={"HX-Refresh": "true"})


def ward_report_page(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """A page's picture, of the very PDF that the address names: never one of a report that changed meanwhile."""
    report = visible_report(request, pk)
    rendition = rendition_of(report)
    if rendition and rendition.sha256 != request.GET.get("v", rendition.sha256):
        raise Http404
    _note_sighting(request, report, rendition)
    return page_file(rendition, number)


def ward_report_pdf(request: SignedIn, pk: int) -> FileResponse:
    report = visible_report(request, pk)
    rendition = rendition_of(report)
    _note_sighting(request, report, rendition)
    return pdf_file(rendition, _file_name(report))


def ward_report_form(request: SignedIn, pk: int, form: str) -> FileResponse:
    """The report as Word file, or its figures."""
    report = visible_report(request, pk)
    return form_file(rendition_of(report), _file_name(report), form)


def _file_name(report: WardReport) -> str:
    return f"{report.period.code}-{report.ward.code}-{report.version}"


def _note_sighting(request: SignedIn, report: Any, rendition: Rendition | None) -> None:
    """Whoever is asked to decide has this rendering before them."""
    if rendition and report.asked:
        with grants.read_anew():
            sightings.note(report, rendition.sha256, scope=report.ward_id, by=request.user)
