from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from approvals.pages.forms import done, posted
from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.cases.moves import refuse_unless_held, refuse_unless_open
from workflows.cases.pages import confirm_page
from workflows.submissions.views import visible_submission

from . import actions as co_drafting
from .forms import CoDraftersForm


@answers_once
def submission_co_drafters(request: SignedIn, pk: int) -> HttpResponse:
    """Asks who writes the document too."""
    case = visible_submission(request, pk)
    refuse_unless_held(case, "name_co_drafters", by=request.user)
    could = co_drafting.could_write(case).exclude(pk=request.user.pk)
    form = CoDraftersForm(posted(request), people=could, initial={"people": case.co_drafters})
    if done(form, lambda: co_drafting.name_co_drafters(case, by=request.user, **form.cleaned_data)):
        messages.success(request, gettext("Saved. Whoever is new is told by mail."))
        return redirect(case)
    if not form.is_bound:
        refuse_unless_open(case, "name_co_drafters", by=request.user)
    title = gettext("Who writes %(report)s too?") % {"report": case}
    happens = gettext("They write at the same time: whoever saves later is told, and loses nothing.")
    return confirm_page(request, case, "name_co_drafters", form, title=title, happens=happens)
