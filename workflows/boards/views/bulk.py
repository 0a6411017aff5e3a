"""What is done to the ticked reports of a grid at once: accept, remind, waive. What changes states asks once, on a page
that lists what it takes; one message sums up what happened.
"""

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from approvals.errors import NotPossible
from approvals.pages.forms import status_of
from approvals.pages.once import answers_once
from units import grants
from units.models import Person
from units.requests import SignedIn
from workflows.boards.grid import GridRow, grid_of
from workflows.cases.inputs.forms import ReasonForm
from workflows.cases.labels import ACTIONS
from workflows.models import ReportingPeriod, UnitReport, UnitReportSighting
from workflows.models.states import UnitState
from workflows.reminders import actions as reminders
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.comments.querysets import questions_of
from workflows.unit_reports.waivers import waivers_of

from .periods import chosen_of, periods_of

TICK = re.compile(r"([0-9]{1,18})-([0-9]{1,9})")
KEPT = ("kind", "ward", "state", "mark")  # of the grid's address
Refused = list[tuple[str, str]]


@require_POST
@answers_once
def period_accept(request: SignedIn, code: str) -> HttpResponse:
    """Accept the ticked reports, each as the person saw it, taking first those that wait in the queue.

    `which=clean` takes instead all that had no findings when the page was shown. Without `sure` it lists them and asks.
    """
    period, ticked = _asked(request, code)
    if "sure" not in request.POST:
        rows = [row for row in _rows(request, period, ticked) if not row.held_by_unit]
        return _ask(request, period, "accept", rows) if rows else _nothing(request, period)
    done, refused = _each(_reports(request, period, ticked), partial(_accept, by=request.user, ticked=ticked))
    message = ngettext("%(count)d report accepted.", "%(count)d reports accepted.", done) % {"count": done}
    return _summed_up(request, period, message, _("%(unit)s was not accepted: %(why)s"), done, refused)


@require_POST
@answers_once
def period_remind(request: SignedIn, code: str) -> HttpResponse:
    """Nhắc: remind whoever has the ticked reports; a unit that has submitted is told so instead."""
    period, ticked = _asked(request, code)
    done, refused = _each(_reports(request, period, ticked), partial(reminders.remind, by=request.user))
    message = ngettext("Reminded of %(count)d report.", "Reminded of %(count)d reports.", done) % {"count": done}
    return _summed_up(request, period, message, _("%(unit)s was not reminded: %(why)s"), done, refused)


@require_POST
@answers_once
def period_waive(request: SignedIn, code: str) -> HttpResponse:
    """Miễn báo cáo: excuse the ticked units, all for one reason; asks for it first."""
    period, ticked = _asked(request, code)
    form = ReasonForm(request.POST if "sure" in request.POST else None)
    if not form.is_valid():
        rows = [row for row in _rows(request, period, ticked) if row.held_by_unit]
        return _ask(request, period, "waive", rows, form) if rows else _nothing(request, period)
    act = partial(_waive, by=request.user, reason=form.cleaned_data["reason"], ticked=ticked)
    done, refused = _each(_reports(request, period, ticked), act)
    message = ngettext("%(count)d unit need not report.", "%(count)d units need not report.", done) % {"count": done}
    return _summed_up(request, period, message, _("%(unit)s was not waived: %(why)s"), done, refused)


def _asked(request: SignedIn, code: str) -> tuple[ReportingPeriod, dict[int, int]]:
    """The period, and the version seen of each ticked report. Raises PermissionDenied for who does not coordinate."""
    period = chosen_of(periods_of(request.user, code), request.POST)
    if not grants.may(request.user, "review_reports", period.ward_id):
        raise PermissionDenied
    ticks = request.POST.getlist("clean" if request.POST.get("which") == "clean" else "report")
    matches = (TICK.fullmatch(value) for value in ticks)
    return period, {int(match[1]): int(match[2]) for match in matches if match}


def _reports(request: SignedIn, period: ReportingPeriod, ticked: Iterable[int]) -> Iterable[UnitReport]:
    return UnitReport.objects.visible_to(request.user).filter(period=period, pk__in=list(ticked)).with_names()


def _rows(request: SignedIn, period: ReportingPeriod, ticked: dict[int, int]) -> list[GridRow]:
    return [row for row in grid_of(request.user, period, texts=True).rows if row.report.pk in ticked]


def _ask(
    request: SignedIn, period: ReportingPeriod, action: str, rows: list[GridRow], form: ReasonForm | None = None
) -> HttpResponse:
    """Lists what is taken, with its findings, and whether the reader has opened it as it is now; of what is waived
    also what that means for each unit, in the words of its own page.
    """
    looks = UnitReportSighting.objects.filter(person=request.user, report__period=period)
    seen = dict(looks.values_list("report", "seq"))
    open_questions = questions_of([row.report.pk for row in rows]) if action == "accept" else {}
    waivers = waivers_of([row.report for row in rows]) if action == "waive" else {}
    context: dict[str, Any] = {
        "period": period,
        "action": action,
        "label": ACTIONS[action],
        "rows": [
            (
                row,
                seen.get(row.report.pk, -1) >= row.report.trail_seq,
                waivers.get(row.report.pk),
                open_questions.get(row.report.pk, 0),
            )
            for row in rows
        ],
        "form": form,
        "kept": [(name, request.POST[name]) for name in KEPT if name in request.POST],
        "back": _grid(request.POST, period),
    }
    return render(request, "workflows/boards/period_bulk.html", context, status=status_of(form) if form else 200)


def _nothing(request: SignedIn, period: ReportingPeriod) -> HttpResponse:
    messages.warning(request, _("Nothing of what is ticked can be done so. Tick other reports, then try again."))
    return redirect(_grid(request.POST, period))


def _accept(report: UnitReport, *, by: Person, ticked: dict[int, int]) -> None:
    """Both steps or none."""
    with transaction.atomic():
        if report.state == UnitState.SUBMITTED:
            unit_reports.take(report, by=by)
        unit_reports.accept(report, by=by, seen=ticked[report.pk])


def _waive(report: UnitReport, *, by: Person, reason: str, ticked: dict[int, int]) -> None:
    unit_reports.waive(report, by=by, reason=reason, seen=ticked[report.pk])


def _each(reports: Iterable[UnitReport], act: Callable[[UnitReport], object]) -> tuple[int, Refused]:
    """How many were done, and the unit and reason of each refusal."""
    done, refused = 0, []
    for report in reports:
        try:
            act(report)
            done += 1
        except NotPossible as refusal:
            refused.append((report.unit.short_name, refusal.message))
        except PermissionDenied:
            refused.append((report.unit.short_name, _("You wrote or submitted it, so somebody else must accept it.")))
    return done, refused


def _summed_up(
    request: SignedIn, period: ReportingPeriod, message: str, sentence: str, done: int, refused: Refused
) -> HttpResponse:
    names = " ".join(sentence % {"unit": unit, "why": why} for unit, why in refused)
    words = f"{message} {names}".strip()
    if not done and not refused:
        words = _("No report was ticked. Tick the reports to accept, then try again.")
    messages.add_message(request, messages.WARNING if refused or not done else messages.SUCCESS, words)
    return redirect(_grid(request.POST, period))


def _grid(asked: QueryDict, period: ReportingPeriod) -> str:
    """The grid with the filters that were on."""
    address = QueryDict(mutable=True)
    address.update({"kind": period.kind.code, "ward": str(period.ward_id)})
    address.update({name: str(asked[name]) for name in ("state", "mark") if asked.get(name)})
    return f"{reverse('period', args=[period.code])}?{address.urlencode()}"
