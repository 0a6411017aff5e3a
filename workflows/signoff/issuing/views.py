from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from approvals.clock import today
from approvals.models import Document, NumberSeries
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from approvals.register import actions as register
from approvals.register.downloads import form_file, page_file, pdf_file
from units.requests import SignedIn
from workflows.cases.inputs.forms import ReasonForm
from workflows.cases.moves import refuse_unless_held, refuse_unless_open
from workflows.cases.pages import confirm_page
from workflows.models.cases import RoutedCase
from workflows.signoff import pages
from workflows.signoff.forms import KeepNumberForm, ScanForm, SealForm
from workflows.signoff.pages import CasePages
from workflows.signoff.signing import keys as signing
from workflows.signoff.signing.views import unlocks_seal

from . import actions as issuing
from . import on_paper


def issue(request: SignedIn, pk: int, of: CasePages) -> HttpResponse:
    """Shows the number and date that the report will bear, asks for the seal's passphrase, and issues it."""
    report = of.find(request, pk)
    refuse_unless_open(report, "issue", by=request.user)
    form = SealForm(posted(request), unlock=unlocks_seal(report))
    if done(form, lambda: _try(request, report, form)):
        return redirect(report)
    signing.refuse_unsigned(report)
    line = {"number": next_code(report), "date": f"{today():%d/%m/%Y}"}
    return confirm_page(
        request,
        report,
        "issue",
        form,
        title=gettext("Issue %(report)s?") % {"report": report},
        happens=gettext("It gets number %(number)s of %(date)s in the register of documents.") % line,
        final=gettext("a number once given is never given again, and what is issued can only be replaced."),
    )


def issue_on_paper(request: SignedIn, pk: int, of: CasePages) -> HttpResponse:
    """The way by ink: the number is kept, the paper is printed, signed and stamped, and its scan is entered. A number
    that is kept stays so whatever fails after it.
    """
    report = of.find(request, pk)
    refuse_unless_open(report, "issue_on_paper", by=request.user)
    kept = register.document_of(report)
    form: KeepNumberForm | ScanForm = KeepNumberForm(posted(request))
    if kept and (request.method == "GET" or request.FILES or "number" not in request.POST):
        form = ScanForm(posted(request), request.FILES or None)
    if done(form, lambda: _on_paper(request, report, form)):
        return redirect(report if isinstance(form, ScanForm) else request.path)
    page = {"report": report, "form": form, "kept": kept, "scans": isinstance(form, ScanForm)}
    page |= {"number": next_code(report), "today": today()}
    return render(request, "workflows/signoff/on_paper.html", page, status=status_of(form))


def _on_paper(request: SignedIn, report: RoutedCase, form: KeepNumberForm | ScanForm) -> None:
    if isinstance(form, ScanForm):
        on_paper.issue_on_paper(report, by=request.user, scan=form.cleaned_data["scan"])
        messages.success(request, gettext("The document is issued: the scan is its original. Now send it."))
    else:
        on_paper.keep_number_for_paper(report, by=request.user, number=form.cleaned_data["number"])
        messages.success(request, gettext("The number is kept. Print the document and have it signed."))


def _try(request: SignedIn, report: RoutedCase, form: SealForm) -> None:
    if issuing.try_to_issue(report, by=request.user, key=form.key, number=form.cleaned_data["number"]):
        messages.success(request, gettext("The document is issued, numbered and sealed. Now send it."))
    else:
        messages.error(request, gettext("The document is not issued yet: the page of incidents says what failed."))


def next_code(report: RoutedCase) -> str:
    """The number kept for it, or the one that the register would give now; another clerk may be faster."""
    if kept := register.document_of(report):
        return kept.code
    symbol = report.symbol
    series = NumberSeries.objects.filter(scope=report.ward_id, symbol=symbol, year=today().year)
    last = series.values_list("last", flat=True).first()
    return f"{(last or 0) + 1:02d}/{symbol}"


@answers_once
def return_before_issue(request: SignedIn, pk: int, of: CasePages) -> HttpResponse:
    """Asks why what is signed goes back, and says what that undoes."""
    report = of.find(request, pk)
    form = ReasonForm(posted(request))
    if done(form, lambda: issuing.return_before_issue(report, by=request.user, reason=form.cleaned_data["reason"])):
        messages.success(request, gettext("It is back for correction, with your reason."))
        return redirect(report)
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


def progress(request: SignedIn, pk: int, of: CasePages) -> HttpResponse:
    """The part that a page shows while the worker makes the printed form; once it is made the page loads anew."""
    report = of.find(request, pk)
    rendition = pages.rendition_of(report)
    if rendition is None:
        return render(request, "workflows/signoff/_progress.html", {"report": report, **pages.wait_of(report)})
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(report)
    return HttpResponse(headers={"HX-Refresh": "true"})


def page_picture(request: SignedIn, pk: int, number: int, of: CasePages) -> HttpResponse:
    """A page's picture, of the very PDF that the address names: never one of a report that changed meanwhile."""
    report = of.find(request, pk)
    rendition = pages.rendition_of(report)
    if rendition and rendition.sha256 != request.GET.get("v", rendition.sha256):
        raise Http404
    pages.note_opening(request, report)
    return page_file(rendition, number, request.GET.get("size", ""))


def pdf(request: SignedIn, pk: int, of: CasePages) -> FileResponse:
    report = of.find(request, pk)
    pages.note_opening(request, report)
    return pdf_file(pages.rendition_of(report), of.file_name(report))


def other_form(request: SignedIn, pk: int, form: str, of: CasePages) -> FileResponse:
    """The document as Word file, or its figures."""
    report = of.find(request, pk)
    return form_file(pages.rendition_of(report), of.file_name(report), form)
