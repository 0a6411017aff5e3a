from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from approvals.pages.forms import done, posted
from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.cases.moves import refuse_unless_held, refuse_unless_open
from workflows.cases.pages import confirm_page
from workflows.signoff.pages import CasePages

from .actions import retract as take_back
from .forms import RetractForm
from .rules import last_of, refuse_unless_retractable


@answers_once
def retract(request: SignedIn, pk: int, of: CasePages) -> HttpResponse:
    """Asks why the reader takes their last decision back, and says what that undoes."""
    report = of.find(request, pk)
    refuse_unless_held(report, "retract", by=request.user)
    form = RetractForm(posted(request), initial={"decision": report.decided})
    if done(form, lambda: take_back(report, by=request.user, **form.cleaned_data)):
        messages.success(request, gettext("Your decision is taken back: it waits for you again."))
        return redirect(report)
    if not form.is_bound:
        refuse_unless_open(report, "retract", by=request.user)
        refuse_unless_retractable(last_of(report, request.user), report, report.way)
    title = gettext("Take back your decision on %(report)s?") % {"report": report}
    happens = gettext(
        "The document stands where it stood before your decision, and waits for you again. Whoever was asked by it is "
        "told. The trail keeps both."
    )
    return confirm_page(request, report, "retract", form, title=title, happens=happens)
