"""What the clerk does with lines of the register: void a kept number, recall a document, record its deletion."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals import register
from approvals.forms import DeletionForm, RegisterReasonForm
from approvals.models import Dispatch, Document
from approvals.once import answers_once
from approvals.querysets import documents_to_keep, visible_documents


@answers_once
def document_void(request: HttpRequest, pk: int) -> HttpResponse:
    line = _own_line(request, pk)
    form = RegisterReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        register.void(line, by=request.user, reason=form.cleaned_data["reason"])
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
        register.recall(line, by=request.user, reason=form.cleaned_data["reason"])
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
        register.confirm_deletion(sent, by=request.user, reference=form.cleaned_data["reference"])
        messages.success(request, _("The deletion is recorded."))
        return redirect("document", line.pk)
    told = {"recipient": sent.recipient, "code": line}
    page = {
        "title": _("Is %(code)s deleted?") % told,
        "happens": _("You record that %(recipient)s has deleted the recalled document %(code)s.") % told,
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
