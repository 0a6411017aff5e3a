from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.cases.visible import visible_case
from workflows.models import CaseLink

from . import actions as links
from .forms import LinkForm
from .reading import links_of


@answers_once
def case_links(request: SignedIn, kind: str, pk: int) -> HttpResponse:
    """The links of a case, and the form to make one."""
    case = visible_case(request, kind, pk)
    form = LinkForm(posted(request), case=case, reader=request.user)
    if done(form, lambda: links.link(case, by=request.user, **form.key)):
        messages.success(request, gettext("Linked. Each shows the other to whoever may read it."))
        return redirect("case_links", kind, pk)
    page = {"case": case, "form": form, "links": links_of(case, request.user)}
    return render(request, "workflows/cases/links.html", page, status=status_of(form))


@require_POST
@answers_once
def case_link_remove(request: SignedIn, kind: str, pk: int, link: int) -> HttpResponse:
    """Takes away a link that the reader made."""
    case = visible_case(request, kind, pk)
    own = CaseLink.objects.filter(subject_kind=case.kind, subject_id=case.pk)
    links.unlink(get_object_or_404(own, pk=link), case, by=request.user)
    messages.success(request, gettext("The link is removed."))
    return redirect("case_links", kind, pk)
