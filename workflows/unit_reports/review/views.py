from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units import grants
from units.requests import SignedIn
from workflows.cases.inputs.forms import ReasonForm
from workflows.cases.labels import ACTIONS
from workflows.cases.moves import refuse_unless_held, refuse_unless_open
from workflows.cases.pages import visible_unit_report
from workflows.models import IndicatorEntry, UnitReport
from workflows.pure.wording.strays import quotes
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.checking import sightings
from workflows.unit_reports.findings import IndicatorRow, entries_of
from workflows.unit_reports.views import address_with_ticks, narrative_of, seen_version
from workflows.unit_reports.waivers import waiver_of

from .forms import ReturnForm
from .proposing import proposed_words
from .rows import ReviewPart, bare_review_of


@require_POST
def unit_report_take(request: SignedIn, pk: int) -> HttpResponse:
    unit_reports.take(visible_unit_report(request, pk), by=request.user)
    messages.success(
        request, gettext("You hold the report now. Read it beside the last period, then accept or send it back.")
    )
    return redirect("unit_report", pk)


@require_POST
def unit_report_hand_back(request: SignedIn, pk: int) -> HttpResponse:
    unit_reports.hand_back(visible_unit_report(request, pk), by=request.user)
    messages.success(request, gettext("The report is in the queue again: any coordinator may take it."))
    return redirect("unit_report", pk)


@require_POST
def unit_report_accept(request: SignedIn, pk: int) -> HttpResponse:
    report = visible_unit_report(request, pk)
    unit_reports.accept(report, by=request.user, seen=seen_version(request, report, "accept"))
    messages.success(request, gettext("The report is accepted and goes into the ward's report."))
    return redirect("unit_report", pk)


@require_POST
def unit_report_seen(request: SignedIn, pk: int) -> HttpResponse:
    """The report's page says that whoever reviews it has it open: the grid names those that were not opened."""
    report = visible_unit_report(request, pk)
    _refuse_unless_reviews(request, report)
    sightings.look(report, by=request.user)
    return HttpResponse(status=204)


def _refuse_unless_reviews(request: SignedIn, report: UnitReport) -> None:
    if not grants.may(request.user, "review_reports", report.ward_id):
        raise PermissionDenied


@require_safe
def unit_report_next(request: SignedIn, pk: int) -> HttpResponse:
    """Leads to the report of the period that waits for the reader next, in the units' order; else to the grid."""
    report = visible_unit_report(request, pk)
    _refuse_unless_reviews(request, report)
    waiting = UnitReport.objects.filter(period=report.period_id).exclude(pk=pk)
    rows = waiting.filter(Q(pk__in=waiting.to_take(request.user)) | Q(pk__in=waiting.to_accept(request.user)))
    keys = list(rows.order_by("unit__order", "unit__code").values_list("unit__order", "unit__code", "pk"))
    here = (report.unit.order, report.unit.code)
    found = next((key for *place, key in keys if tuple(place) > here), keys[0][-1] if keys else None)
    if found:
        return redirect("unit_report", found)
    messages.success(request, gettext("No other report of this period waits for you."))
    return redirect(
        f"{reverse('period', args=[report.period.code])}?kind={report.period.kind.code}&ward={report.ward_id}"
    )


@answers_once
def unit_report_return(request: SignedIn, pk: int) -> HttpResponse:
    """Asks for the reason; `part`, any number of times, names the only parts that are returned. With `only`, which the
    button beside the ticks posts with what was typed as comments, there has to be one. What the office said of a part
    and the unit did not answer, and what was typed and not sent, is proposed as the reason.
    """
    report = visible_unit_report(request, pk)
    asked = request.POST if "only" in request.POST else request.GET
    typed = None if "only" in request.POST else posted(request)
    names = (asked if typed is None else typed).getlist("part")
    if typed is None and "only" in asked and not names:
        messages.error(request, gettext("Nothing is ticked. Tick the entries to return, then try again."))
        return redirect("unit_report", pk)
    parts, beside = _parts(report, names, look=typed is None)
    form = ReturnForm(parts, typed, words=proposed_words(report, request.POST) if typed is None else {})
    if done(
        form,
        lambda: unit_reports.return_for_revision(
            report, by=request.user, reason=form.cleaned_data["reason"], parts=form.parts()
        ),
    ):
        messages.success(
            request, gettext("The report is back with %(unit)s, with your reason.") % {"unit": report.unit}
        )
        return redirect("unit_report", pk)
    happens = gettext(
        "The report goes back to %(unit)s, which reads your reason, corrects the report and submits it anew."
    )
    if form.offered:
        happens = gettext("%(unit)s corrects only what is ticked here. Everything else stays accepted, and locked.")
    if beside:
        also = gettext("Ticked with them, since it states their figures: %(parts)s. Untick it if its words stay right.")
        happens = f"{happens} {also % {'parts': ', '.join(beside)}}"
    back = address_with_ticks(reverse("unit_report", args=[pk]), [part.name for part in form.offered])
    return reason_page(request, report, "return_for_revision", form, happens, back=back)


@answers_once
def unit_report_waive(request: SignedIn, pk: int) -> HttpResponse:
    """Asks for the reason, and shows what the draft holds and how the document states the unit's tasks without it."""
    report = visible_unit_report(request, pk)
    form = ReasonForm(posted(request))
    if done(form, lambda: unit_reports.waive(report, by=request.user, reason=form.cleaned_data["reason"])):
        messages.success(request, gettext("%(unit)s need not report this period.") % {"unit": report.unit})
        return redirect("unit_report", pk)
    happens = gettext(
        "%(unit)s need not report this period. The ward's report names the unit and your reason. Until the ward's "
        "report is approved you can take the waiver back."
    )
    return reason_page(request, report, "waive", form, happens, waiver=waiver_of(report))


def _parts(report: UnitReport, names: list[str], *, look: bool) -> tuple[list[ReviewPart], list[str]]:
    """The parts of the report by these names; 404 for any other name, so that the whole is not returned instead. With
    `look` also the texts that state a named indicator's figures, by their labels once more.
    """
    if not names:
        return [], []
    review = bare_review_of(report, entries_of(report), narrative_of(report))
    parts = {part.name: part for part in review.parts}
    if not parts.keys() >= set(names):
        raise Http404
    named = [part.row.entry for part in review.indicators if part.name in names and isinstance(part.row, IndicatorRow)]
    beside = [part for part in review.texts if look and part.name not in names and _states(part.text, named)]
    wanted = {*names, *(part.name for part in beside)}
    return [part for name, part in parts.items() if name in wanted], [str(part.label) for part in beside]


def _states(text: str, entries: Iterable[IndicatorEntry]) -> bool:
    return any(quotes(text, entry.value, entry.numerator, entry.denominator) for entry in entries)


def reason_page(
    request: SignedIn, report: UnitReport, action: str, form: ReasonForm, happens: str, **also: Any
) -> HttpResponse:
    """Asks for the reason where `action` is open to the reader; else says why it is not.

    What was sent is shown again, even where the report has moved on, to whoever holds the right, and to nobody else.
    """
    if not form.is_bound:
        refuse_unless_open(report, action, by=request.user)
    else:
        refuse_unless_held(report, action, by=request.user)
    page = {
        "report": report,
        "form": form,
        "label": ACTIONS[action],
        "title": f"{ACTIONS[action]}: {report.unit.short_name}, {report.period.words}",
        "happens": happens % {"unit": report.unit},
        **also,
    }
    template = "return" if isinstance(form, ReturnForm) else "reason"
    return render(request, f"workflows/unit_reports/{template}.html", page, status=status_of(form))
