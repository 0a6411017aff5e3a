"""Trao đổi: what is written beside a case by whoever may read it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units import grants
from units.requests import SignedIn
from workflows.cases.visible import visible_case
from workflows.models import CaseMessage

from . import actions as discussion
from . import reading
from .forms import MessageForm


@answers_once
def case_discussion(request: SignedIn, kind: str, pk: int) -> HttpResponse:
    """All messages, which are read from then on, and the form to write one."""
    case = visible_case(request, kind, pk)
    form = MessageForm(posted(request), ward=case.ward_id)
    if done(form, lambda: discussion.write(case, by=request.user, **form.cleaned_data)):
        messages.success(request, gettext("Your message stands beside the case."))
        return redirect("case_discussion", kind, pk)
    written = reading.discussion_of(case, request.user)
    with grants.read_anew():
        reading.look(case, written, by=request.user)
    page = {"case": case, "form": form, "discussion": written}
    return render(request, "workflows/cases/discussion.html", page, status=status_of(form))


@require_POST
@answers_once
def case_message_strike(request: SignedIn, kind: str, pk: int, message: int) -> HttpResponse:
    """Strikes a message of the reader's own."""
    case = visible_case(request, kind, pk)
    discussion.strike(get_object_or_404(CaseMessage.objects.of(case), pk=message), case, by=request.user)
    messages.success(request, gettext("The message is struck. It stays readable, with that mark."))
    return redirect("case_discussion", kind, pk)
