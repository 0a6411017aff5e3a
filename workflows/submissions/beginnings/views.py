from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units import grants
from units.requests import SignedIn
from workflows.models import ReportKind
from workflows.submissions.kinds import KIND

from . import actions as beginnings
from .forms import DocumentTemplateForm


@answers_once
def document_template(request: SignedIn, pk: int) -> HttpResponse:
    """What new documents of a kind begin with, for who administers the ward."""
    administered = grants.units_where(request.user, "administer")
    kinds = ReportKind.objects.filter(subject_kind=KIND, ward__in=administered).select_related("ward")
    kind = get_object_or_404(kinds, pk=pk)
    template = beginnings.template_of(kind)
    initial = {name: getattr(template, name) for name in beginnings.PARTS} | {"seen": template.trail_seq}
    form = DocumentTemplateForm(posted(request), initial=initial)
    if done(form, lambda: beginnings.change_document_template(kind, by=request.user, **form.cleaned_data)):
        messages.success(request, gettext("The template is saved. New documents of this kind begin with it."))
        return redirect("submissions")
    page = {"form": form, "kind": kind}
    return render(request, "workflows/submissions/template.html", page, status=status_of(form))
