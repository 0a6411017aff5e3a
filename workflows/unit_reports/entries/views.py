"""Saving while a report is typed: the changed fields come as a form, the outcome goes back as JSON."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.template.defaultfilters import date as date_words
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from approvals import compiled
from approvals.errors import NotPossible
from units.compiled import found_or_404, rows
from units.models import Person
from units.requests import SignedIn
from workflows.models import UnitReport
from workflows.models.querysets import UnitReportQuerySet
from workflows.unit_reports.entries.saving import save_typed
from workflows.unit_reports.findings import IndicatorRow, Row, entries_of, named_entries
from workflows.unit_reports.views import seen_version

from . import actions as entries_actions
from .forms import EntriesForm, entry_ids


@require_POST
def unit_report_autosave(request: SignedIn, pk: int) -> HttpResponse:
    """Save the valid fields and report the others. 409 for a conflict, or where it is too late to save.

    Who may save may see the report: that is asked once it is refused, and 404 is the answer where they may not.
    """
    report = found_or_404(compiled.read(_named, pk=pk))
    try:
        return JsonResponse(_saved(request, report))
    except (NotPossible, PermissionDenied) as refusal:
        found_or_404(rows(_visible, request.user, pk=pk))
        if not isinstance(refusal, NotPossible):
            raise
        state = "conflict" if isinstance(refusal, entries_actions.StaleSave) else "refused"
        return JsonResponse({"state": state, "message": refusal.message}, status=409)


def _named(pk: int) -> UnitReportQuerySet:
    return UnitReport.objects.filter(pk=pk).select_related("period__kind", "unit", "ward")


def _visible(person: Person, pk: int) -> UnitReportQuerySet:
    return UnitReport.objects.visible_to(person).filter(pk=pk)


def _saved(request: SignedIn, report: UnitReport) -> dict[str, Any]:
    """What the answer tells of a save. Raises like `save_draft`."""
    seen = seen_version(request, report, "save_draft")
    form = _form(request, report)
    try:
        saved = save_typed(form, by=request.user, seen=seen, alone=True)
    except entries_actions.StaleSave as stale:
        form = _form(request, stale.report)
        if not _is_own(stale.report, request.user, seen) or form.differing():
            raise
        saved = save_typed(form, by=request.user, seen=stale.report.version, alone=True)
    return _answer(saved, form)


def _is_own(report: UnitReport, person: Person, seen: int) -> bool:
    """Whether it is their own save that is newer: its answer was lost on the way, and it comes again."""
    return report.saved_by_id == person.pk and report.version == seen + 1


def _form(request: SignedIn, report: UnitReport) -> EntriesForm:
    """Bound to the fields that were sent, and no others. Of a report that was never counted all entries are read."""
    named = named_entries(report, *entry_ids(request.POST)) if report.unanswered is not None else entries_of(report)
    form = EntriesForm(named, request.POST, only=set(request.POST))
    form.is_valid()
    return form


def _answer(saved: UnitReport, form: EntriesForm) -> dict[str, Any]:
    """What is stored now of what was sent, what is wrong with it, and how each of its rows stands."""
    sent = {name.partition("_")[0] for name in form.made}
    return {
        "state": "saved",
        "version": saved.version,
        "words": gettext("Saved %(time)s") % {"time": date_words(localtime(saved.saved_at), "H:i")},
        "saved": sorted(form.made.keys() - form.broken),
        "errors": {name: errors[0] for name, errors in form.errors.items()},
        "unanswered": saved.unanswered,
        "rows": {row.anchor: _standing_of(row) for row in saved.entries.rows if row.anchor in sent},
    }


def _standing_of(row: Row) -> dict[str, Any]:
    """A row after it was saved, as the page shows it."""
    return {
        "filled": not row.is_blank,
        "missing": row.unanswered,
        "reason": row.entry.explanation,
        "asks": [] if row.is_blank else [check.sentence for check in row.checks],
        "year": row.year_words if isinstance(row, IndicatorRow) else "",
    }
