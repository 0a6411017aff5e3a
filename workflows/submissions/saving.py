"""Saving while a document is written, and who else writes it: fields come as a form, the outcome goes as JSON."""

from django.http import HttpResponse, JsonResponse
from django.template.defaultfilters import date as date_words
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from approvals.clock import now
from approvals.errors import NotPossible
from units.requests import SignedIn
from workflows.cases.inputs.writers import others_at
from workflows.cases.moves import refuse_unless_held, refuse_unless_open

from . import actions as submissions
from .co_drafting.actions import is_author
from .forms import SubmissionForm
from .views import visible_submission


@require_POST
def submission_autosave(request: SignedIn, pk: int) -> HttpResponse:
    """Save the valid fields and report the others. 409 for a conflict, or where it is not to be saved."""
    case = visible_submission(request, pk)
    try:
        refuse_unless_held(case, "edit", by=request.user)
        if not is_author(case, request.user):
            raise NotPossible(gettext("Your first change makes you an author: press Save for that one."))
        form = SubmissionForm(request.POST, told=case.fields_told)
        form.keep_only(request.POST)
        form.is_valid()
        seen = form.cleaned_data.get("seen", -1)
        written = {name: form.cleaned_data[name] for name in submissions.WRITTEN if name in form.cleaned_data}
        saved = submissions.edit(case, by=request.user, seen=seen, fields=form.typed, **written)
    except submissions.StaleDocument as stale:
        return JsonResponse({"state": "conflict", "message": stale.message}, status=409)
    except NotPossible as refusal:
        return JsonResponse({"state": "refused", "message": refusal.message}, status=409)
    return JsonResponse(
        {
            "state": "saved",
            "version": saved.edits,
            "words": gettext("Saved %(time)s") % {"time": date_words(localtime(now()), "H:i")},
            "saved": sorted(form.cleaned_data.keys() & request.POST.keys() - {"seen"}),
            "errors": {name: errors[0] for name, errors in form.errors.items() if name != "seen"},
        }
    )


@require_POST
def submission_writers(request: SignedIn, pk: int) -> HttpResponse:
    """Who else has the text open; asked for by the page while it is open."""
    case = visible_submission(request, pk)
    refuse_unless_open(case, "edit", by=request.user)
    return JsonResponse({"others": others_at(case, request.user)})
