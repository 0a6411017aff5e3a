"""What the office enters and submits for a unit that told it by telephone, and the unit's confirmation of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.pages.once import answers_once
from approvals.trail import changes
from units.requests import SignedIn
from workflows.cases.moves import events_of, refuse_unless_held, refuse_unless_open
from workflows.cases.pages import visible_unit_report
from workflows.models import UnitReport
from workflows.unit_reports.entries import actions as entries_actions
from workflows.unit_reports.entries.forms import EntriesForm
from workflows.unit_reports.entries.saving import save_typed
from workflows.unit_reports.findings import Entries, entries_of
from workflows.unit_reports.views import differences_page, head_of, seen_version

from . import actions as on_behalf
from .forms import InformantForm


@answers_once
def unit_report_on_behalf(request: SignedIn, pk: int) -> HttpResponse:
    """The whole report on one page, typed by the office as its unit dictates it."""
    report = visible_unit_report(request, pk)
    if request.method == "POST":
        return _save(request, report)
    refuse_unless_open(report, "save_on_behalf", by=request.user)
    return _write_page(request, EntriesForm(entries_of(report)), _asked(report))


def _save(request: SignedIn, report: UnitReport) -> HttpResponse:
    form, informant_form = EntriesForm(entries_of(report), request.POST), InformantForm(request.POST)
    if not all([form.is_valid(), informant_form.is_valid()]):
        refuse_unless_held(report, "save_on_behalf", by=request.user)
        return _write_page(request, form, informant_form, status=422)
    try:
        save_typed(form, by=request.user, seen=form.cleaned_data["seen"], informant=informant_form.informant())
    except entries_actions.StaleSave as stale:
        also = [(field.html_name, request.POST[field.html_name]) for field in informant_form]
        here = reverse("unit_report_on_behalf", args=[report.pk])
        return differences_page(request, stale, typed=request.POST, save_url=here, also=also)
    except NotPossible as refusal:
        form.add_error(None, refusal.message)
        return _write_page(request, form, informant_form, status=409)
    messages.success(request, gettext("Saved on the unit's behalf. The unit is asked to confirm it."))
    return redirect("unit_report", report.pk)


def _write_page(request: SignedIn, form: EntriesForm, informant_form: InformantForm, status: int = 200) -> HttpResponse:
    page = {**head_of(form.entries.report), "entries": form.entries, "form": form, "informant_form": informant_form}
    return render(request, "workflows/unit_reports/on_behalf.html", page, status=status)


def unit_report_submit_on_behalf(request: SignedIn, pk: int) -> HttpResponse:
    """Submit the report for its unit, once no check asks for a reason any more."""
    report = visible_unit_report(request, pk)
    if request.method != "POST":
        refuse_unless_open(report, "submit_on_behalf", by=request.user)
        return _submit_page(request, entries_of(report), _asked(report))
    informant_form = InformantForm(request.POST)
    if not informant_form.is_valid():
        refuse_unless_held(report, "submit_on_behalf", by=request.user)
        return _submit_page(request, entries_of(report), informant_form, status=422)
    try:
        seen = seen_version(request, report, "submit_on_behalf")
        on_behalf.submit_on_behalf(report, by=request.user, seen=seen, informant=informant_form.informant())
    except NotPossible as refusal:
        informant_form.add_error(None, refusal.message)
        return _submit_page(request, entries_of(report), informant_form, status=409)
    messages.success(request, gettext("Submitted on the unit's behalf. A colleague takes it and accepts it."))
    return redirect("unit_report", pk)


def _submit_page(request: SignedIn, entries: Entries, informant_form: InformantForm, status: int = 200) -> HttpResponse:
    page = {**head_of(entries.report), "entries": entries, "informant_form": informant_form}
    return render(request, "workflows/unit_reports/submit_on_behalf.html", page, status=status)


def unit_report_confirm_on_behalf(request: SignedIn, pk: int) -> HttpResponse:
    """What the office entered for the unit, to be confirmed by somebody of the unit."""
    report = visible_unit_report(request, pk)
    if request.method == "POST":
        seen = seen_version(request, report, "confirm_on_behalf")
        on_behalf.confirm_on_behalf(report, by=request.user, seen=seen)
        messages.success(request, gettext("Confirmed: your unit stands by what was entered for it."))
        return redirect("unit_report", pk)
    refuse_unless_open(report, "confirm_on_behalf", by=request.user)
    on_behalf.refuse_unless_unconfirmed(report)
    entered = events_of(report).filter(action="save_on_behalf", at__gte=report.unconfirmed_since)
    page = {**head_of(report), "rows": changes.over(entered.order_by("seq"))}
    return render(request, "workflows/unit_reports/confirm_on_behalf.html", page)


def _asked(report: UnitReport) -> InformantForm:
    """The blank form, with the last informant proposed."""
    last: dict[str, Any] = {"told_at": now()}
    if report.unconfirmed:
        informant = report.unconfirmed[-1].informant
        last |= {"name": informant.name, "contact": informant.contact}
    return InformantForm(initial=last)
