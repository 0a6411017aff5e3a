"""Saving while the report's text is edited, and who else edits it: parts come as a form, the outcome goes as JSON."""

from typing import Any

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
from workflows.models import WardReport
from workflows.prose import actions as prose_actions
from workflows.prose import drafts as prose
from workflows.ward_reports.forms import LABELS, NarrativeForm
from workflows.ward_reports.views import visible_report


@require_POST
def ward_report_autosave(request: SignedIn, pk: int) -> HttpResponse:
    """Save the valid parts and report the others. 409 for a conflict, or where it is too late to save."""
    report = visible_report(request, pk)
    try:
        refuse_unless_held(report, "edit_narrative", by=request.user)
        form = _form(request, report)
        seen = form.cleaned_data.get("seen")
        if seen is None:
            raise NotPossible(gettext("This page is out of date. Open the report again."))
        texts = {part: form.cleaned_data[part] for part in form.fields if part in form.cleaned_data and part != "seen"}
        saved = prose_actions.edit_narrative(report, by=request.user, seen=seen, narrative=texts)
    except prose_actions.StaleText as stale:
        return JsonResponse({"state": "conflict", "message": stale.message}, status=409)
    except NotPossible as refusal:
        return JsonResponse({"state": "refused", "message": refusal.message}, status=409)
    return JsonResponse(_answer(saved, texts, form))


def _form(request: SignedIn, report: WardReport) -> NarrativeForm:
    """Bound to the parts that were sent and that the report has, and no others."""
    left_out = [part for part in LABELS if part not in request.POST or part not in parts_of(report)]
    form = NarrativeForm(request.POST, words=prose.words_of(prose.figures_of(report)), left_out=left_out)
    form.is_valid()
    return form


def parts_of(report: WardReport) -> list[str]:
    """The parts of the prose that the report has by its outline."""
    return [part for part in LABELS if part in report.period.texts or part in ("leadership", "assessment")]


def _answer(saved: WardReport, texts: dict[str, str], form: NarrativeForm) -> dict[str, Any]:
    time = date_words(localtime(now()), "H:i")
    return {
        "state": "saved",
        "version": saved.edits,
        "words": gettext("Saved %(time)s") % {"time": time},
        "saved": sorted(texts),
        "errors": {name: errors[0] for name, errors in form.errors.items()},
    }


@require_POST
def ward_report_writers(request: SignedIn, pk: int) -> HttpResponse:
    """Who else has the text open; asked for by the page while it is open."""
    report = visible_report(request, pk)
    refuse_unless_open(report, "edit_narrative", by=request.user)
    return JsonResponse({"others": others_at(report, request.user)})
