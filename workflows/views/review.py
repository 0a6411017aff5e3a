from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from approvals.errors import AlreadyDone, NotPossible
from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows import actions, rules
from workflows.findings import entries_of
from workflows.forms import ReasonForm, ReturnForm
from workflows.labels import ACTIONS
from workflows.models import UnitReport
from workflows.moves import refuse_unless_open
from workflows.review import Part, bare_review_of
from workflows.waivers import waiver_of

from .unit_reports import address_with_ticks, narrative_of, seen_version, visible_report


@require_POST
def unit_report_take(request: SignedIn, pk: int) -> HttpResponse:
    actions.take(visible_report(request, pk), by=request.user)
    messages.success(
        request, gettext("You hold the report now. Read it beside the last period, then accept or send it back.")
    )
    return redirect("unit_report", pk)


@require_POST
def unit_report_hand_back(request: SignedIn, pk: int) -> HttpResponse:
    actions.hand_back(visible_report(request, pk), by=request.user)
    messages.success(request, gettext("The report is in the queue again: any coordinator may take it."))
    return redirect("unit_report", pk)


@require_POST
def unit_report_accept(request: SignedIn, pk: int) -> HttpResponse:
    actions.accept(visible_report(request, pk), by=request.user, seen=seen_version(request))
    messages.success(request, gettext("The report is accepted and goes into the ward's report."))
    return redirect("unit_report", pk)


@answers_once
def unit_report_return(request: SignedIn, pk: int) -> HttpResponse:
    """Asks for the reason; `part`, any number of times, names the only parts that are returned."""
    report = visible_report(request, pk)
    posted = request.POST if request.method == "POST" else None
    form = ReturnForm(_parts(report, (request.GET if posted is None else posted).getlist("part")), posted)
    if done(
        form,
        lambda: actions.return_for_revision(
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
    back = address_with_ticks(reverse("unit_report", args=[pk]), [part.name for part in form.offered])
    return _reason_page(request, report, "return_for_revision", form, happens, back=back)


@answers_once
def unit_report_waive(request: SignedIn, pk: int) -> HttpResponse:
    """Asks for the reason, and says what the draft holds and how the unit's tasks are told without a report."""
    report = visible_report(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if done(form, lambda: actions.waive(report, by=request.user, reason=form.cleaned_data["reason"])):
        messages.success(request, gettext("%(unit)s need not report this period.") % {"unit": report.unit})
        return redirect("unit_report", pk)
    happens = gettext(
        "%(unit)s need not report this period. The ward's report names the unit and your reason. Until the ward's "
        "report is approved you can take the waiver back."
    )
    waiver = waiver_of(report, [(str(label), text) for _name, label, text in narrative_of(report)])
    return _reason_page(request, report, "waive", form, happens, waiver=waiver)


@answers_once
def unit_report_unwaive(request: SignedIn, pk: int) -> HttpResponse:
    """Asks for the reason, which the unit reads, and says what becomes of the ward's report."""
    report = visible_report(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if done(form, lambda: actions.unwaive(report, by=request.user, reason=form.cleaned_data["reason"])):
        messages.success(request, gettext("%(unit)s reports this period after all.") % {"unit": report.unit})
        return redirect("unit_report", pk)
    happens = gettext(
        "%(unit)s reads your reason, goes on with its report where it stopped, and submits it. The ward's report waits "
        "for it; if it was sent for approval, it is called back and what was approved is void."
    )
    return _reason_page(request, report, "unwaive", form, happens)


def done(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Whether what the form asks was done. A refusal becomes the form's own error, so that nothing typed
    is lost; what the person did before is no refusal."""
    if not form.is_valid():
        return False
    try:
        act()
    except AlreadyDone:
        raise
    except NotPossible as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def status_of(form: forms.Form) -> int:
    """409 where the action was refused, 422 where what was typed cannot be read, 200 where nothing was sent."""
    if form.non_field_errors():
        return 409
    return 422 if form.is_bound else 200


def _parts(report: UnitReport, names: list[str]) -> list[Part]:
    """The parts of the report by these names; 404 where it has no such part, lest the whole report be returned."""
    if not names:
        return []
    parts = {part.name: part for part in bare_review_of(report, entries_of(report), narrative_of(report)).parts}
    if not parts.keys() >= set(names):
        raise Http404
    return [part for name, part in parts.items() if name in names]


def _reason_page(
    request: SignedIn, report: UnitReport, action: str, form: ReasonForm, happens: str, **also: Any
) -> HttpResponse:
    """Asks for the reason where `action` is open to the reader; else says why it is not.

    What was sent is shown again though the report has moved on, but to nobody else.
    """
    if not form.is_bound:
        refuse_unless_open(report, action, by=request.user)
    elif not rules.may(request.user, action, report):
        raise PermissionDenied
    page = {
        "report": report,
        "form": form,
        "label": ACTIONS[action],
        "title": f"{ACTIONS[action]}: {report.unit.short_name}, {report.period.words}",
        "happens": happens % {"unit": report.unit},
        **also,
    }
    template = "return" if isinstance(form, ReturnForm) else "reason"
    return render(request, f"workflows/unit_report_{template}.html", page, status=status_of(form))
