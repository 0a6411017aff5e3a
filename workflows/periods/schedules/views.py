"""Lịch của một loại báo cáo: its days, with the next twelve periods as they would fall."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.cases.times import calendar_days
from workflows.models import ReportingPeriod
from workflows.periods.owned import own_kind

from . import actions
from .forms import ScheduleForm
from .preview import preview_of

PAGE, PREVIEW = "workflows/periods/schedule.html", "workflows/periods/_schedule_preview.html"


@answers_once
def kind_schedule(request: SignedIn, pk: int) -> HttpResponse:
    """The schedule of a kind; `preview` shows what is typed and saves nothing."""
    kind = own_kind(request, pk)
    form, open_periods = _form(request, kind)
    moved: list[ReportingPeriod] = []

    def change() -> None:
        values = {"move_open": form.moves_open, "reason": form.cleaned_data.get("reason", "")}
        seen = form.cleaned_data["seen"] or 0
        moved.extend(actions.change_schedule(kind, by=request.user, seen=seen, **values, **form.settings))

    previews = "preview" in request.POST
    if not previews and done(form, change):
        messages.success(request, _message(len(moved)))
        return redirect("report_kind_schedule", pk)
    page = {"kind": kind, "form": form, "preview": _preview(form, open_periods)}
    return render(request, PAGE, page, status=200 if previews and form.is_valid() else status_of(form))


@require_POST
def schedule_preview(request: SignedIn, pk: int) -> HttpResponse:
    """The next twelve periods by the days as typed, or what is wrong with them."""
    form, open_periods = _form(request, own_kind(request, pk))
    return render(request, PREVIEW, {"form": form, "preview": _preview(form, open_periods)})


def _form(request: SignedIn, kind: Any) -> tuple[ScheduleForm, list[ReportingPeriod]]:
    open_periods = [report.period for report in actions.open_reports(kind)]
    form = ScheduleForm(
        posted(request),
        instance=kind,
        calendar=calendar_days.of(kind.ward_id),
        has_periods=bool(open_periods) or kind.periods.exists(),
        has_open=bool(open_periods),
    )
    return form, open_periods


def _preview(form: ScheduleForm, open_periods: list[ReportingPeriod]) -> Any:
    if form.is_bound and form.errors:
        return None
    return preview_of(form.instance, open_periods)


def _message(moved: int) -> str:
    if not moved:
        return _("The schedule is saved. It counts for periods that open from now on.")
    sentence = ngettext(
        "The schedule is saved. %(count)d open period has new due times; its units are told by mail.",
        "The schedule is saved. %(count)d open periods have new due times; their units are told by mail.",
        moved,
    )
    return sentence % {"count": moved}
