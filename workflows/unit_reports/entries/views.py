"""Saving while a report is typed: the changed fields come as a form, the outcome goes back as JSON."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import date as date_words
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from approvals.errors import NotPossible
from units.requests import SignedIn
from workflows.models import UnitReport
from workflows.unit_reports.findings import named_entries
from workflows.unit_reports.views import narrative_of, save_typed, seen_version

from . import actions as entries_actions
from .forms import EntriesForm, entry_ids


@require_POST
def unit_report_autosave(request: SignedIn, pk: int) -> HttpResponse:
    """Save the valid fields and report the others. 409 for a conflict, or where it is too late to save."""
    reports = UnitReport.objects.visible_to(request.user).select_related("period__kind", "unit", "ward")
    report = get_object_or_404(reports, pk=pk)
    try:
        seen = seen_version(request, report, "save_draft")
        form = _form(request, report)
        saved = save_typed(form, by=request.user, seen=seen)
    except entries_actions.StaleSave as stale:
        return _stale(request, stale, seen)
    except NotPossible as refusal:
        return JsonResponse({"state": "refused", "message": refusal.message}, status=409)
    return JsonResponse(_answer(saved, form))


def _form(request: SignedIn, report: UnitReport) -> EntriesForm:
    """Bound to the fields that were sent, and no others."""
    form = EntriesForm(named_entries(report, *entry_ids(request.POST)), request.POST, only=set(request.POST))
    form.is_valid()
    return form


def _stale(request: SignedIn, stale: entries_actions.StaleSave, seen: int) -> HttpResponse:
    """A save whose answer was lost on the way comes again: it is done. Anything else is a conflict."""
    form = _form(request, stale.report)
    own = stale.report.saved_by_id == request.user.pk and stale.report.version == seen + 1
    if own and not form.differing():
        return JsonResponse(_answer(save_typed(form, by=request.user, seen=stale.report.version), form))
    return JsonResponse({"state": "conflict", "message": stale.message}, status=409)


def _answer(saved: UnitReport, form: EntriesForm) -> dict[str, Any]:
    """What is stored now of what was sent, what is wrong with it, and what the page shows of the whole."""
    entries = saved.entries
    sent = {row.anchor for row in form.entries.rows}
    rows = [row for row in entries.rows if row.anchor in sent]
    whole = {"entries": entries, "narrative": narrative_of(saved)}
    return {
        "state": "saved",
        "version": saved.version,
        "words": gettext("Saved %(time)s") % {"time": date_words(localtime(saved.saved_at), "H:i")},
        "saved": sorted(form.made.keys() - form.broken),
        "reasons": {f"{row.anchor}_explanation": row.entry.explanation for row in rows},
        "errors": {name: errors[0] for name, errors in form.errors.items()},
        "asks": {row.anchor: render_to_string("workflows/unit_reports/_asks.html", {"row": row}) for row in rows},
        "parts": render_to_string("workflows/unit_reports/_parts.html", whole),
        "missing": render_to_string("workflows/unit_reports/_missing.html", whole),
    }
