"""The register's pages; what the clerk does with its lines: void a number, recall, record a deletion."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from approvals.models import Dispatch, Document
from approvals.pages import tables
from approvals.pages.once import answers_once
from approvals.pages.tables import Column
from approvals.scopes import Right, scopes

from . import actions
from .downloads import final_rendition, form_file, page_file, pdf_file, printed
from .forms import DeletionForm, RegisterFilter, RegisterReasonForm
from .querysets import documents_to_keep, matching, standing, visible_documents

PAGE = 30
REGISTER = [
    Column(gettext_lazy("Number"), lambda row: row.code),
    Column(gettext_lazy("Date"), lambda row: row.issued_on and f"{row.issued_on:%d/%m/%Y}", 14),
    Column(gettext_lazy("Abstract"), lambda row: row.abstract, 60),
    Column(gettext_lazy("Period"), lambda row: row.period, 20),
    Column(gettext_lazy("Signer"), lambda row: row.signer, 30),
    Column(gettext_lazy("State"), lambda row: row.get_state_display()),
]


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """The register, newest first: by words, year, kind and how its lines stand."""
    seen = visible_documents(request.user)
    form = RegisterFilter(request.GET, series=list(seen.order_by().values_list("year", "symbol").distinct()))
    found = _sought(seen, form).select_related("replaced_by", "replaces").prefetch_related("dispatches")
    if kind := tables.asked(request):
        return tables.table_file(kind, "van-ban", REGISTER, found)
    page = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "form": form,
        "reads_trail": scopes(request.user, Right.READ_TRAIL).exists(),
        "filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "approvals/documents.html", page)


def _sought(seen: QuerySet[Document], form: RegisterFilter) -> QuerySet[Document]:
    """What is asked for and can be understood; the rest of a faulty address filters nothing."""
    form.is_valid()
    asked = form.cleaned_data
    found = matching(seen, asked.get("q", ""))
    if asked.get("year"):
        found = found.filter(year=asked["year"])
    if asked.get("kind"):
        found = found.filter(symbol=asked["kind"])
    return standing(found, asked["state"]) if asked.get("state") else found


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One line of the register with its printed pages, its files and how it was sent."""
    row = visible_document(request, pk)
    page = {
        "document": row,
        **printed(final_rendition(row)),
        "dispatches": row.dispatches.select_related("requested_by", "channel").prefetch_related("lines__channel"),
        "keeps": documents_to_keep(request.user).filter(pk=pk).exists(),
        "reads_trail": scopes(request.user, Right.READ_TRAIL).filter(pk=row.scope).exists(),
    }
    return render(request, "approvals/document.html", page)


def document_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return page_file(final_rendition(visible_document(request, pk)), number)


def document_pdf(request: HttpRequest, pk: int) -> FileResponse:
    row = visible_document(request, pk)
    return pdf_file(final_rendition(row), f"{row.year}-{row.code}")


def document_form(request: HttpRequest, pk: int, form: str) -> FileResponse:
    """The document as Word file, or its figures."""
    row = visible_document(request, pk)
    return form_file(final_rendition(row), f"{row.year}-{row.code}", form)


def visible_document(request: HttpRequest, pk: int) -> Document:
    """The line of the register, for whoever may read it; else 404."""
    people = ("issued_by", "ended_by", "replaces", "replaced_by")
    return get_object_or_404(visible_documents(request.user).select_related(*people), pk=pk)


@answers_once
def document_void(request: HttpRequest, pk: int) -> HttpResponse:
    line = _own_line(request, pk)
    form = RegisterReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.void(line, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Number %(code)s is voided. Its line and the reason stay.") % {"code": line})
        return redirect("document", pk)
    page = {
        "title": _("Void number %(code)s?") % {"code": line},
        "happens": _("The number is kept for a document that is not issued yet, which then takes another one."),
        "final": _("a voided number stays in the register, struck through, and never comes again."),
        "label": _("Void the number"),
    }
    return _ask(request, line, form, page)


@answers_once
def document_recall(request: HttpRequest, pk: int) -> HttpResponse:
    line = _own_line(request, pk)
    form = RegisterReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.recall(line, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("%(code)s is recalled. Record here when it is deleted.") % {"code": line})
        return redirect("document", pk)
    page = {
        "title": _("Recall document %(code)s?") % {"code": line},
        "happens": _(
            "Whoever received it is told to delete it and to confirm that (NĐ 30/2020, Điều 18). "
            "Its report opens again as a new version, to be corrected and issued anew."
        ),
        "final": _("a recalled document never comes into force again; its number stays."),
        "label": _("Recall the document"),
    }
    return _ask(request, line, form, page)


@answers_once
def dispatch_deletion(request: HttpRequest, pk: int) -> HttpResponse:
    sent = get_object_or_404(Dispatch.objects.select_related("document"), pk=pk)
    line = _own_line(request, sent.document_id)
    form = DeletionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.confirm_deletion(sent, by=request.user, reference=form.cleaned_data["reference"])
        messages.success(request, _("The deletion is recorded."))
        return redirect("document", line.pk)
    values = {"recipient": sent.recipient, "code": line}
    page = {
        "title": _("Is %(code)s deleted?") % values,
        "happens": _("You record that %(recipient)s has deleted the recalled document %(code)s.") % values,
        "final": "",
        "label": _("Record the deletion"),
    }
    return _ask(request, line, form, page)


def _own_line(request: HttpRequest, pk: int) -> Document:
    """A line that the user sees, else 404, in a register that they keep, else 403."""
    line = get_object_or_404(visible_documents(request.user), pk=pk)
    if not documents_to_keep(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return line


def _ask(request: HttpRequest, line: Document, form: forms.Form, page: dict[str, str]) -> HttpResponse:
    context = {**page, "document": line, "form": form, "cancel_url": reverse("document", args=[line.pk])}
    return render(request, "approvals/document_confirm.html", context, status=422 if form.errors else 200)
